from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.domain.text import N_, clean_line, clean_prose


def test_marked_text_is_left_as_it_is() -> None:
    assert N_("Écart de portée, 5 %") == "Écart de portée, 5 %"


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("L'été à Névache : 5\u202f% de « plus »", "L'été à Névache : 5\u202f% de « plus »"),
        ("rap\u200bport \u202etxt.exe\u202c", "rapport txt.exe"),
        ("\ufeff\u2066Bri\u00adançon\u2069\x00\x07", "Briançon"),
        ("un\nnom\tsur  trois\r\nlignes", "un nom sur trois lignes"),
        ("\u3164\u2800\u200d \u115f", ""),
    ],
)
def test_a_name_is_what_is_seen_of_it(written: str, seen: str) -> None:
    assert clean_line(written) == seen


def test_the_lines_of_a_text_stay() -> None:
    assert clean_prose(" un \u200b\r\n\r\ndeux\u2028trois\x0b ") == "un\n\ndeux\ntrois"


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing_more_and_leaves_nothing_unseen(text: str) -> None:
    for clean in (clean_line, clean_prose):
        cleaned = clean(text)
        assert clean(cleaned) == cleaned
        assert not {unicodedata.category(character) for character in cleaned.replace("\n", "")} & {"Cc", "Cf", "Cs"}
    assert "\n" not in clean_line(text)
