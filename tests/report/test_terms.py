"""One word a thing: every sentence of the code, of the data and of the catalogues against the terms of its language."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from alpsat_geo.report.language import FRENCH, LOCALES
from alpsat_geo.sources.catalogues import read_catalogues

ROOT = Path(__file__).resolve().parents[2]
FIELD = re.compile(r"\{[^{}]*\}|%(?:\([a-z_]+\))?[ds]")

# By language: what a sentence may say all the same, and why.
ALLOWED: dict[str, tuple[str, ...]] = {
    # Schools.
    FRENCH: (
        "Un collège",
        "Collège",
        "Écoles, collèges, commerces, gares et autres services du quotidien.",
        # What the check of the files has always said in a terminal.
        "une seule borne est donnée : donnez les deux, ou aucune pour une constante.",
        "la valeur {value} n'est pas entre ses bornes, {low} et {high}.",
    ),
    # The name of a newspaper, and of a sector.
    "en": ("Lien social", "La Gazette des communes"),
}
# By language: what none of its sentences holds. A version, an hour and an address have signs of their own.
WRONG_SIGNS = {
    FRENCH: r"[“”„\u2019\"]|«(?![ \u00a0])|(?<![ \u00a0])»|(?<=[\w»)}])[;!?](?!\w)|(?<=[\w»)}]):(?=\s|$)",
    "de": r"[«»”\u2019\"]|„[^“]*(?:„|$)|^[^„]*“| [;:!?](?=\s|$)|\d%|\b\d\d/\d\d/\d{4}",
    "it": r"[“”„\u2019\"]|« | »|«[^»]*(?:«|$)|^[^«]*»| [;:!?](?=\s|$)|\d %",
    "en": r"[«»„\"]|“[^”]*(?:“|$)|^[^“]*”|(?<=\w)'(?=\w)| [;:!?](?=\s|$)|\d %|\d,\d(?!\d\d)",
}
# An address, a value, and a line of YAML.
NO_SENTENCE = re.compile(r"https?://\S+|\{[^{}]*\}|nom: valeur")


@pytest.fixture(scope="module")
def sentences(extracted: Catalog) -> dict[str, list[tuple[str, str]]]:
    """By language: each sentence, after the French one that it translates."""
    spoken: dict[str, list[tuple[str, str]]] = {
        FRENCH: [(form, form) for message in extracted for form in list_forms(message.id)]
    }
    for language, catalogue in read_catalogues(ROOT).items():
        spoken[language] = [
            (list_forms(message.id)[0], form)
            for message in catalogue
            if message.id
            for form in list_forms(message.string)
        ]
    return spoken


def list_forms(value: object) -> list[str]:
    return [form for form in value if form] if isinstance(value, list | tuple) else [str(value)] if value else []


def read_terms() -> list[dict[str, str]]:
    with (ROOT / "locale" / "terms.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def find_banned(spoken: list[tuple[str, str]], language: str) -> Iterator[tuple[str, str, str]]:
    for term in read_terms():
        if term["language"] != language:
            continue
        banned = re.compile(term["banned"], re.IGNORECASE if language != "de" else 0)
        for french, text in spoken:
            is_allowed = any(one in french for one in ALLOWED.get(language, ()))
            if banned.search(FIELD.sub(" ", text)) and not is_allowed:
                yield term["term"], french, text


@pytest.mark.parametrize("language", LOCALES)
def test_each_language_has_one_word_a_thing(sentences: dict[str, list[tuple[str, str]]], language: str) -> None:
    assert list(find_banned(sentences[language], language)) == []


@pytest.mark.parametrize("language", LOCALES)
def test_each_language_has_its_signs(sentences: dict[str, list[tuple[str, str]]], language: str) -> None:
    wrong = re.compile(WRONG_SIGNS[language])
    found = [
        (french, text)
        for french, text in sentences[language]
        if wrong.search(NO_SENTENCE.sub("{}", text)) and french != "31/12/2026"
    ]
    assert found == []
