"""Every state of the consultation, for everyone: no serious fault of axe-core, and all of it by the keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

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


def open_form(room: Room, size: tuple[int, int]) -> tuple[Page, tuple[str, ...]]:
    page = room.visit("/concertation", size, has_map=False).page
    page.get_by_role("button", name="Ouvrir la consultation").wait_for()
    names = (
        "La question posée",
        "Les scénarios",
        "Servir ceux",
        "Durée",
        "Nombre de votants",
        "Ouvrir la consultation",
    )
    return page, names


def open_colleges(room: Room, size: tuple[int, int]) -> tuple[Page, tuple[str, ...]]:
    session, _ = open_room(room.store)
    page = room.visit(f"/concertation?session={session}", size, has_map=False).page
    page.get_by_role("button", name="Lien social").wait_for()
    return page, ("Collectivités", "Entreprises", "Chambres consulaires", "Lien social")


def open_points(room: Room, size: tuple[int, int]) -> tuple[Page, tuple[str, ...]]:
    page, _ = open_colleges(room, size)
    sit(page, "Entreprises")
    give_all(page, "Dépenser moins d'argent public")
    return page, ("Répartir 100 points", "Dépenser moins d'argent public", "Ajuster à 100", "Envoyer mon vote")


def open_ranking(room: Room, size: tuple[int, int]) -> tuple[Page, tuple[str, ...]]:
    page, _ = open_colleges(room, size)
    sit(page, "Entreprises")
    page.get_by_text("Classer", exact=True).click()
    # The steps of the points, which leave meanwhile, are named after their objective too.
    page.get_by_role("button", name=re.compile(r"^Dépenser moins d'argent public")).click()
    expect(page.get_by_text("Il reste 2 priorités à classer.")).to_be_visible()
    return page, ("Faire venir et rester", "Recommencer", "Envoyer mon vote")


def open_voted(room: Room, size: tuple[int, int]) -> tuple[Page, tuple[str, ...]]:
    page, _ = open_points(room, size)
    send(page)
    return page, ("Changer mon vote",)


def open_live(room: Room, size: tuple[int, int]) -> tuple[Page, tuple[str, ...]]:
    session, facilitator = open_room(room.store)
    cast_votes(room.store, session, *VOTES)
    page = room.visit(f"/concertation?session={session}&animation={facilitator}", size, has_map=False).page
    page.get_by_text("Points que chaque groupe devrait déplacer pour un compromis").wait_for()
    page.get_by_role("button", name="Saisir des bulletins sur papier").click()
    page.get_by_label("Les nombres du bulletin, puis Entrée").wait_for()
    return page, (
        "Les nombres du bulletin, puis Entrée",
        "Clore le vote",
        "Ouvrir la vue à projeter",
        "Animer à plusieurs",
    )


def open_closed(room: Room, size: tuple[int, int]) -> tuple[Page, tuple[str, ...]]:
    session, facilitator = open_room(room.store)
    cast_votes(room.store, session, *VOTES)
    room.store.close(session, facilitator)
    page = room.visit(f"/concertation?session={session}&animation={facilitator}", size, has_map=False).page
    page.get_by_text("Le vote est clos.").wait_for()
    return page, ("Télécharger le compte rendu (PDF)", "Télécharger les chiffres (CSV)", "Effacer cette consultation")


def open_ended(room: Room, size: tuple[int, int]) -> tuple[Page, tuple[str, ...]]:
    session, facilitator = open_room(room.store)
    cast_votes(room.store, session, *VOTES)
    room.store.close(session, facilitator)
    page = room.visit(f"/concertation?session={session}", size, has_map=False).page
    page.get_by_text("Le vote est terminé").wait_for()
    return page, ()


Open = Callable[[Room, tuple[int, int]], tuple[Page, tuple[str, ...]]]


@pytest.mark.parametrize(
    ("size", "states"),
    [
        (PHONE, (open_form, open_colleges, open_points, open_ranking, open_voted, open_ended)),
        (DESK, (open_live, open_closed)),
    ],
    ids=["phone", "projector"],
)
def test_every_state_is_for_everyone(room: Room, size: tuple[int, int], states: tuple[Open, ...]) -> None:
    for open_state in states:
        page, names = open_state(room, size)
        judge(page, *names)
        page.context.close()
