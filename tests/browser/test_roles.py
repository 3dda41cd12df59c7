"""Four people on one hosted dashboard, in Streamlit's own protocol: what each is offered, and what is refused."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

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
from alpsat_geo.store.ballot import Vote
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.corrections import CorrectionStore
from alpsat_geo.store.database import Database
from alpsat_geo.store.follow_up import FollowUpStore
from alpsat_geo.store.indicator import Observation, Promise
from alpsat_geo.store.journal import JournalStore
from alpsat_geo.store.rights import RIGHTS
from alpsat_geo.store.scenarios import ScenarioStore
from alpsat_geo.store.spent_tokens import SpentTokenStore
from alpsat_geo.store.tables import Base
from alpsat_geo.store.tokens import make_token
from tests.app.pages.consultation.rooms import open_room
from tests.browser.conftest import run_server
from tests.commands.test_corrections import OPEN
from tests.ports import find_free_port
from tests.store.writer import ALONE
from tests.wire import WireVisit, fetch_cookies

# No browser, but a server of its own: it runs with those that have one.
pytestmark = pytest.mark.browser

TODAY = datetime.now(UTC).date()
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


Step = Callable[[WireVisit], None]


def press(label: str) -> Step:
    return lambda page: page.press(label)


def open_box(label: str) -> Step:
    return lambda page: page.open_box(label)


def type_in(label: str, text: str) -> Step:
    return lambda page: page.type(label, text)


def choose_first(label: str) -> Step:
    return lambda page: page.type(label, page.options[label][0])


@dataclass(frozen=True)
class Act:
    """What somebody does on a page: the method that it calls, what stands before, and each of their gestures."""

    method: str
    path: Callable[[Database], str]
    steps: tuple[Step, ...]


LIBRARY, DATA, FOLLOWING, VOTING = (
    "/actions?volet=bibliotheque",
    "/donnees?partie=corrections",
    "/suivi",
    "/concertation",
)
CARRYING = f"{DATA}&corrections={encode_corrections([OPEN])}"
LEADER = Actor(role=Role.FACILITATOR, account="anime@petr.example")
PROMISE = Promise("regular_users", "usagers", 12.5, 20.0, 40.0, TODAY, TODAY + timedelta(days=900))


def keep_scenario(database: Database) -> str:
    store = ScenarioStore(database)
    store.update(store.save(dataclasses.replace(OWN, name="Avant"), EMBEDDED_TERRITORY, ALONE).id, OWN, 1, ALONE)
    return LIBRARY


def bin_scenario(database: Database) -> str:
    store = ScenarioStore(database)
    store.discard(store.save(OWN, EMBEDDED_TERRITORY, ALONE).id, 1, ALONE)
    return LIBRARY


def keep_correction(database: Database) -> str:
    CorrectionStore(database).apply(EMBEDDED_TERRITORY, [write_correction(OPEN)], ALONE)
    return DATA


def keep_promise(database: Database) -> str:
    FollowUpStore(database).promise(OWN, EMBEDDED_TERRITORY, [PROMISE], ALONE)
    return FOLLOWING


def keep_observation(database: Database) -> str:
    (kept,) = FollowUpStore(database).promise(OWN, EMBEDDED_TERRITORY, [PROMISE], ALONE)
    FollowUpStore(database).observe_all([(kept.id, Observation(date(2026, 1, 31), 17.0, "comptage"))], ALONE)
    return FOLLOWING


def open_vote(database: Database) -> str:
    return f"{VOTING}?session={open_room(ConsultationStore(database))[0]}"


def open_coded_vote(database: Database) -> str:
    return f"{VOTING}?session={open_room(ConsultationStore(database), places=3, has_codes=True)[0]}"


def enter_paper(database: Database) -> str:
    store = ConsultationStore(database)
    session, _token = open_room(store)
    store.cast_paper(session, "", Vote("entreprises", {"inhabitant": 500.0, "user": None}, is_on_paper=True), LEADER)
    return f"{VOTING}?session={session}"


def close_vote(database: Database) -> str:
    store = ConsultationStore(database)
    session, _token = open_room(store)
    store.close(session, "", LEADER)
    return f"{VOTING}?session={session}"


ENTERED = (
    type_in("Date (jour/mois/année)", "31/01/2026"),
    type_in("Valeur (usagers)", "18"),
    type_in("D'où vient le chiffre ?", "recomptage"),
    press("Inscrire la valeur"),
)
PRESENTING = "/territoire?reunion=oui"
SHARED = (open_box("Autres appareils"), press("Ouvrir aux autres appareils"))
PAPER = (press("Saisir des bulletins sur papier"),)
ACTS = (
    Act("ScenarioStore.save", lambda _: BUILDING, (press("Enregistrer"),)),
    Act(
        "ScenarioStore.update",
        keep_scenario,
        (press("Ouvrir"), type_in("Nom du scénario", "Après"), press("Enregistrer")),
    ),
    Act(
        "ScenarioStore.save_copy",
        keep_scenario,
        (press("Copier"), type_in("Nom du scénario", "Après"), press("Enregistrer")),
    ),
    Act("ScenarioStore.restore", keep_scenario, (press("Historique"), press("Reprendre cette version"))),
    Act("ScenarioStore.discard", keep_scenario, (press("Mettre à la corbeille"),)),
    Act("ScenarioStore.recover", bin_scenario, (open_box("La corbeille"), press("Sortir de la corbeille"))),
    Act(
        "ScenarioStore.delete",
        bin_scenario,
        (open_box("La corbeille"), press("Supprimer pour de bon"), press("Confirmer : rien n'en restera")),
    ),
    Act("CorrectionStore.apply", lambda _: CARRYING, (press("Enregistrer pour le territoire"),)),
    Act("CorrectionStore.undo", keep_correction, (press("Annuler"),)),
    Act("FollowUpStore.promise", lambda _: FOLLOWING, (press("Enregistrer cette prévision"),)),
    Act("FollowUpStore.withdraw", keep_promise, (open_box("Retirer cette prévision"), press("Retirer la prévision"))),
    Act("FollowUpStore.observe_all", keep_promise, ENTERED),
    Act("FollowUpStore.correct", keep_observation, (*ENTERED, press("Remplacer par la mienne"))),
    Act(
        "FollowUpStore.erase",
        keep_observation,
        (
            open_box("Corriger ou effacer"),
            choose_first("Effacer une valeur inscrite par erreur"),
            press("Effacer cette valeur"),
        ),
    ),
    Act(
        "ConsultationStore.open_session",
        lambda _: VOTING,
        (type_in("La question posée à la salle", "Que soutenir ?"), press("Ouvrir la consultation")),
    ),
    Act(
        "ConsultationStore.cast_paper",
        open_vote,
        (*PAPER, lambda page: page.tap_all(1, 2), press("Compter ce bulletin")),
    ),
    Act("ConsultationStore.print_codes", open_coded_vote, (press("Préparer les codes à imprimer"),)),
    Act("ConsultationStore.withdraw_paper", enter_paper, (*PAPER, press("Retirer"))),
    Act("ConsultationStore.close", open_vote, (press("Clore le vote"), press("Clore maintenant"))),
    Act("ConsultationStore.delete", close_vote, (press("Effacer cette consultation"), press("Effacer pour toujours"))),
    Act("MeetingStore.open_meeting", lambda _: PRESENTING, SHARED),
    Act("MeetingStore.close", lambda _: PRESENTING, (*SHARED, SHARED[0], press("Fermer aux autres appareils"))),
)


def test_every_method_that_a_page_calls_is_tried() -> None:
    # A meeting is shown in its own tests.
    elsewhere = {"MeetingStore.show", "ConsultationStore.list_paper", "JournalStore.list", "RetentionStore.purge"}
    tried = {act.method for act in ACTS} | elsewhere
    assert tried == {name for name, right in RIGHTS.items() if right.role > Role.READER}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.method)
def test_an_act_takes_its_role_until_the_very_end(served: tuple[str, Database], act: Act) -> None:
    """Refused by the store itself: the page offered it, then its visitor was logged out somewhere else."""
    address, database = served
    role = RIGHTS[act.method].role
    for is_out in (True, False):
        empty(database)
        path, session = act.path(database), make_token()
        # The device has a name too: it is not what decides.
        cookies = fetch_cookies(address, "/actions") | log_in(name_person(role), session)
        page = WireVisit.open(address, path, cookies)
        for step in act.steps[:-1]:
            step(page)
        known = JournalStore(database).list(ALONE)
        if is_out:
            SpentTokenStore(database).spend(session, timedelta(hours=1))
        act.steps[-1](page)
        lines = JournalStore(database).list(ALONE)
        added = lines[: len(lines) - len(known)]
        told = page.read().replace("\xa0", " ").replace("\u202f", " ")
        page.close()
        if is_out:
            assert re.search("Rien n'a été changé : .* demande le rôle « ", told)
            assert added == ()
        else:
            assert [(line.author, line.act) for line in added] == [(name_person(role), act.method)]


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
