"""Every state of the consultation, for everyone: no serious fault of axe-core, and all of it by the keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from alpsat_geo.store.actor import NOBODY
from tests.app.pages.consultation.rooms import cast_votes, make_prices, open_room
from tests.browser.accessibility import find_faults, walk_by_keyboard
from tests.browser.visits import DESK, PHONE, settle
from tests.browser.voting import Room, answer, send, sit

pytestmark = pytest.mark.browser

VOTES = [
    *[make_prices("collectivites", 500, 1_000)] * 5,
    *[make_prices("entreprises", 8_000, None)] * 3,
    make_prices("lien_social", 0, 0),
]


def judge(page: Page, *names: str) -> None:
    """Refuse serious faults, a stop that one does not see, text that overflows, and a control out of reach."""
    settle(page)
    assert find_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    stops = walk_by_keyboard(page)
    assert [stop for stop in stops if not stop.is_seen] == []
    reached = [stop.text for stop in stops]
    assert [name for name in names if not any(name in text for text in reached)] == []


def test_every_state_of_a_voter_is_for_everyone(room: Room) -> None:
    page = room.visit("/concertation", PHONE, has_map=False).page
    page.get_by_role("button", name="Ouvrir la consultation").wait_for()
    judge(
        page,
        "La question posée",
        "Les scénarios",
        "Un habitant de plus",
        "Durée",
        "Nombre de votants",
        "Ouvrir la consultation",
    )
    session, facilitator = open_room(room.store)
    page.goto(f"{room.address}/concertation?session={session}")
    page.get_by_role("button", name="Lien social").wait_for()
    judge(page, "Collectivités", "Entreprises", "Chambres consulaires", "Lien social")
    sit(page, "Entreprises")
    # The answers of a question are one stop, where the arrows go from one to the other.
    judge(page, "rien", "Envoyer mon vote")
    first = page.locator(".st-key-reponse_0")
    first.get_by_role("radio", name="rien").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(first.get_by_role("radio", checked=True)).to_have_text(re.compile("^500"))
    answer(page, "je ne sais pas", "davantage")
    judge(page, "rien", "Envoyer mon vote")
    send(page)
    judge(page, "Changer mon vote")
    room.store.close(session, facilitator, NOBODY)
    page.reload()
    page.get_by_text("Le vote est terminé").wait_for()
    judge(page)


def test_every_state_of_who_leads_is_for_everyone(room: Room) -> None:
    session, facilitator = open_room(room.store)
    cast_votes(room.store, session, *VOTES)
    page = room.visit(f"/concertation?session={session}&animation={facilitator}", DESK, has_map=False).page
    page.get_by_role("heading", name="Les priorités de chaque groupe", exact=True).wait_for()
    page.get_by_role("button", name="Saisir des bulletins sur papier").click()
    page.get_by_role("button", name="Compter ce bulletin").wait_for()
    judge(
        page,
        "Compter ce bulletin",
        "Clore le vote",
        "Ouvrir la vue à projeter",
        "Animer à plusieurs",
    )
    room.store.close(session, facilitator, NOBODY)
    page.reload()
    page.get_by_text("Le vote est clos.").wait_for()
    judge(page, "Télécharger le compte rendu (PDF)", "Télécharger les chiffres (CSV)", "Effacer cette consultation")
