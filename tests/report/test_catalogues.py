"""The catalogues of the languages: every sentence, none that is gone, and the same fields in each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from alpsat_geo.report.language import FRENCH, LOCALE_FOLDER, LOCALES
from alpsat_geo.sources.catalogues import find_missing, find_suspicious, read_catalogues

ROOT = Path(__file__).resolve().parents[2]
# Words of the model, which a sentence of the street never takes in translation.
OF_THE_MODEL = {
    FRENCH: r"tirage|médian|central|centile|squelette|portée|tiers-lieu|SMAA|TOPSIS|PROMETHEE|Kendall|douce|non pesé",
    "de": r"\bZiehung|\bMedian|\bzentral|Perzentil|Straßengerüst|TOPSIS|PROMETHEE|Kendall|nicht gewichtet",
    "it": r"estrazion|\bmedian[aeio]\b|(?<!metà )\bcentral[ei]\b|percentil|scheletro|terzo luogo|TOPSIS|PROMETHEE"
    r"|Kendall|non pesat",
    "en": r"\bdraws?\b|\bmedian|\bcentral\b|percentile|skeleton|third place|TOPSIS|PROMETHEE|Kendall|unweighed"
    r"|not weighed|soft coverage",
}
FIELD = re.compile(r"\{[^{}]*\}|%(?:\([a-z_]+\))?[ds]")


@pytest.fixture(scope="module")
def catalogues() -> dict[str, Catalog]:
    return read_catalogues(ROOT)


def list_forms(value: object) -> list[str]:
    return [str(form) for form in value] if isinstance(value, list | tuple) else [str(value)]


def list_messages(catalogue: Catalog) -> dict[tuple[str, ...], Message]:
    return {tuple(list_forms(message.id)): message for message in catalogue if message.id}


def test_every_language_but_french_has_a_catalogue(catalogues: dict[str, Catalog]) -> None:
    assert set(catalogues) == set(LOCALES) - {FRENCH}
    assert not (LOCALE_FOLDER / FRENCH).exists()


def test_catalogues_hold_the_sentences_of_the_code_and_of_the_data_and_no_others(
    catalogues: dict[str, Catalog], extracted: Catalog
) -> None:
    asked = set(list_messages(extracted))
    assert len(asked) > 1000
    for language, catalogue in catalogues.items():
        held = set(list_messages(catalogue))
        assert sorted(asked - held) == [], f"python3 start.py translate adds them: {language}"
        assert sorted(held - asked) == [], f"python3 start.py translate removes them: {language}"
        assert not catalogue.obsolete, language


def test_every_sentence_is_translated_with_its_fields(catalogues: dict[str, Catalog]) -> None:
    faults = []
    for language, catalogue in catalogues.items():
        faults += [(language, form, "untranslated") for form in find_missing(catalogue)]
        for forms, message in list_messages(catalogue).items():
            for form, other in zip(forms, list_forms(message.string), strict=False):
                if sorted(FIELD.findall(form)) != sorted(FIELD.findall(other)):
                    faults.append((language, form, f"fields differ: {other}"))
                # A sign between two things is set as its language does: « ; » in French, "; " elsewhere.
                if not any(map(str.isalpha, form)):
                    continue
                if form[:1].isspace() != other[:1].isspace() or form[-1:].isspace() != other[-1:].isspace():
                    faults.append((language, form, f"spaces differ: {other}"))
    assert faults == []


def test_no_translation_is_that_of_another_language(catalogues: dict[str, Catalog]) -> None:
    assert [(language, fault) for language in catalogues for fault in find_suspicious(catalogues, language)] == []


def test_a_sentence_of_the_street_is_one_in_every_language(catalogues: dict[str, Catalog]) -> None:
    model = {language: re.compile(words, re.IGNORECASE) for language, words in OF_THE_MODEL.items()}
    faults = [
        (language, other)
        for language, catalogue in catalogues.items()
        for forms, message in list_messages(catalogue).items()
        if not any(model[FRENCH].search(form) for form in forms)
        for other in list_forms(message.string)
        if model[language].search(FIELD.sub("", other))
    ]
    assert faults == []
