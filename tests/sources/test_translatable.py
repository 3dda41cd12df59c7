from __future__ import annotations

import io

from alpsat_geo.sources.translatable import extract_code, extract_columns, extract_fields

TABLE = 'key,label,source\na,"Part des emplois, cadres",INSEE\nb,,"CGET,\n2019"\n'
SCENARIO = "key: vallee\nname: Réseau d'espaces\ndescription: >-\n  Deux lignes\n  repliées.\norder: 4\nurl: null\n"


def test_cells_of_the_named_columns_are_extracted_with_their_line() -> None:
    found = list(extract_columns(io.BytesIO(TABLE.encode()), (), (), {"columns": "label source"}))
    assert found == [(2, "", "Part des emplois, cadres", []), (2, "", "INSEE", []), (4, "", "CGET,\n2019", [])]


def test_texts_of_the_named_fields_are_extracted_with_their_line() -> None:
    found = list(extract_fields(io.BytesIO(SCENARIO.encode()), (), (), {"fields": "name description order url"}))
    assert found == [(2, "", "Réseau d'espaces", []), (3, "", "Deux lignes repliées.", [])]


def test_a_file_that_holds_no_fields_gives_nothing() -> None:
    assert list(extract_fields(io.BytesIO(b"- a\n"), (), (), {"fields": "name"})) == []


CODE = """
LABEL = N_("Accueil")
text = f"<b>{escape(_('Ce qui manque'))}</b>" + _(
    "Une phrase"
    " en deux parts."
)
text += choose_plural("{count} espace", "{count} espaces", 3) + _(label) + other("Non")
"""


def test_sentences_of_the_code_are_extracted_within_f_strings_too() -> None:
    found = {message[2] for message in extract_code(io.BytesIO(CODE.encode()), (), (), {})}
    plural = ("{count} espace", "{count} espaces")
    assert found == {"Accueil", "Ce qui manque", "Une phrase en deux parts.", plural}
