from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.criterion import list_results
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.report.consultation.asked import (
    list_asked,
    list_choices,
    read_answers,
    say_left,
    start_draft,
    write_choice,
)
from alpsat_geo.store.ballot import Vote, check_vote

KEYS = tuple(result.key for result in list_results(CRITERIA))
ASKED = list_asked(KEYS)
DRAFTS = st.tuples(*[st.sampled_from(range(len(list_choices(price)))) for price in ASKED])


@given(DRAFTS)
def test_a_complete_draft_is_a_vote_and_a_vote_begins_the_next(draft: tuple[int, ...]) -> None:
    vote = check_vote(Vote("entreprises", read_answers(draft, ASKED)), KEYS)
    assert start_draft((), ASKED, vote) == draft
    assert start_draft(draft, ASKED, None) == draft


def test_what_does_not_fit_begins_again() -> None:
    nothing = (None,) * len(KEYS)
    for kept in ((), (1,), (0, 0, 0, 0, 0), (0, 8, 0, 0)):
        assert start_draft(kept, ASKED, None) == nothing
    # An answer that is offered no more is chosen again.
    former = Vote("entreprises", dict.fromkeys(KEYS, 501.0))
    assert start_draft((), ASKED, former) == nothing


def test_what_is_left_is_said() -> None:
    assert say_left((0, None, None)) == "Il reste 2 questions sans réponse."
    assert say_left((0, None)) == "Il reste 1 question sans réponse."
    assert "vous pouvez envoyer" in say_left((0, 7))


def test_the_answers_offered_are_those_of_the_plan() -> None:
    for price in list_asked(("inhabitant", "user")):
        told = [write_choice(price, answer).replace("\u202f", " ") for answer in list_choices(price)]
        numbers = [f"{euros}\u00a0€" for euros in ("500", "1 000", "2 000", "4 000", "8 000")]
        assert told == ["rien", *numbers, "davantage", "je ne sais pas"]
