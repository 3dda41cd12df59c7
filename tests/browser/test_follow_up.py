from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.accessibility import find_faults, walk_by_keyboard
from tests.browser.conftest import Devices, guard_visits, run_server
from tests.browser.visits import DESK, PHONE, OpenVisit, Visit
from tests.ports import find_free_port

pytestmark = pytest.mark.browser

HEAD = "indicateur;date;valeur;source\n"


# In these tests, the database of the common server holds nothing before they begin.
EMPTY = pytest.mark.usefixtures("database")


def inscribe(opened: Visit) -> None:
    with opened.asking():
        opened.page.get_by_role("button", name="Enregistrer cette prévision").click()
    expect(opened.page.get_by_text("elle ne changera plus")).to_be_visible()


def observe(opened: Visit, day: str, value: str) -> None:
    for label, text in (("Date (jour/mois/année)", day), ("Valeur (habitants)", value), ("D'où vient", "comptage")):
        field = opened.page.get_by_label(label)
        with opened.asking():
            field.fill(text)
            field.press("Tab")
    opened.page.get_by_role("button", name="Inscrire la valeur").click()


def upload(opened: Visit, text: str) -> None:
    content = FilePayload(name="valeurs.csv", mimeType="text/csv", buffer=text.encode())
    with opened.asking():
        opened.page.locator("input[type=file]").set_input_files(files=[content])


@EMPTY
def test_staff_promises_observes_and_shares_what_it_sees(visit: OpenVisit) -> None:
    opened = visit("/suivi", has_map=False)
    page = opened.page
    inscribe(opened)
    observe(opened, "31/01/2026", "30000")
    expect(page.get_by_text("La valeur du 31 janvier 2026 est inscrite.")).to_be_visible()
    expect(page.locator(".ag-card.ag-position-above")).to_contain_text("au-dessus")
    expect(page.get_by_test_id("stVegaLiteChart").locator("canvas, svg").first).to_be_visible()
    expect(page).to_have_url(re.compile("promesse=.*indicateur=residents_within_reach"))
    again = visit(re.sub(r"^https?://[^/]+", "", page.url), PHONE, has_map=False).page
    expect(again.locator(".ag-card.ag-position-above")).to_contain_text("au-dessus")
    assert again.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= PHONE[0]


@EMPTY
def test_a_file_is_read_or_every_fault_is_told(visit: OpenVisit) -> None:
    opened = visit("/suivi", has_map=False)
    page = opened.page
    inscribe(opened)
    page.get_by_text("Importer un tableau (CSV)").click()
    upload(opened, f"{HEAD}equity;31/13/2026;x;\n")
    expect(page.get_by_text("Rien n'a été inscrit, 3 points à corriger")).to_be_visible()
    upload(opened, f"{HEAD}equity;31/01/2026;9;a\n")
    expect(page.get_by_text("1 valeur est inscrite.")).to_be_visible()
    expect(page.get_by_text("Rien n'a été inscrit")).to_have_count(0)


@EMPTY
def test_the_page_is_for_everyone_after_a_promise(visit: OpenVisit) -> None:
    opened = visit("/suivi", PHONE, has_map=False)
    page = opened.page
    inscribe(opened)
    page.get_by_role("button", name="Inscrire la valeur").click()
    expect(page.get_by_text("La source manque")).to_be_visible()
    observe(opened, "31/01/2026", "3")
    expect(page.get_by_text("en dessous").first).to_be_visible()
    opened.move_slider("Usagers réguliers comptés", "ArrowRight", 12)
    page.get_by_role("button", name=re.compile("Corriger la demande")).click()
    expect(page.get_by_text("La demande est corrigée")).to_be_visible()
    opened.settle()
    assert find_faults(page) == []
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    opened.settle()
    assert find_faults(page) == []
    # A walk begins at the top of a page that stands still.
    page.reload()
    page.get_by_role("button", name="Inscrire la valeur").wait_for()
    page.get_by_test_id("stVegaLiteChart").locator("canvas, svg").first.wait_for()
    opened.settle()
    stops = walk_by_keyboard(page)
    said = [stop.text for stop in stops]
    for text in ("Inscrire la valeur", "Date (jour/mois/année)", "Usagers réguliers comptés"):
        assert text in said
    assert [stop.text for stop in stops if not stop.is_seen and stop.role != "iframe"] == []


def test_the_recalibration_follows_on_the_other_pages_and_is_undone_there(visit: OpenVisit) -> None:
    opened = visit("/suivi?usagers-comptes=12", has_map=False)
    opened.page.get_by_role("button", name=re.compile("Corriger la demande")).click()
    expect(opened.page).to_have_url(re.compile("hypotheses=demand_calibration_factor"))
    opened.page.get_by_role("link", name="Territoire").click()
    opened.wait_for_map()
    expect(opened.page.get_by_text("Correction de la demande par un comptage réel")).to_be_visible()
    opened.page.get_by_role("button", name="Revenir aux hypothèses du projet").click()
    expect(opened.page.get_by_text("Correction de la demande par un comptage réel")).to_have_count(0)


def test_a_stopped_database_leaves_one_sentence_and_a_way_on(devices: Devices, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.write_text("a file where the folder of the database should be")
    port = find_free_port()
    with run_server(port, folder), guard_visits(devices, f"http://127.0.0.1:{port}") as open_visit:
        page = open_visit("/suivi", PHONE, has_map=False).page
        expect(page.get_by_text("La base du suivi ne répond pas : rien n'a été inscrit ni perdu.")).to_be_visible()
        expect(page.get_by_role("button", name="Réessayer")).to_be_visible()
        expect(page.get_by_text("Corriger la demande par un comptage réel")).to_be_visible()
        assert find_faults(page) == []
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
        page.get_by_role("link", name="Comparer les scénarios, sans la base").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Que change chaque scénario, et pour qui ?")
