"""Corrections as files: the same as they were, or each wrong cell named and nothing kept."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from alpsat_geo.domain.correction import KINDS, Correction
from alpsat_geo.domain.errors import DataError
from alpsat_geo.domain.territory import Territory
from alpsat_geo.domain.text import clean_line
from alpsat_geo.report.corrections.code import decode_corrections, encode_corrections
from alpsat_geo.report.corrections.file import read_corrections, write_csv, write_xlsx
from tests.embedded import open_embedded

TERRITORY = open_embedded().territory
HEAD = "objet;opération;nom;commune;nature;statut;places;auteur;date;source"
TEXT = st.text(max_size=40).map(lambda text: clean_line(text.replace("\u202f", " ").replace("\u00a0", " ")).lstrip("'"))
SAID = {"author": TEXT.filter(bool), "date": st.dates(min_value=date(2001, 1, 1)).map(str)}
SAID |= {"source": TEXT.filter(bool), "note": TEXT}
SPACES = st.builds(
    Correction,
    st.just("space"),
    st.just("change"),
    key=st.sampled_from(["altipolis", "luceo"]),
    status=st.sampled_from(["open", "closed", "open_unverified"]),
    desks_count=st.one_of(st.none(), st.integers(1, 500).map(float)),
    price_month_eur=st.one_of(st.none(), st.integers(0, 500000).map(lambda cents: cents / 100)),
    hours=TEXT,
    host=TEXT,
    **SAID,
)
STOPS = st.builds(
    Correction,
    st.just("stop"),
    st.just("add"),
    kind=st.sampled_from(KINDS["stop"]),
    name=TEXT.filter(bool),
    insee_code=st.sampled_from(TERRITORY.insee_codes),
    **SAID,
)


def read_csv(text: str, name: str = "corrections.csv") -> tuple[Correction, ...]:
    return read_corrections(text.encode(), name, TERRITORY)


def make_workbook(*rows: list[str], title: str = "Feuil1") -> bytes:
    book, content = Workbook(), io.BytesIO()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


@given(st.lists(SPACES, min_size=1, max_size=3), STOPS)
@settings(max_examples=40, deadline=None)
def test_a_file_and_a_link_give_back_what_was_written(spaces: list[Correction], stop: Correction) -> None:
    made = (*dict.fromkeys(spaces), stop)
    assert read_corrections(write_csv(made, TERRITORY), "a.csv", TERRITORY) == made
    assert read_corrections(write_xlsx(made, TERRITORY), "a.xlsx", TERRITORY) == made
    assert decode_corrections(encode_corrections(made), TERRITORY) == made


def test_an_officer_writes_names_french_days_and_numbers() -> None:
    found = read_csv(
        f"{HEAD}\nEspace;Modifier;altipolis;;;Ouvert;35;DGS;27/11/2026;appel\n\n"
        "arret;ajouter;Place;L\u2019Argentière-la-Bessée;Arrêt de car;;;DGS;2026-11-01;vu\n"
        "espace;ajouter;Le Fournil;Aiguilles (05003);;à vérifier;;DGS;1 novembre 2026;mairie\n"
        "espace;modifier;Le Fournil;;;ouvert;6;DGS;02.11.2026;mairie\n"
    )
    assert [(one.key, one.insee_code, one.date) for one in found] == [
        ("altipolis", "", "2026-11-27"),
        ("", "05006", "2026-11-01"),
        ("le-fournil", "05003", "2026-11-01"),
        ("le-fournil", "", "2026-11-02"),
    ]
    corrected = open_embedded().correct(found)
    assert corrected.territory.spaces[-1].desks_count == 6
    # What is in force already is passed over.
    assert read_corrections(write_csv(found, corrected.territory), "a.csv", corrected.territory) == ()


GOOD = "espace;modifier;Altipolis;;;ouvert;35;DGS;27/11/2026;appel"


@pytest.mark.parametrize(
    ("line", "column", "value", "what"),
    [
        (
            "espaces;modifier;Altipolis;;;ouvert;35;DGS;27/11/2026;appel",
            "objet",
            "espaces",
            "valeurs permises : espace",
        ),
        ("espace;ouvrir;Altipolis;;;ouvert;35;DGS;27/11/2026;appel", "opération", "ouvrir", "modifier, retirer"),
        ("espace;modifier;Altipole;;;ouvert;35;DGS;27/11/2026;appel", "nom", "Altipole", "espaces connus : Altipolis"),
        ("espace;modifier;;;;ouvert;35;DGS;27/11/2026;appel", "nom", "vide", "dites quel espace"),
        (
            "espace;modifier;Altipolis;;;ouverte;35;DGS;27/11/2026;appel",
            "statut",
            "ouverte",
            "ouvert, fermé, à vérifier",
        ),
        ("espace;modifier;Altipolis;;;ouvert;trente;DGS;27/11/2026;appel", "places", "trente", "comme 17 ou 17,5"),
        ("espace;modifier;Altipolis;;;ouvert;12,5;DGS;27/11/2026;appel", "places", "12,5", "nombre entier de 1 à 500"),
        ("espace;modifier;Altipolis;;;ouvert;0;DGS;27/11/2026;appel", "places", "0", "de 1 à 500"),
        ("espace;modifier;Altipolis;;;ouvert;35;DGS;31/02/2026;appel", "date", "31/02/2026", "n'est pas une date"),
        ("espace;modifier;Altipolis;;;ouvert;35;;27/11/2026;appel", "auteur", "vide", "la valeur manque"),
        ("espace;modifier;Altipolis;;;ouvert;35;DGS;27/11/2026;", "source", "vide", "la valeur manque"),
        ("espace;modifier;Altipolis;;;;;DGS;27/11/2026;appel", "opération", "modifier", "rien n'est modifié"),
        ("espace;ajouter;Neuf;5065;;ouvert;4;DGS;27/11/2026;appel", "commune", "5065", "écrivez 05065"),
        ("espace;ajouter;Neuf;Gap;;ouvert;4;DGS;27/11/2026;appel", "commune", "Gap", "une commune du territoire"),
        (
            "espace;ajouter;Neuf;Guillestre;;;4;DGS;27/11/2026;appel",
            "statut",
            "vide",
            "un nom, une commune et un statut",
        ),
        (
            "service;modifier;École;Guillestre;collège;;;DGS;27/11/2026;appel",
            "opération",
            "modifier",
            "ajoutez le nouveau",
        ),
        ("service;ajouter;Halte;Guillestre;gare;;;DGS;27/11/2026;appel", "nature", "gare", "Pharmacie"),
        ("arrêt;ajouter;Halte;Guillestre;gare;;4;DGS;27/11/2026;appel", "places", "4", "ne vaut que pour un espace"),
        ("arrêt;retirer;;Guillestre;gare;;;DGS;27/11/2026;appel", "nature", "gare", "à retirer"),
        (
            f"espace;modifier;Altipolis;;;ouvert;35;DGS;27/11/2026;{'a' * 300}",
            "source",
            "aaa",
            "plus de 200 caractères",
        ),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_kept(line: str, column: str, value: str, what: str) -> None:
    for name, content in (
        ("bon.csv", f"{HEAD}\n{GOOD}\n{line}\n".encode()),
        ("bon.xlsx", make_workbook(*(list(row.split(";")) for row in (HEAD, GOOD, line)))),
    ):
        with pytest.raises(DataError) as caught:
            read_corrections(content, name, TERRITORY)
        (finding,) = caught.value.findings
        assert (finding.line, finding.column) == (3, column)
        assert str(finding.value).startswith(value)
        assert what in finding.message
        assert finding.source == (name if name.endswith("csv") else f"{name}, feuille « Feuil1 »")


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("vide.csv", b"", "le fichier est vide"),
        ("titres.csv", f"{HEAD}\n".encode(), "aucune correction"),
        ("autre.csv", b"commune;valeur\n05065;3\n", "la colonne « valeur » n'est pas prévue"),
        ("deux.csv", f"{HEAD};date\n{GOOD};\n".encode(), "paraît plusieurs fois"),
        ("trop.csv", b"a" * 1_100_000, "plus de 1 Mo"),
        ("cases.csv", f"{HEAD}\n{GOOD};;;encore\n".encode(), "plus de cases"),
        ("guillemet.csv", f'{HEAD}\n"{GOOD}\n'.encode(), "vérifiez ses guillemets"),
        ("nombreux.csv", (HEAD + f"\n{GOOD}" * 101).encode(), "plus de 100 corrections"),
        ("tour.csv", f"{HEAD}\n{GOOD}\x00\n".encode(), "caractère invisible"),
        ("faux.xlsx", b"PK\x03\x04 ce n'est pas un classeur", "pas un classeur XLSX lisible"),
        ("texte.xlsx", f"{HEAD}\n{GOOD}\n".encode(), "pas un classeur XLSX lisible"),
        ("bombe.xlsx", bomb(), "trop grand"),
        ("vide.xlsx", make_workbook(), "aucune correction"),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(name: str, content: bytes, what: str) -> None:
    with pytest.raises(DataError) as caught:
        read_corrections(content, name, TERRITORY)
    assert what in str(caught.value)


def test_the_template_lists_what_cells_may_hold_and_has_no_example(territory: Territory) -> None:
    book = load_workbook(io.BytesIO(write_xlsx((), territory)))
    sheet = book["Corrections"]
    assert sheet.max_row == 1
    ranges = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert set(ranges) == {"A2", "B2", "E2", "F2", "I2"}
    values = book["Valeurs permises"]
    assert [cell.value for cell in values["A"]] == [
        "objet",
        "espace",
        "service",
        "arrêt",
        *[None] * (values.max_row - 4),
    ]
    assert len([cell for cell in values["D"] if cell.value]) == 37
    assert write_xlsx((), territory) == write_xlsx((), territory)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_other_text_of_a_link_is_nothing(text: str) -> None:
    assert decode_corrections(text, TERRITORY) in {None, ()}


def test_a_link_cannot_carry_what_a_file_could_not(territory: Territory) -> None:
    good = Correction("space", "change", key="altipolis", status="open", author="a", date="2026-11-27", source="b")
    for wrong in (
        replace(good, desks_count=-1.0),
        replace(good, key="A b"),
        replace(good, date="2026-13-01"),
        replace(good, source="x" * 999),
        replace(good, insee_code="75056"),
        replace(good, price_month_eur=float("nan")),
    ):
        assert decode_corrections(encode_corrections([wrong]), territory) is None, wrong
    assert decode_corrections(encode_corrections([good]), territory) == (good,)
