from __future__ import annotations

import pytest

from alpsat_geo.domain.errors import AlpSatError, InputError, WriteError
from alpsat_geo.domain.remark import remark
from alpsat_geo.report.language import speak
from alpsat_geo.report.punctuation import loosen_punctuation
from alpsat_geo.report.remarks import tell_error
from alpsat_geo.store.actor import Actor, Role
from alpsat_geo.store.errors import DeniedError, MissingError
from alpsat_geo.store.quotas import SHARED
from alpsat_geo.store.rights import check_right

GONE = "Cette prévision n'existe pas, ou plus : rechargez la page de suivi."


@pytest.mark.parametrize("kind", [AlpSatError, InputError, WriteError, MissingError])
def test_an_error_speaks_french_in_a_terminal_and_the_language_of_its_reader_on_a_page(kind: type[AlpSatError]) -> None:
    error = kind(remark(GONE))
    assert (str(error), tell_error(error)) == (GONE, GONE)
    with speak("en"):
        told = tell_error(error)
        assert loosen_punctuation(told) == (
            "This forecast does not exist, or no longer does: reload the follow-up page."
        )
    assert str(error) == GONE


def test_an_error_that_carries_a_text_says_it_as_it_is() -> None:
    with speak("de"):
        assert tell_error(InputError("Das war schon deutsch.")) == "Das war schon deutsch."
        assert tell_error(InputError(GONE)) == GONE
    assert tell_error(AlpSatError()) == ""


def test_the_values_of_an_error_are_told_as_their_reader_says_them() -> None:
    with pytest.raises(DeniedError) as caught:
        check_right("ScenarioStore.save", Actor(role=Role.READER))
    with speak("it"):
        assert "per salvare uno scenario serve il ruolo «funzionario»" in loosen_punctuation(tell_error(caught.value))
    most = SHARED["promises"]
    said = remark(
        "Rien n'a été enregistré : {told}, ou demandez-le à la personne qui administre ce tableau de bord.",
        told=remark(
            "ce territoire garde déjà {count} prévisions, et {most} au plus : retirez celles qui ne servent plus",
            count=most,
            most=most,
        ),
    )
    assert "garde déjà 1000 prévisions" in str(InputError(said))
    with speak("en"):
        assert "already keeps 1,000 forecasts" in tell_error(InputError(said))
