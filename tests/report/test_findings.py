from __future__ import annotations

import pytest

from alpsat_geo.domain.errors import DataError
from alpsat_geo.domain.findings import SHOWN_AT_MOST, Finding
from alpsat_geo.domain.remark import remark
from alpsat_geo.report import language
from alpsat_geo.report.findings import limit_findings, tell_finding
from alpsat_geo.report.language import speak
from alpsat_geo.report.punctuation import loosen_punctuation
from alpsat_geo.sources.document import parse_document
from alpsat_geo.sources.scenarios import build_scenario


def test_fifty_sentences_are_shown_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = [f"point {rank}." for rank in range(SHOWN_AT_MOST + 1500)]
    assert limit_findings(sentences[:SHOWN_AT_MOST]) == sentences[:SHOWN_AT_MOST]
    assert limit_findings(sentences) == [*sentences[:SHOWN_AT_MOST], "… et 1\u202f500 autres points."]
    monkeypatch.setattr(language, "_find_language", [lambda: "de"])
    assert limit_findings(sentences[: SHOWN_AT_MOST + 1])[-1] == "… und 1 weiterer Punkt."


@pytest.mark.parametrize(
    ("content", "place", "german"),
    [
        ("key: essai\nname: Essai", "Zeile 1, Spalte actions", "der Wert fehlt: Fügen Sie ihn hinzu."),
        (
            "key: essai\nname: Essai\nactions:\n  - type: open_space\n    places: [5065]",
            "Zeile 5, Spalte actions.0.places.0",
            "der Code 5065 ist eine Zahl: Schreiben Sie ihn in Anführungszeichen, „05065“.",
        ),
        (
            "key: essai\nname: 'Essai",
            "Zeile 2",
            "die Datei lässt sich nicht als YAML lesen: geöffnete Anführungszeichen, die nicht geschlossen sind.",
        ),
    ],
)
def test_a_finding_is_told_in_the_readers_language(content: str, place: str, german: str) -> None:
    with pytest.raises(DataError) as caught:
        build_scenario(parse_document(content.encode(), "essai.yaml"))
    finding = caught.value.findings[0]
    with speak("de"):
        assert loosen_punctuation(tell_finding(finding)) == f"essai.yaml, {place}: {german}"
    with speak("fr"):
        assert loosen_punctuation(tell_finding(finding)) == str(finding)


def test_a_sentence_that_was_told_already_stays() -> None:
    with speak("de"):
        assert tell_finding(Finding("error", "a.csv", "ist falsch.", line=1500)) == "a.csv, Zeile 1500: ist falsch."


def test_the_values_of_a_finding_may_be_sentences_and_counts() -> None:
    said = remark(
        "« {label} » : pas encore de données, ce qui en dépend manque aussi ; {remedy}.",
        label=remark("Points de service"),
        remedy=remark("« refresh » les récupère"),
    )
    many = remark("le fichier compte plus de {most} noms et valeurs : raccourcissez-le.", most=20_000)
    with speak("en"):
        awaited = "m.yaml: “Service points”: no data yet, what depends on them is missing too; “refresh” fetches them."
        assert tell_finding(Finding("warning", "m.yaml", said)) == awaited
        assert "more than 20,000 names" in tell_finding(Finding("error", "m.yaml", many))
    assert "plus de 20000 noms" in str(Finding("error", "m.yaml", many))
