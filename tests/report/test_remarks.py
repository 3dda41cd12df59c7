from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

from alpsat_geo.domain.errors import AlpSatError, InputError, WriteError
from alpsat_geo.domain.remark import remark
from alpsat_geo.report.language import speak
from alpsat_geo.report.punctuation import loosen_punctuation
from alpsat_geo.report.remarks import tell_error, tell_remark
from alpsat_geo.store.actor import Actor, Role
from alpsat_geo.store.errors import DeniedError, MissingError
from alpsat_geo.store.quotas import SHARED
from alpsat_geo.store.rights import check_right

PACKAGE = Path(__file__).resolve().parents[2] / "alpsat_geo"
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


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", "La valeur observée le 6 mai 2026 (1\u202f234,5)"),
        ("en", "The value observed on 6 May 2026 (1,234.5)"),
        ("it", "Il valore osservato il 6 maggio 2026 (1.234,5)"),
        ("de", "Der am 6. Mai 2026 beobachtete Wert (1.234,5)"),
    ],
)
def test_numbers_and_dates_are_told_as_their_reader_writes_them(language: str, told: str) -> None:
    sentence = "La valeur observée le {day} ({value}) n'est pas un nombre fini : corrigez-la."
    said = remark(sentence, day=date(2026, 5, 6), value=1234.5)
    assert str(said).startswith("La valeur observée le 06/05/2026 (1234.5) n'est pas")
    with speak(language):
        assert loosen_punctuation(tell_remark(said)).startswith(told)


@pytest.mark.parametrize(
    ("value", "french"),
    [
        (2.0, "2"),
        (-0.25, "\u22120,25"),
        (1234567.0, "1\u202f234\u202f567"),
        (1e-9, "1e-09"),
        (1e300, "1e+300"),
        (float("inf"), "inf"),
        (float("nan"), "nan"),
    ],
)
def test_a_number_is_told_in_full_only_where_its_digits_say_something(value: float, french: str) -> None:
    with speak("fr"):
        assert tell_remark(remark("{value}", value=value)) == french


def find_raw(path: Path) -> list[int]:
    """Return the lines that take the text of an error that was caught."""
    return [
        call.lineno
        for handler in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(handler, ast.ExceptHandler) and handler.name
        for call in ast.walk(handler)
        if isinstance(call, ast.Call) and ast.unparse(call) == f"str({handler.name})"
    ]


def test_what_is_shown_of_an_error_is_told_in_the_language_of_the_page() -> None:
    folders = (PACKAGE / "app" / "pages", PACKAGE / "app" / "parts", PACKAGE / "report")
    found = {path.name: lines for folder in folders for path in folder.rglob("*.py") if (lines := find_raw(path))}
    assert found == {}
    assert find_raw(PACKAGE / "app" / "core" / "health.py"), "what a log says stays French"
