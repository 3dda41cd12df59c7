"""A scenario shared by its link, saved, or taken away as a file, and found again elsewhere."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from alpsat_geo.domain.territory import Territory
from alpsat_geo.sources.scenarios import read_scenario
from tests.browser.building import AIGUILLES, GUILLESTRE, add_action, build_two_actions
from tests.browser.conftest import Devices, guard_visits, run_server
from tests.browser.visits import OpenVisit
from tests.ports import find_free_port

pytestmark = pytest.mark.browser


def test_a_shared_link_is_a_copy_that_survives_the_server(
    devices: Devices, territory: Territory, tmp_path: Path
) -> None:
    port = find_free_port()
    address = f"http://127.0.0.1:{port}"
    # The common visits end before the server does: what a browser says when it loses it is not a fault.
    with run_server(port, tmp_path) as server:
        with guard_visits(devices, address) as open_visit:
            first = open_visit("/actions?minutes=25&saison=ete", has_map=False)
            build_two_actions(first, territory)
            with first.asking():
                first.page.get_by_role("button", name="Enregistrer").click()
            expect(first.page.get_by_text("« Mon scénario » est enregistré.")).to_be_visible()
            first.page.get_by_role("button", name="Comparer ce scénario").click()
            first.wait_for_map()
            first.choose("Usagers")
            expect(first.page).to_have_url(re.compile("mesure=usagers"))
            first.zoom_in()
            expect(first.page).to_have_url(re.compile("vue="))
            first.settle()
            link = first.page.url
            seen = [first.fills(k) for k in range(2)], first.positions()
        server.send_signal(signal.SIGKILL)
        server.wait()
    with run_server(port, tmp_path), guard_visits(devices, address) as open_visit:
        second = open_visit(link.removeprefix(address))
        expect(second.page).to_have_url(link)
        second.wait_until(
            lambda: ([second.fills(k) for k in range(2)], second.positions()) == seen, "the maps are not as they were"
        )
        expect(second.page.get_by_role("radio", name="été")).to_be_checked()
        third = open_visit("/actions", has_map=False)
        with third.asking():
            third.page.get_by_role("button", name="Ouvrir la bibliothèque").click()
        third.page.get_by_role("button", name="Ouvrir une copie").click()
        expect(third.page.locator(".ag-step strong")).to_have_count(2)


def test_what_a_link_or_a_file_opens_is_a_copy_that_changes_nothing_for_its_author(
    visit: OpenVisit, territory: Territory, tmp_path: Path
) -> None:
    author = visit("/actions", has_map=False)
    build_two_actions(author, territory)
    link = author.page.url.removeprefix(author.address)
    reader = visit(link, has_map=False)
    reader.page.locator(".ag-step").first.wait_for()
    add_action(reader, "Site internet commun (plateforme)")
    expect(reader.page.locator(".ag-step")).to_have_count(3)
    expect(reader.page).not_to_have_url(author.page.url)
    again = visit(link, has_map=False)
    expect(again.page.locator(".ag-step")).to_have_count(2)
    expect(author.page.locator(".ag-step")).to_have_count(2)
    author.settle()
    author.page.locator("summary", has_text="Notes, copies et fichiers").click()
    with author.page.expect_download() as download:
        author.page.get_by_role("button", name="Exporter (YAML)").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    scenario = read_scenario(path)
    assert [choice.places for choice in scenario.actions] == [(GUILLESTRE, AIGUILLES), ()]
    other = visit("/actions", has_map=False)
    other.page.locator('input[type="file"]').set_input_files(path)
    expect(other.page.locator(".ag-step")).to_have_count(2)
