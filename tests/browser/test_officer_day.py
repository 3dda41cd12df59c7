"""An officer's whole day: a fact corrected, data brought, a quote entered, a scenario kept, the papers taken away."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import expect

from alpsat_geo.domain.territory import Territory
from tests.browser.visits import OpenVisit, Visit, open_list

pytestmark = pytest.mark.browser

CARRIED = "Corrections portées par ce lien, non enregistrées"
QUOTE_EUR = 123_456


def go_to(opened: Visit, page: str) -> None:
    with opened.asking():
        opened.page.get_by_role("link", name=page, exact=True).click()


def type_in(opened: Visit, label: str, text: str) -> None:
    field = opened.page.get_by_label(label, exact=True)
    field.fill(text)
    with opened.asking():
        field.press("Tab")


def pick(opened: Visit, label: str, option: str) -> None:
    opened.settle()
    open_list(opened.page, opened.page.get_by_role("combobox", name=label))
    with opened.asking():
        opened.page.get_by_role("option", name=option, exact=True).click()


def unfold(opened: Visit, label: str) -> None:
    opened.settle()
    opened.page.locator("summary", has_text=label).click()
    expect(opened.page.locator("details[open]", has_text=label)).to_be_visible()


def correct_altipolis(opened: Visit) -> None:
    unfold(opened, "Ajouter une correction")
    pick(opened, "Statut", "ouvert")
    for label, text in (
        ("Nombre de places", "35"),
        ("Qui corrige (un rôle ou des initiales)", "direction des services"),
        ("D'après quoi", "appel au gestionnaire"),
    ):
        type_in(opened, label, text)
    with opened.asking():
        opened.page.get_by_role("button", name="Appliquer la correction").click()
    expect(opened.page.get_by_text(CARRIED).first).to_be_visible()


def take(opened: Visit, label: str) -> bytes:
    with opened.page.expect_download() as taken:
        opened.page.get_by_role("button", name=re.compile(f"^{re.escape(label)}")).click()
    return Path(taken.value.path()).read_bytes()


def test_from_a_wrong_fact_to_a_deliberation(visit: OpenVisit, territory: Territory) -> None:
    opened = visit("/territoire")
    page, before = opened.page, opened.fills()
    go_to(opened, "Données")
    opened.choose("Les corrections")
    correct_altipolis(opened)

    # Every page follows and says so.
    go_to(opened, "Territoire")
    opened.wait_for_map()
    corrected = opened.wait_for_other_fills(before)
    expect(page.get_by_text(CARRIED).first).to_be_visible()

    # Data of one's own, a zero lost, joined to the map.
    unfold(opened, "Vos données sur la carte")
    rows = "\n".join(f"{int(code)};{number}" for number, code in enumerate(territory.insee_codes))
    page.locator('input[type="file"]').set_input_files(
        {"name": "enquete.csv", "mimeType": "text/csv", "buffer": f"code_insee;reponses\n{rows}\n".encode()}
    )
    opened.wait_for_other_fills(corrected)
    page.get_by_role("button", name="Retirer ces données").click()
    opened.wait_until(lambda: opened.fills() == corrected, "the map still shows what was taken away")

    # A scenario of one's own, and a quote in it.
    go_to(opened, "Actions")
    pick(opened, "Partir d'un scénario du projet", "Plateforme seule")
    with opened.asking():
        page.get_by_role("button", name="Modifier").first.click()
    unfold(opened, "Vos chiffres")
    type_in(opened, "Investissement, votre devis (€)", str(QUOTE_EUR))
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("est enregistré.")).to_be_visible()

    # What leaves says the quote and the correction.
    go_to(opened, "Dossier")
    page.get_by_text("Télécharger le dossier").wait_for()
    pick(opened, "Le scénario proposé", "Plateforme seule (2)")
    deliberation = docx.Document(io.BytesIO(take(opened, "Projet de délibération, Word")))
    said = " ".join(paragraph.text for paragraph in deliberation.paragraphs)
    cells = " ".join(cell.text for table in deliberation.tables for row in table.rows for cell in row.cells)
    assert "Altipolis" in f"{said} {cells}"
    assert re.search(r"123\s456", cells)
    book = openpyxl.load_workbook(io.BytesIO(take(opened, "Classeur Excel")))
    assert QUOTE_EUR in {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}

    # And back to what the files say.
    with opened.asking():
        page.get_by_role("button", name="Voir les corrections").click()
    with opened.asking():
        page.get_by_role("button", name="Retirer", exact=True).click()
    expect(page.get_by_text(CARRIED)).to_have_count(0)
    go_to(opened, "Territoire")
    opened.wait_for_map()
    opened.wait_until(lambda: opened.fills() == before, "the map does not say again what the files say")
