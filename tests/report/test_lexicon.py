from __future__ import annotations

import pytest

from alpsat_geo.report.language import LOCALES, _, speak
from alpsat_geo.report.lexicon import TERMS, _read_terms, mark_terms, write_lexicon


def test_the_first_standing_of_a_word_tells_its_meaning_and_the_text_stays() -> None:
    marked = mark_terms("Deux nouveaux espaces <b>, puis d'autres nouveaux espaces ; environ 6 usagers réguliers")
    assert marked.count("<dfn") == 2
    assert marked.count('tabindex="0"') == 2
    assert marked.startswith('Deux <dfn class="ag-term" tabindex="0" data-meaning="Un espace que le scénario créerait')
    assert (
        marked.striptags() == "Deux nouveaux espaces <b>, puis d'autres nouveaux espaces ; environ 6 usagers réguliers"
    )


@pytest.mark.parametrize("language", LOCALES)
def test_every_language_has_each_word_once(language: str) -> None:
    # The tests of the languages mark each word that is translated: what they left is forgotten.
    _read_terms.cache_clear()
    with speak(language):
        forms = [form.lower() for term in TERMS for form in _(term.forms).split(" / ")]
        assert sorted(forms) == sorted(set(forms))
        for term in TERMS:
            word = _(term.forms).split(" / ")[0]
            marked = mark_terms(f"({word})")
            assert (marked.count("<dfn"), marked.striptags()) == (1, f"({word})")
        assert write_lexicon().count("<dt>") == len(TERMS)
