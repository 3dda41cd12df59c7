"""The legend says what the map holds, in the language of who reads it, whatever was written before."""

from __future__ import annotations

import pytest

from alpsat_geo.report.atlas.legend import write_legend
from alpsat_geo.report.classes import Classes
from alpsat_geo.report.figures import format_share
from alpsat_geo.report.language import speak

CLASSES = Classes((0.1, 0.5), ("#fff", "#aaa", "#000"), format_share)


def write(title: str = "Part", *, has_missing: bool = False, has_opened: bool = False) -> str:
    return str(write_legend(title, "Estimation", CLASSES, "winter", has_missing=has_missing, has_opened=has_opened))


def test_missing_values_and_opened_spaces_are_explained_where_there_are_some() -> None:
    bare = write()
    assert "donnée absente" not in bare
    assert "espace à ouvrir" not in bare
    assert "donnée absente" in write(has_missing=True)
    assert "espace à ouvrir" in write(has_opened=True)
    assert write() == bare


@pytest.mark.parametrize("language", ["fr", "en", "de"])
def test_what_is_remembered_is_said_to_readers_of_its_language_alone(language: str) -> None:
    with speak("it"):
        italian = write(has_missing=True)
    with speak(language):
        other = write("Titre", has_missing=True)
        again = write(has_missing=True)
    assert "dato mancante" in italian
    assert "dato mancante" not in other
    assert "Titre" in other
    assert again == other.replace("Titre", "Part")
    with speak("it"):
        assert write(has_missing=True) == italian
