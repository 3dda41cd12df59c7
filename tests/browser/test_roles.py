"""Four people on one hosted dashboard, in Streamlit's own protocol: what each is offered, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from alpsat_geo.app.core.account import ACCOUNT_COOKIE
from alpsat_geo.app.core.device import LEAD_COOKIE
from alpsat_geo.app.core.login.seals import seal
from alpsat_geo.app.core.login.settings import read_settings
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.report.corrections.code import encode_corrections, write_correction
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY
from alpsat_geo.sources.scenario_code import encode_scenario
from alpsat_geo.store.actor import Actor, Role
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.corrections import CorrectionStore
from alpsat_geo.store.database import Database
from alpsat_geo.store.journal import JournalStore
from alpsat_geo.store.rights import RIGHTS
from alpsat_geo.store.scenarios import ScenarioStore
from alpsat_geo.store.spent_tokens import SpentTokenStore
from alpsat_geo.store.tables import Base
from alpsat_geo.store.tokens import make_token
from tests.app.pages.consultation.rooms import open_room
from tests.browser.conftest import find_free_port, run_server
from tests.commands.test_corrections import OPEN
from tests.store.writer import ALONE
from tests.wire import WireVisit, fetch_cookies

# No browser, but a server of its own: it runs with those that have one.
pytestmark = pytest.mark.browser

SECRET = "0123456789abcdef" * 3
OWN = Scenario("accueillir", "Accueillir", "", (ActionChoice("shared_platform"),))
BUILDING = f"/actions?perso={encode_scenario(OWN)}&scenario={OWN.key}"


def name_person(role: Role) -> str:
    return f"{role.name.lower()}@petr.example"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Database]]:
    """Start a hosted dashboard that knows its people by a provider, which nobody asks here."""
    folder, port = tmp_path_factory.mktemp("hosted"), find_free_port()
    address = f"http://127.0.0.1:{port}"
    settings = {
        "ALPSAT_MODE": "hosted",
        "ALPSAT_PUBLIC_URL": address,
        "ALPSAT_COOKIE_SECRET": SECRET,
        "ALPSAT_OIDC_ISSUER": "http://127.0.0.1:9",
        "ALPSAT_OIDC_CLIENT_ID": "alpsat",
        "ALPSAT_OIDC_CLIENT_SECRET": "secret",
        "ALPSAT_AGENTS": f"{name_person(Role.AGENT)}",
        "ALPSAT_FACILITATORS": name_person(Role.FACILITATOR),
        "ALPSAT_ADMINISTRATORS": name_person(Role.ADMINISTRATOR),
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        read_settings.cache_clear()
        database = Database.connect(f"sqlite:///{folder / 'alpsat.sqlite3'}")
        with run_server(port, folder):
            yield address, database
        database.close()
    read_settings.cache_clear()


def log_in(email: str, session: str = "") -> dict[str, str]:
    """Make the cookie that a login gives, sealed by the secret of the site."""
    settings = read_settings()
    assert settings
    values = {"way": settings.way, "session": session or make_token(), "email": email, "siret": "", "name": ""}
    return {ACCOUNT_COOKIE: seal(settings.secret, "session", values, 3600)}


def empty(database: Database) -> None:
    with database.write() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())


def visit(address: str, path: str, role: Role, **more: str) -> WireVisit:
    """Open a page as somebody of a role; whoever reads has no account."""
    account = {} if role is Role.READER else log_in(name_person(role))
    return WireVisit.open(address, path, fetch_cookies(address, path) | account | more)


def test_each_is_offered_what_their_role_may_and_told_the_role_that_the_rest_takes(
    served: tuple[str, Database],
) -> None:
    address, database = served
    session, token = open_room(ConsultationStore(database))
    offered = {
        (BUILDING, "Enregistrer"): Role.AGENT,
        ("/suivi", "Enregistrer cette prévision"): Role.AGENT,
        ("/concertation", "Ouvrir la consultation"): Role.FACILITATOR,
        (f"/concertation?session={session}", "Clore le vote"): Role.FACILITATOR,
    }
    for role in Role:
        for (path, label), least in offered.items():
            # The link of who leads is not enough.
            shown = visit(address, path, role, **{f"{LEAD_COOKIE}{session}": token})
            assert (label in shown.buttons) is (role >= least), f"{role.name} {path}"
            is_told = "il faut le rôle «" in shown.read().replace("\xa0", " ")
            assert is_told is (role < least), f"{role.name} {path}"
            assert ("Se connecter" in shown.read()) is (role is Role.READER and role < least)
            shown.close()


@dataclass(frozen=True)
class Act:
    """What somebody does on a page: the method that it calls, the least role, and the buttons that are pressed."""

    method: str
    role: Role
    path: Callable[[Database], str]
    presses: tuple[str, ...]


def keep_scenario(database: Database) -> str:
    ScenarioStore(database).save(OWN, EMBEDDED_TERRITORY, ALONE)
    return "/actions?volet=bibliotheque"


def keep_correction(database: Database) -> str:
    CorrectionStore(database).apply(EMBEDDED_TERRITORY, [write_correction(OPEN)], ALONE)
    return "/donnees?partie=corrections"


def open_vote(database: Database) -> str:
    return f"/concertation?session={open_room(ConsultationStore(database))[0]}"


def close_vote(database: Database) -> str:
    store = ConsultationStore(database)
    session, _token = open_room(store)
    store.close(session, "", Actor(role=Role.FACILITATOR, account="anime@petr.example"))
    return f"/concertation?session={session}"


CARRYING = f"/donnees?partie=corrections&corrections={encode_corrections([OPEN])}"
ACTS = (
    Act("ScenarioStore.save", Role.AGENT, lambda _: BUILDING, ("Enregistrer",)),
    Act("ScenarioStore.discard", Role.AGENT, keep_scenario, ("Mettre à la corbeille",)),
    Act("CorrectionStore.apply", Role.AGENT, lambda _: CARRYING, ("Enregistrer pour le territoire",)),
    Act("CorrectionStore.undo", Role.AGENT, keep_correction, ("Annuler",)),
    Act("FollowUpStore.promise", Role.AGENT, lambda _: "/suivi", ("Enregistrer cette prévision",)),
    Act("ConsultationStore.close", Role.FACILITATOR, open_vote, ("Clore le vote", "Clore maintenant")),
    Act(
        "ConsultationStore.delete",
        Role.FACILITATOR,
        close_vote,
        ("Effacer cette consultation", "Effacer pour toujours"),
    ),
)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.method)
def test_an_act_takes_its_role_until_the_very_end(served: tuple[str, Database], act: Act) -> None:
    """Refused by the store itself: the page offered it, then its visitor was logged out somewhere else."""
    address, database = served
    for is_out in (True, False):
        empty(database)
        path, session = act.path(database), make_token()
        cookies = fetch_cookies(address, path) | log_in(name_person(act.role), session)
        page = WireVisit.open(address, path, cookies)
        known = JournalStore(database).list(ALONE)
        for label in act.presses[:-1]:
            page.press(label)
        if is_out:
            SpentTokenStore(database).spend(session, timedelta(hours=1))
        page.press(act.presses[-1])
        added = JournalStore(database).list(ALONE)[: -len(known) or None]
        told = page.read().replace("\xa0", " ").replace("\u202f", " ")
        page.close()
        if is_out:
            assert f"Rien n'a été changé : {RIGHTS[act.method].act} demande le rôle « " in told
            assert added == ()
        else:
            assert [(line.author, line.act) for line in added] == [(name_person(act.role), act.method)]


def test_an_administrator_reads_the_journal_and_nobody_else(served: tuple[str, Database]) -> None:
    address, database = served
    agent = Actor(role=Role.AGENT, account=name_person(Role.AGENT))
    kept = ScenarioStore(database).save(OWN, EMBEDDED_TERRITORY, agent)
    assert ScenarioStore(database).get(kept.id, Actor(role=Role.AGENT, account="collegue@petr.example")).is_own
    for role in Role:
        shown = visit(address, "/donnees?partie=journal", role)
        is_told = name_person(Role.AGENT) in shown.read() and "Enregistrer un scénario" in shown.read()
        assert is_told is (role is Role.ADMINISTRATOR)
        shown.close()


def test_no_event_that_a_reader_forges_writes_anything(served: tuple[str, Database]) -> None:
    address, database = served
    session, token = open_room(ConsultationStore(database))
    known = JournalStore(database).list(ALONE)
    for path in (BUILDING, "/suivi", f"/concertation?session={session}", "/actions?volet=bibliotheque"):
        allowed = visit(address, path, Role.ADMINISTRATOR)
        reader = visit(address, path, Role.READER, **{f"{LEAD_COOKIE}{session}": token})
        for widget, _fragment in allowed.buttons.values():
            reader.trigger(widget)
        allowed.close()
        reader.close()
    assert JournalStore(database).list(ALONE) == known
