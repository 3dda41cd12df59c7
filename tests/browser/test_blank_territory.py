"""Another territory, with nothing but its communes: chosen in the menu, kept from page to page, blanks in words."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from alpsat_geo.app.core.page_table import ACTIONS, METHOD, PAGES, SETTLING, TERRITORY
from tests.blank_pack import COMMUNES, KEY, make_blank_pack
from tests.browser.visits import OpenVisit

pytestmark = pytest.mark.browser

SAID = {
    ACTIONS: "Ouvrir un espace de travail",
    SETTLING: "Ce qui n'est pas encore récupéré",
    METHOD: "pas encore de données",
}
"""What a page that does not rank says."""


@pytest.fixture
def blank(data_folder: Path) -> Iterator[Path]:
    folder = make_blank_pack(data_folder / "territories")
    yield folder
    # The menu of the other tests' visits offers one territory.
    shutil.rmtree(folder)


@pytest.mark.usefixtures("blank")
def test_a_territory_is_chosen_and_stays_from_page_to_page(visit: OpenVisit) -> None:
    opened = visit("/territoire?commune=05001")
    page = opened.page
    page.get_by_role("button", name=re.compile("^Affichage")).click()
    page.get_by_role("link", name="Trièves et Oisans").click()
    expect(page).to_have_url(re.compile(f"territoire={KEY}"))
    assert "commune" not in page.url
    expect(page.get_by_text("On ne sait pas encore quelles communes sont loin")).to_be_visible()
    expect(opened.map.locator("path.alpsat-commune")).to_have_count(len(COMMUNES))
    for other in PAGES[1:]:
        page.get_by_role("link", name=other.title, exact=True).first.click()
        expect(page).to_have_url(re.compile(rf"/{other.address}\?.*territoire={KEY}"))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text(SAID.get(other, "Impossible de classer encore")).first).to_be_visible()
        assert not page.locator("[data-testid=stException], [data-testid=stAlert]").count()
    page.get_by_role("link", name=TERRITORY.title, exact=True).first.click()
    expect(page).to_have_url(re.compile(rf"/territoire\?.*territoire={KEY}"))
