from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from alpsat_geo.commands.translate import run_translate
from alpsat_geo.sources.catalogues import find_suspicious, update_catalogues

HEAD = """# Sentences of a test.
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
KEPT = """msgid "Accueil"
msgstr "{welcome}"

#, python-brace-format
msgid "{{count}} espace"
msgid_plural "{{count}} espaces"
msgstr[0] "{{count}} {space}"
msgstr[1] "{{count}} {space}s"

"""
GONE = """
msgid "Une phrase que personne ne dit plus"
msgstr "{gone}"
"""
CODE = """
TEXTS = _("Accueil"), choose_plural("{count} espace", "{count} espaces", 2)
"""
WORDS = {
    "en": {"welcome": "Welcome", "space": "space", "gone": "A sentence that is gone"},
    "de": {"welcome": "Empfang", "space": "Raum", "gone": "Ein Satz von einst"},
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Write a project of one file and of two catalogues that hold its two sentences, and one more."""
    (tmp_path / "code.py").write_text(CODE, encoding="utf-8")
    for language, words in WORDS.items():
        path = locate(tmp_path, language)
        path.parent.mkdir(parents=True)
        path.write_text(HEAD.format(language=language) + (KEPT + GONE).format(**words), encoding="utf-8")
    mapping = "[extractors]\ncode = alpsat_geo.sources.translatable:extract_code\n[code: **.py]\n"
    (tmp_path / "locale" / "babel.cfg").write_text(mapping, encoding="utf-8")
    return tmp_path


def locate(project: Path, language: str) -> Path:
    return project / "locale" / language / "LC_MESSAGES" / "alpsat_geo.po"


def test_what_is_gone_leaves_and_nothing_else_changes(project: Path) -> None:
    english, german = update_catalogues(project)[::-1]
    assert (english.language, german.language) == ("en", "de")
    for update in (english, german):
        assert update.removed == ("Une phrase que personne ne dit plus",)
        assert update.added == update.missing == update.suspicious == ()
        written = locate(project, update.language).read_text(encoding="utf-8")
        assert written == HEAD.format(language=update.language) + KEPT.format(**WORDS[update.language])
    before = locate(project, "en").stat()
    update_catalogues(project)
    assert locate(project, "en").stat().st_ino == before.st_ino, "a catalogue that is right is left alone"


def test_what_is_new_waits_for_its_translation_and_is_named(project: Path) -> None:
    (project / "code.py").write_text(CODE + 'NEW = _("Accueil des nouveaux")\n', encoding="utf-8")
    text, code = run_translate(project)
    assert code == 1
    assert "en : 1 entrée, 1 sortie, 1 à traduire, 0 à relire" in text
    assert text.count("  à traduire : Accueil des nouveaux") == 2
    # Never the translation of a sentence that looks alike.
    assert 'msgid "Accueil des nouveaux"\nmsgstr ""\n' in locate(project, "de").read_text(encoding="utf-8")


def test_a_whole_translation_is_said(project: Path) -> None:
    text, code = run_translate(project)
    assert code == 0
    assert text.splitlines()[0] == "de : 0 entrée, 1 sortie, 0 à traduire, 0 à relire"


def fill(language: str, text: str) -> Catalog:
    catalogue = Catalog(locale=language)
    catalogue.add("Le car du matin ne passe pas par la vallée", text)
    return catalogue


@pytest.mark.parametrize(
    ("language", "text", "fault"),
    [
        ("en", "Le car du matin ne passe pas par la vallée", "is left in French"),
        ("en", "Der Bus fährt morgens nicht durch das Tal", "has the text of de"),
        ("it", "The morning bus is not for the valley", "reads like en"),
        ("it", "La corriera del mattino non passa per la valle", ""),
        ("en", "The morning coach does not go through Val-des-Prés", ""),
    ],
)
def test_a_translation_in_another_language_is_found(language: str, text: str, fault: str) -> None:
    catalogues = {"de": fill("de", "Der Bus fährt morgens nicht durch das Tal"), language: fill(language, text)}
    found = find_suspicious(catalogues, language)
    assert any(fault in line for line in found) if fault else found == []
    assert find_suspicious({"de": catalogues["de"]}, "de") == []
