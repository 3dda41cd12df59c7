"""The catalogues of the languages: every sentence, none that is gone, and the same fields in each."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from alpsat_geo.report.language import DOMAIN, FRENCH, LOCALE_FOLDER, LOCALES

ROOT = Path(__file__).resolve().parents[2]
FOREIGN = [language for language in LOCALES if language != FRENCH]
FIELD = re.compile(r"\{[^{}]*\}|%(?:\([a-z_]+\))?[ds]")
LETTERS = re.compile(r"[a-zà-ÿ]{3,}")


@cache
def extract_sentences() -> Catalog:
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "locale/babel.cfg"]
    command += ["--no-location"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sentences.pot"
        subprocess.run([*command, "-o", str(path), "."], cwd=ROOT, capture_output=True, timeout=120, check=True)
        return read_po(io.BytesIO(path.read_bytes()))


@cache
def read_language(language: str) -> Catalog:
    path = LOCALE_FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def list_forms(value: object) -> list[str]:
    return [str(form) for form in value] if isinstance(value, list | tuple) else [str(value)]


def list_messages(catalogue: Catalog) -> dict[tuple[str, ...], Message]:
    return {tuple(list_forms(message.id)): message for message in catalogue if message.id}


@pytest.mark.parametrize("language", FOREIGN)
def test_the_catalogue_holds_the_sentences_of_the_code_and_of_the_data_and_no_others(language: str) -> None:
    asked, held = set(list_messages(extract_sentences())), set(list_messages(read_language(language)))
    assert len(asked) > 1000
    assert sorted(asked - held) == []
    assert sorted(held - asked) == []
    assert not read_language(language).obsolete


@pytest.mark.parametrize("language", FOREIGN)
def test_every_sentence_is_translated_with_its_fields(language: str) -> None:
    faults = []
    for forms, message in list_messages(read_language(language)).items():
        translated = list_forms(message.string)
        if message.fuzzy or len(translated) != len(forms) or not all(translated):
            faults.append((forms, "untranslated"))
        for form, other in zip(forms, translated, strict=False):
            if sorted(FIELD.findall(form)) != sorted(FIELD.findall(other)):
                faults.append((forms, f"fields differ: {other}"))
            if form[:1].isspace() != other[:1].isspace() or form[-1:].isspace() != other[-1:].isspace():
                faults.append((forms, f"spaces differ: {other}"))
    assert faults == []


@pytest.mark.parametrize("language", FOREIGN)
def test_few_sentences_are_the_same_in_both_languages(language: str) -> None:
    same = [
        form
        for forms, message in list_messages(read_language(language)).items()
        for form, other in zip(forms, list_forms(message.string), strict=True)
        # A single word, or a name, may be the same in both.
        if form == other and len(LETTERS.findall(form)) > 3
    ]
    assert same == []


def test_french_needs_no_catalogue() -> None:
    assert not (LOCALE_FOLDER / FRENCH).exists()
