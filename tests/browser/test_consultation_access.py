"""Every state of the consultation, for everyone: no serious fault of axe-core, and all of it by the keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from alpsat_geo.store.actor import NOBODY
from tests.app.pages.consultation.rooms import cast_votes, make_points, open_room
from tests.browser.accessibility import find_faults, walk_by_keyboard
from tests.browser.visits import DESK, PHONE, settle
from tests.browser.voting import Room, give_all, send, sit

pytestmark = pytest.mark.browser

VOTES = [
    *[make_points("collectivites", 0, 20, 80)] * 5,
    *[make_points("entreprises", 0, 10, 90)] * 3,
    make_points("lien_social", 100, 0, 0),
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
        "Servir ceux",
        "Durée",
        "Nombre de votants",
        "Ouvrir la consultation",
    )
    session, facilitator = open_room(room.store)
    page.goto(f"{room.address}/concertation?session={session}")
    page.get_by_role("button", name="Lien social").wait_for()
    judge(page, "Collectivités", "Entreprises", "Chambres consulaires", "Lien social")
    sit(page, "Entreprises")
    page.get_by_text("Classer", exact=True).click()
    # The steps of the points, which leave meanwhile, are named after their objective too.
    page.get_by_role("button", name=re.compile(r"^Dépenser moins d'argent public")).click()
    expect(page.get_by_text("Il reste 2 priorités à classer.")).to_be_visible()
    judge(page, "Faire venir et rester", "Recommencer", "Envoyer mon vote")
    page.get_by_text("Répartir 100 points", exact=True).click()
    give_all(page, "Dépenser moins d'argent public")
    # Both ways are one stop, where the arrows go from one to the other.
    judge(page, "Classer", "Dépenser moins d'argent public", "Ajuster à 100", "Envoyer mon vote")
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
    page.get_by_text("Points que chaque groupe devrait déplacer pour un compromis").wait_for()
    page.get_by_role("button", name="Saisir des bulletins sur papier").click()
    page.get_by_label("Les nombres du bulletin, puis Entrée").wait_for()
    judge(
        page,
        "Les nombres du bulletin, puis Entrée",
        "Clore le vote",
        "Ouvrir la vue à projeter",
        "Animer à plusieurs",
    )
    room.store.close(session, facilitator, NOBODY)
    page.reload()
    page.get_by_text("Le vote est clos.").wait_for()
    judge(page, "Télécharger le compte rendu (PDF)", "Télécharger les chiffres (CSV)", "Effacer cette consultation")
