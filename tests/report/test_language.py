from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from alpsat_geo.report import language
from alpsat_geo.report.figures import format_number, format_vintage
from alpsat_geo.report.language import (
    FRENCH,
    _,
    begin_lower,
    choose_plural,
    get_language,
    read_catalogue,
    set_language_finder,
    speak,
)

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Territoire"
msgstr "Territory"

msgid "{count} commune"
msgid_plural "{count} communes"
msgstr[0] "{count} municipality"
msgstr[1] "{count} municipalities"
"""


@pytest.fixture
def _in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "alpsat_geo.po").write_text(CATALOGUE, encoding="utf-8")
    monkeypatch.setattr(language, "LOCALE_FOLDER", tmp_path)
    monkeypatch.setattr(language, "_find_language", [lambda: "en"])
    # Whoever speaks English afterwards has the catalogue of the project again.
    kept = (read_catalogue, language._choose_speech)
    for one in kept:
        one.cache_clear()
    yield
    for one in kept:
        one.cache_clear()


def test_french_is_the_source() -> None:
    assert _("Territoire") == "Territoire"
    assert choose_plural("une", "plusieurs", 1.9) == "une"
    assert choose_plural("une", "plusieurs", 2) == "plusieurs"


@pytest.mark.usefixtures("_in_english")
def test_a_catalogue_gives_sentences_plurals_and_numbers() -> None:
    assert _("Territoire") == "Territory"
    assert _("Une phrase que personne n'a traduite") == "Une phrase que personne n'a traduite"
    assert _("") == ""
    counts = [choose_plural("{count} commune", "{count} communes", count).format(count=count) for count in (0, 1, 1.5)]
    assert counts == ["0 municipalities", "1 municipality", "1.5 municipalities"]
    assert format_number(12345.6, 1) == "12,345.6"
    assert format_vintage("2025-07") == "July 2025"


def test_the_reader_may_change_between_two_sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_find_language", [lambda: FRENCH])
    spoken = ["de"]
    set_language_finder(lambda: spoken[0])
    assert format_number(1234.5, 1) == "1.234,5"
    spoken[0] = FRENCH
    assert format_number(1234.5, 1) == "1\u202f234,5"


@pytest.mark.usefixtures("_in_english")
def test_work_done_outside_of_a_visit_keeps_its_readers_language() -> None:
    assert _("Territoire") == "Territory"
    with speak(FRENCH):
        assert get_language() == FRENCH
        assert _("Territoire") == "Territoire"
    assert _("Territoire") == "Territory"


def test_a_label_within_a_sentence_begins_small_but_in_german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_find_language", [lambda: FRENCH])
    assert begin_lower("Usagers réguliers") == "usagers réguliers"
    monkeypatch.setattr(language, "_find_language", [lambda: "de"])
    assert begin_lower("Nutzer") == "Nutzer"
