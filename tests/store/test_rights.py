"""For every method of every store that writes: each role, allowed and refused, on each kind of database."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest

from alpsat_geo import store as store_package
from alpsat_geo.store.actor import Actor, Role
from alpsat_geo.store.ballot import Vote
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.corrections import CorrectionStore
from alpsat_geo.store.database import Database
from alpsat_geo.store.errors import DeniedError
from alpsat_geo.store.follow_up import FollowUpStore
from alpsat_geo.store.indicator import Observation, Promise
from alpsat_geo.store.journal import JournalStore
from alpsat_geo.store.meetings import MeetingStore
from alpsat_geo.store.retention import RetentionStore
from alpsat_geo.store.rights import RIGHTS, may_call
from alpsat_geo.store.scenarios import ScenarioStore
from alpsat_geo.store.spent_tokens import SpentTokenStore
from alpsat_geo.store.tables import Base
from alpsat_geo.store.tokens import make_token
from tests.store.writer import ALONE, TERRITORY, make_scenario

TODAY = datetime.now(UTC).date()
PROMISE = Promise("regular_users", "usagers", 12.5, 20.0, 40.0, TODAY, TODAY + timedelta(days=900))
COUNT = Observation(date(2026, 1, 31), 17.0, "comptage")
LATER = Observation(date(2026, 2, 28), 18.0, "comptage")
VOTE = Vote("entreprises", {"inhabitant": 500.0, "user": 2000.0})
CORRECTION = {"kind": "place", "id": "osm-1"}
READING = {"ConsultationStore.list_paper", "JournalStore.list"}
ACCOUNTS = {
    role: Actor(make_token(), role=role, account="" if role is Role.READER else f"{role.name.lower()}@petr.example")
    for role in Role
}


def list_stores() -> dict[str, type]:
    """Find every class of the floor that holds a database."""
    found: dict[str, type] = {}
    for name in (module.name for module in pkgutil.iter_modules(store_package.__path__)):
        module: ModuleType = importlib.import_module(f"{store_package.__name__}.{name}")
        if "self._database" not in inspect.getsource(module):
            continue
        for one in vars(module).values():
            if (
                inspect.isclass(one)
                and one.__module__ == module.__name__
                and "self._database" in inspect.getsource(one)
            ):
                found[one.__name__] = one
    return found


def find_writing(store: type) -> set[str]:
    """Find the public methods of a store that open a writing session, themselves or by another of its methods."""
    (tree,) = ast.parse(inspect.getsource(store)).body
    assert isinstance(tree, ast.ClassDef)
    called = {
        method.name: {node.attr for node in ast.walk(method) if isinstance(node, ast.Attribute)}
        for method in tree.body
        if isinstance(method, ast.FunctionDef)
    }
    writing = {name for name, attributes in called.items() if "write" in attributes}
    while more := {name for name in called.keys() - writing if called[name] & writing}:
        writing |= more
    return {name for name in writing if not name.startswith("_")}


def test_every_method_that_writes_has_a_right_and_asks_for_it() -> None:
    found = {f"{name}.{method}": store for name, store in list_stores().items() for method in find_writing(store)}
    assert set(found) <= set(RIGHTS), "declare the right of a method that writes"
    for name, right in RIGHTS.items():
        method = getattr(list_stores()[name.partition(".")[0]], name.partition(".")[2])
        is_open = right.role is Role.READER and right.shared == "all"
        assert hasattr(method, "__wrapped__") is not is_open, f"{name} does not check its right"


def test_a_method_that_writes_by_another_is_found() -> None:
    assert find_writing(ScenarioStore) >= {"save", "save_copy", "update"}
    assert not find_writing(ScenarioStore) & {"get", "list", "list_versions", "check"}


@dataclass
class House:
    """A database that holds what each call changes, kept by an administrator, and the calls in an order that works."""

    database: Database

    def __post_init__(self) -> None:
        owner = ACCOUNTS[Role.ADMINISTRATOR]
        self.scenarios, self.corrections = ScenarioStore(self.database), CorrectionStore(self.database)
        self.follow_up, self.meetings = FollowUpStore(self.database), MeetingStore(self.database)
        self.consultations = ConsultationStore(self.database)
        first = self.scenarios.save(make_scenario(1), TERRITORY, owner)
        self.kept = self.scenarios.update(first.id, make_scenario(2), 1, owner)
        self.binned, self.doomed = (self.scenarios.save(make_scenario(3), TERRITORY, owner) for _ in range(2))
        for one in (self.binned, self.doomed):
            self.scenarios.discard(one.id, 1, owner)
        self.corrections.apply(TERRITORY, [CORRECTION], owner)
        self.number = self.corrections.list(TERRITORY)[0].number
        promised = self.follow_up.promise(make_scenario(1), TERRITORY, [PROMISE] * 3, owner)
        self.promised, self.other, self.withdrawn = promised
        (self.seen,) = self.follow_up.observe_all([(self.promised.id, COUNT)], owner)
        asked = (make_scenario(1), make_scenario(2))
        self.session, _token = self.consultations.open_session(
            TERRITORY, "Que soutenir ?", asked, ("inhabitant", "user"), owner
        )
        self.coded, _token = self.consultations.open_session(
            TERRITORY, "Par code ?", asked, ("inhabitant", "user"), owner, college_capacity_count=2, has_codes=True
        )
        # Each presents their own.
        presenters = (role for role in Role if role >= Role.AGENT)
        self.codes = {role: self.meetings.open_meeting({"page": "/"}, ACCOUNTS[role]) for role in presenters}
        self.paper = self.consultations.cast_paper(self.session.id, "", VOTE, owner)

    def list_calls(self, actor: Actor) -> dict[str, Callable[[], object]]:
        """List one call of each method that takes a right."""
        scenarios, follow_up, consultations = self.scenarios, self.follow_up, self.consultations
        code = self.codes[max(actor.role or Role.AGENT, Role.AGENT)]
        kept, asked, session = self.kept, (make_scenario(1), make_scenario(2)), self.session.id
        return {
            "ScenarioStore.save": lambda: scenarios.save(make_scenario(4), TERRITORY, actor),
            "ScenarioStore.save_copy": lambda: scenarios.save_copy(make_scenario(4), TERRITORY, kept.id, actor),
            "ScenarioStore.update": lambda: scenarios.update(kept.id, make_scenario(4), 2, actor),
            "ScenarioStore.restore": lambda: scenarios.restore(kept.id, 1, 3, actor),
            "ScenarioStore.discard": lambda: scenarios.discard(kept.id, 4, actor),
            "ScenarioStore.recover": lambda: scenarios.recover(self.binned.id, actor),
            "ScenarioStore.delete": lambda: scenarios.delete(self.doomed.id, 1, actor),
            "CorrectionStore.apply": lambda: self.corrections.apply(TERRITORY, [{"kind": "zone"}], actor=actor),
            "CorrectionStore.undo": lambda: self.corrections.undo(TERRITORY, self.number, actor),
            "FollowUpStore.promise": lambda: follow_up.promise(make_scenario(1), TERRITORY, [PROMISE], actor),
            "FollowUpStore.withdraw": lambda: follow_up.withdraw([self.withdrawn.id], actor),
            "FollowUpStore.observe_all": lambda: follow_up.observe_all([(self.other.id, COUNT)], actor),
            "FollowUpStore.correct": lambda: follow_up.correct(self.seen.id, 2.0, "recomptage", 1, actor),
            "FollowUpStore.erase": lambda: follow_up.erase(self.seen.id, 2, actor),
            "MeetingStore.open_meeting": lambda: self.meetings.open_meeting({"page": "/territoire"}, actor),
            "MeetingStore.show": lambda: self.meetings.show(code, {"page": "/comparer"}, actor),
            "MeetingStore.close": lambda: self.meetings.close(code, actor),
            "ConsultationStore.vote": lambda: consultations.vote(session, actor.sit(1), VOTE),
            "ConsultationStore.open_session": lambda: consultations.open_session(
                TERRITORY, "Et puis ?", asked, ("inhabitant", "user"), actor
            ),
            "ConsultationStore.print_codes": lambda: consultations.print_codes(self.coded.id, "", actor),
            "ConsultationStore.cast_paper": lambda: consultations.cast_paper(session, "", VOTE, actor),
            "ConsultationStore.withdraw_paper": lambda: consultations.withdraw_paper(session, "", self.paper, actor),
            "ConsultationStore.list_paper": lambda: consultations.list_paper(session, "", actor),
            "ConsultationStore.close": lambda: consultations.close(session, "", actor),
            "ConsultationStore.delete": lambda: consultations.delete(session, "", actor),
            "SpentTokenStore.spend": lambda: SpentTokenStore(self.database).spend(make_token(), timedelta(hours=8)),
            "JournalStore.list": lambda: JournalStore(self.database).list(actor),
            "RetentionStore.purge": lambda: RetentionStore(self.database).purge(datetime.now(UTC), actor),
        }


def read_all(database: Database) -> dict[str, list[Any]]:
    """Read every row of every table."""
    with database.read() as session:
        return {table.name: sorted(map(repr, session.execute(table.select()))) for table in Base.metadata.sorted_tables}


@pytest.mark.parametrize("role", Role)
def test_each_role_may_what_the_table_says_and_nothing_else(database: Database, role: Role) -> None:
    actor, house = ACCOUNTS[role], House(database)
    calls = house.list_calls(actor)
    assert set(calls) == set(RIGHTS)
    before = read_all(database)
    refused = [name for name, right in RIGHTS.items() if right.role > role]
    for name in refused:
        with pytest.raises(DeniedError, match=r"Rien n'a été changé : .* demande le rôle « "):
            calls[name]()
        assert not may_call(name, actor)
    assert read_all(database) == before
    for name in calls.keys() - set(refused):
        assert may_call(name, actor)
    for name, call in calls.items():
        if name in refused:
            continue
        before = read_all(database)
        call()
        assert (read_all(database) == before) is (name in READING), name


def test_a_colleague_does_not_move_what_somebody_else_presents(database: Database) -> None:
    meetings = MeetingStore(database)
    presenter = Actor(make_token(), role=Role.AGENT, account="un@petr.example")
    code = meetings.open_meeting({"page": "/territoire"}, presenter)
    with pytest.raises(DeniedError, match="depuis un autre appareil"):
        meetings.show(code, {"page": "/comparer"}, ACCOUNTS[Role.ADMINISTRATOR])
    elsewhere = Actor(make_token(), role=Role.AGENT, account="un@petr.example")
    assert meetings.may_lead(code, elsewhere)
    assert meetings.show(code, {"page": "/comparer"}, elsewhere) == 2


def test_a_link_of_facilitators_leads_nothing_without_the_role(database: Database) -> None:
    consultations = ConsultationStore(database)
    asked = (make_scenario(1), make_scenario(2))
    session, token = consultations.open_session(
        TERRITORY, "Que soutenir ?", asked, ("inhabitant", "user"), ACCOUNTS[Role.FACILITATOR]
    )
    led = ACCOUNTS[Role.FACILITATOR].lead(session.id)
    assert led
    assert not consultations.is_facilitator(session.id, led, ALONE), "what an account derives is no secret"
    for role in (Role.READER, Role.AGENT):
        assert not consultations.is_facilitator(session.id, token, ACCOUNTS[role])
        with pytest.raises(DeniedError, match="clore une consultation demande le rôle « animation »"):
            consultations.close(session.id, token, ACCOUNTS[role])
    other = Actor(make_token(), role=Role.FACILITATOR, account="deux@petr.example")
    assert consultations.close(session.id, "", other).closed_at is not None
