from __future__ import annotations

import pytest

from alpsat_geo.report.language import FRENCH, _, choose_plural, join_pair, quote, speak
from alpsat_geo.report.punctuation import bind_punctuation, loosen_punctuation


@pytest.mark.parametrize(
    ("typed", "bound"),
    [
        ("« a » : b ; c ? d !", "«\u00a0a\u00a0»\u00a0: b\u202f; c\u202f? d\u202f!"),
        ("« a ».", "«\u00a0a\u00a0»."),
        ("{count} % de 12 400 habitants à 20 min", "{count}\u202f% de 12\u202f400 habitants à 20\u00a0min"),
        ("de 2016 à 2022, 3 minutes, 5 €/m²", "de 2016 à 2022, 3 minutes, 5\u00a0€/m²"),
        ("/a?b=c;d", "/a?b=c;d"),
        (" ; ", "\u202f; "),
    ],
)
def test_french_keeps_on_its_line_what_it_sets_apart(typed: str, bound: str) -> None:
    assert bind_punctuation(typed, "fr") == bound
    assert bind_punctuation(bound, "fr") == bound


@pytest.mark.parametrize("language", ["de", "it", "en"])
def test_elsewhere_a_number_keeps_its_unit_and_signs_are_as_typed(language: str) -> None:
    assert bind_punctuation("20 min; „a“: 5 % ?", language) == "20\u00a0min; „a“: 5\u00a0% ?"


def test_what_a_machine_reads_has_plain_spaces_around_signs() -> None:
    assert loosen_punctuation("«\u00a0a\u00a0»\u00a0: 12\u202f400\u00a0€\u202f;") == "« a » : 12\u202f400\u00a0€ ;"


def test_a_page_and_a_paper_bind_what_a_terminal_does_not() -> None:
    assert (_("Où ?"), quote("A"), join_pair("A", "b")) == ("Où ?", "« A »", "A : b")
    told = {}
    for language in (FRENCH, "de", "it", "en"):
        with speak(language):
            told[language] = (quote("A"), join_pair("A", "b"), choose_plural("un ?", "des ?", 1))
    assert told[FRENCH] == ("«\u00a0A\u00a0»", "A\u00a0: b", "un\u202f?")
    assert [told[language][0] for language in ("de", "it", "en")] == ["„A“", "«A»", "“A”"]
    assert {told[language][1] for language in ("de", "it", "en")} == {"A: b"}
