"""Other territories, with nothing but their communes: chosen in the menu, kept from page to page, blanks in words."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from alpsat_geo.__main__ import app as command_line
from alpsat_geo.app.core.page_table import ACTIONS, METHOD, PAGES, SETTLING, TERRITORY
from tests.browser.visits import OpenVisit

pytestmark = pytest.mark.browser

SAID = {
    ACTIONS: "Ouvrir un espace de travail",
    SETTLING: "Ce qui n'est pas encore récupéré",
    METHOD: "pas encore de données",
}
"""What a page that does not rank says."""

MADE = (
    ("trieves-oisans", ("--epci", "200030658", "243800745"), "CC du Trièves et CC de l'Oisans", 46),
    ("belle-ile", ("--epci", "245600465"), "CC de Belle Ile en Mer", 4),
    ("isere", ("--departement", "38"), "Isère", 512),
)
"""Two EPCI that do not touch, an island and a whole department: key, what is asked, name, communes."""


@pytest.fixture
def made(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(data_folder))
    for key, asked, _name, _count in MADE:
        command_line(["territory", "new", key, *asked], standalone_mode=False)
    yield
    # The menu of the other tests' visits offers one territory.
    shutil.rmtree(data_folder / "territories")


@pytest.mark.usefixtures("made")
def test_a_territory_is_chosen_and_stays_from_page_to_page(visit: OpenVisit) -> None:
    opened = visit("/territoire?commune=05001")
    page = opened.page
    for key, _asked, name, count in MADE:
        page.get_by_role("button", name=re.compile("^Affichage")).click()
        page.get_by_role("link", name=name, exact=True).click()
        expect(page).to_have_url(re.compile(f"territoire={key}"))
        assert "commune" not in page.url
        expect(page.get_by_text("On ne sait pas encore quelles communes sont loin")).to_be_visible()
        expect(opened.map.locator("path.alpsat-commune")).to_have_count(count)
        for other in PAGES[1:]:
            page.get_by_role("link", name=other.title, exact=True).first.click()
            expect(page).to_have_url(re.compile(rf"/{other.address}\?.*territoire={key}"))
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            expect(page.get_by_text(SAID.get(other, "Impossible de classer encore")).first).to_be_visible()
            assert not page.locator("[data-testid=stException], [data-testid=stAlert]").count()
        page.get_by_role("link", name=TERRITORY.title, exact=True).first.click()
        expect(page).to_have_url(re.compile(rf"/territoire\?.*territoire={key}"))
        opened.settle()
