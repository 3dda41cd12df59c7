"""What a vote must answer before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.consultation import COLLEGES
from alpsat_geo.compute.criterion import list_results
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.errors import InputError
from alpsat_geo.store.ballot import Vote, check_vote

ASKED = ("inhabitant", "user", "tonne")
OFFERED = {result.key: (None, *result.price.answers) for result in list_results(CRITERIA)}


def vote(answers: Mapping[str, float | None], **changes: Any) -> Vote:  # noqa: ANN401
    return Vote(**{"college": "entreprises", "answers": answers, **changes})


@given(st.permutations(tuple(OFFERED)), st.data(), st.sampled_from(COLLEGES))
def test_every_answer_offered_is_kept_in_the_order_of_the_questions(
    order: list[str], data: st.DataObject, college: str
) -> None:
    answers = {key: data.draw(st.sampled_from(OFFERED[key])) for key in order}
    checked = check_vote(vote(answers, college=college), tuple(OFFERED))
    assert tuple(checked.answers) == tuple(OFFERED)
    assert checked.answers == answers
    assert all(answer is None or type(answer) is float for answer in checked.answers.values())


GOOD: Mapping[str, float | None] = {"inhabitant": 500, "user": None, "tonne": 0}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (vote({"inhabitant": 500, "user": 0}), "dit rien de « tonne » : répondez sur chacun de inhabitant, user"),
        (vote({**GOOD, "neighbour": 0}), "« neighbour » n'est pas dans cette consultation"),
        (vote({**GOOD, "user": 600}), "La réponse sur « user » vaut « 600 » : choisissez parmi 0, 500, 1000"),
        (vote({**GOOD, "user": -500}), "La réponse sur « user » vaut « -500 »"),
        (vote({**GOOD, "user": float("nan")}), "La réponse sur « user » vaut « nan »"),
        (vote({**GOOD, "user": float("inf")}), "La réponse sur « user » vaut « inf »"),
        (vote({**GOOD, "user": True}), "La réponse sur « user » vaut « True »"),
        (vote(GOOD, college="mairie"), "Collège « mairie » inconnu"),
        (vote(GOOD, method="points"), "Façon de voter « points » inconnue : choisissez parmi prices"),
    ],
)
def test_a_vote_that_does_not_answer_is_refused(wrong: Vote, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        check_vote(wrong, ASKED)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
