"""What staff does on the page of the actions, gesture by gesture."""

from __future__ import annotations

from playwright.sync_api import expect

from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.sources.scenario_code import encode_scenario
from tests.browser.visits import Visit

GUILLESTRE, AIGUILLES = "05065", "05003"
_TO_PLACE = Scenario("a-placer", "À placer", actions=(ActionChoice("open_space"),))
# A scenario whose one action is open and waits for its places, beside the map.
PLACING = f"/actions?perso={encode_scenario(_TO_PLACE)}&scenario={_TO_PLACE.key}&volet=carte&action=1"


def add_action(opened: Visit, label: str) -> None:
    card = opened.page.locator('[class*="st-key-fiche_"]', has=opened.page.get_by_role("heading", name=label))
    with opened.asking():
        card.get_by_role("button", name="Ajouter au scénario").click()


def build_two_actions(opened: Visit, territory: Territory) -> None:
    """Open two spaces by touching the map, then welcome newcomers."""
    add_action(opened, "Ouvrir un espace de travail")
    opened.wait_for_map()
    for count, code in enumerate((GUILLESTRE, AIGUILLES), start=1):
        opened.click_commune(territory.insee_codes.index(code))
        expect(opened.map.locator(".alpsat-symbol-opened")).to_have_count(count)
    opened.choose("Le catalogue")
    add_action(opened, "Accueil et accompagnement")
    expect(opened.page.locator(".ag-step strong")).to_have_text(
        ["Ouvrir un espace de travail", "Accueil et accompagnement"]
    )
