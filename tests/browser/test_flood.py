"""Votes and forged events in Streamlit's own protocol, without a browser between: what the server itself refuses."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from alpsat_geo.app.core.device import LEAD_COOKIE
from alpsat_geo.app.core.limits import DEVICE_PER_MIN
from alpsat_geo.app.pages.consultation.casting import VOTES_AT_FIRST, VOTES_PER_DEVICE
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.database import Database
from alpsat_geo.store.follow_up import FollowUpStore
from alpsat_geo.store.tokens import make_token
from tests.app.pages.consultation.rooms import open_room
from tests.browser.conftest import run_server
from tests.ports import find_free_port
from tests.wire import WireVisit, fetch_cookies

# No browser, but a server of its own: it runs with those that have one.
pytestmark = pytest.mark.browser

PHONES = 60
SENT = "il est enregistré"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder, port = tmp_path_factory.mktemp("flood"), find_free_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALPSAT_MODE", "shared")
        with run_server(port, folder):
            yield f"http://127.0.0.1:{port}", folder


@pytest.fixture
def database(served: tuple[str, Path]) -> Iterator[Database]:
    opened = Database.connect(f"sqlite:///{served[1] / 'alpsat.sqlite3'}")
    yield opened
    opened.close()


def vote(visit: WireVisit) -> bool:
    """Choose a college, answer both questions and send; tell whether the vote was taken."""
    visit.press("Entreprises")
    visit.tap_all(3, 1)
    visit.press("Envoyer mon vote")
    return SENT in visit.read()


def test_sixty_phones_behind_one_address_vote_at_once(served: tuple[str, Path], database: Database) -> None:
    address, store = served[0], ConsultationStore(database)
    path = f"/concertation?session={open_room(store)[0]}"
    with ThreadPoolExecutor(PHONES) as threads:
        phones = list(threads.map(lambda _: WireVisit.open(address, path, fetch_cookies(address, path)), range(PHONES)))
        assert all(threads.map(vote, phones))
    for phone in phones:
        phone.close()
    assert len(store.list_votes(path.partition("=")[2])) == PHONES


def test_one_client_is_stopped_whatever_it_changes(served: tuple[str, Path], database: Database) -> None:
    address, store = served[0], ConsultationStore(database)
    session, _ = open_room(store)
    path, taken = f"/concertation?session={session}", 0
    for number in range(2 * VOTES_AT_FIRST):
        # Each time another name, given or invented, another place, another header.
        cookies = fetch_cookies(address, path) if number % 2 else {"alpsat_appareil": make_token()}
        headers = {"X-Forwarded-For": f"198.51.100.{number}"}
        visit = WireVisit.open(address, f"{path}&place={number % 5 + 1}", cookies, headers)
        taken += vote(visit)
        if number == 2 * VOTES_AT_FIRST - 1:
            assert "Trop de votes viennent de la même connexion" in visit.read()
        visit.close()
    assert taken == VOTES_AT_FIRST + VOTES_PER_DEVICE
    assert len(store.list_votes(session)) == taken
    nameless = WireVisit.open(address, path, {})
    assert not vote(nameless)
    nameless.close()


def test_one_visit_that_sends_without_end_is_held_back(served: tuple[str, Path], database: Database) -> None:
    address, store = served[0], ConsultationStore(database)
    session, _ = open_room(store)
    path = f"/concertation?session={session}"
    visit = WireVisit.open(address, path, fetch_cookies(address, path))
    assert vote(visit)
    for _time in range(DEVICE_PER_MIN["vote"]):
        visit.press("Changer mon vote")
        visit.press("Envoyer mon vote")
    assert "Trop de votes à la suite depuis cet appareil" in visit.read()
    visit.close()
    assert len(store.list_votes(session)) == 1


def test_no_event_of_anothers_page_changes_what_it_made(served: tuple[str, Path], database: Database) -> None:
    address, store = served[0], FollowUpStore(database)
    author = WireVisit.open(address, "/suivi", fetch_cookies(address, "/suivi"))
    author.press("Enregistrer cette prévision")
    promised = store.list_promised(EMBEDDED_TERRITORY)
    assert promised
    stranger = WireVisit.open(address, f"/suivi?{author.query}", fetch_cookies(address, "/suivi"))
    assert "a été enregistrée depuis un autre appareil" in stranger.read()
    for widget, fragment in author.buttons.values():
        stranger.trigger(widget, fragment)
    assert {value.id for value in promised} <= {value.id for value in store.list_promised(EMBEDDED_TERRITORY)}
    assert store.list_observed_by_promise(EMBEDDED_TERRITORY) == {}
    for visit in (author, stranger):
        visit.close()


def test_only_who_leads_enters_ballots_cast_on_paper(served: tuple[str, Path], database: Database) -> None:
    address, store = served[0], ConsultationStore(database)
    session, facilitator = open_room(store)
    path, count = f"/concertation?session={session}", "Compter ce bulletin"
    lead = f"{LEAD_COOKIE}{session}"
    leader = WireVisit.open(address, path, {**fetch_cookies(address, path), lead: facilitator})
    leader.press("Saisir des bulletins sur papier")
    leader.tap_all(3, 7)
    leader.press(count)
    assert [vote.is_on_paper for vote in store.list_votes(session)] == [True]
    # A voter, a screen to project and somebody with a wrong link send the very events of the facilitator's page.
    for screen, token in (("", ""), ("&ecran=salle", facilitator), ("", make_token())):
        stranger = WireVisit.open(address, f"{path}{screen}", {**fetch_cookies(address, path), lead: token})
        assert count not in stranger.buttons
        # Their page has no such part: the server answers nothing to who asks for it alone.
        for widget, _fragment in leader.buttons.values():
            stranger.trigger(widget)
        stranger.fill(leader.chosen)
        stranger.close()
    leader.close()
    assert [dict(vote.answers) for vote in store.list_votes(session)] == [{"inhabitant": 2_000, "user": None}]
    assert store.get(session).closed_at is None
