"""One line a write, kept with it or not at all; and what goes when it is not to be kept any longer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from alpsat_geo.domain.errors import InputError
from alpsat_geo.store.actor import Actor, Role
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.database import Database
from alpsat_geo.store.errors import ConflictError, DeniedError, StoreError
from alpsat_geo.store.follow_up import FollowUpStore
from alpsat_geo.store.indicator import Observation
from alpsat_geo.store.journal import JournalStore
from alpsat_geo.store.journal_line import DEVICE, MACHINE, JournalLine
from alpsat_geo.store.meetings import MeetingStore
from alpsat_geo.store.retention import Purged, RetentionStore
from alpsat_geo.store.scenarios import ScenarioStore
from alpsat_geo.store.tokens import make_token
from tests.store.test_rights import ACCOUNTS, COUNT, LATER, PROMISE, VOTE, House
from tests.store.writer import ALONE, TERRITORY, make_scenario

ADMINISTRATOR = ACCOUNTS[Role.ADMINISTRATOR]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
WRONG = Observation(COUNT.observed_on, 1.0, "faux")
SILENT = {
    *("ConsultationStore.vote", "ConsultationStore.list_paper", "MeetingStore.show", "JournalStore.list"),
    "SpentTokenStore.spend",
}
"""What no line tells: a vote, each step of a meeting, logging in and out, and reading."""


class Clock:
    """An instant that the test moves."""

    now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def timed(ready_url: str, clock: Clock) -> Iterator[Database]:
    opened = Database.connect(ready_url, clock)
    yield opened
    opened.close()


def read_journal(database: Database) -> tuple[JournalLine, ...]:
    return JournalStore(database).list(ADMINISTRATOR)


def test_each_write_has_one_line_by_its_author_and_no_other(database: Database) -> None:
    house = House(database)
    for name, call in house.list_calls(ADMINISTRATOR).items():
        known = read_journal(database)
        call()
        lines = read_journal(database)
        # A purge leaves its own line in place of those that went.
        added = lines if name == "RetentionStore.purge" else lines[: len(lines) - len(known)]
        assert [line.act for line in added] == ([] if name in SILENT else [name])
        for line in added:
            belongs_to_all = name.startswith(("MeetingStore", "RetentionStore"))
            assert line.author == "administrator@petr.example"
            assert line.made_at.tzinfo == UTC
            assert line.territory_key == ("" if belongs_to_all else TERRITORY)
            assert (line.before, line.after) != (None, None) or name.startswith("MeetingStore")
            openers = (house.session.id, house.coded.id, *house.codes.values())
            assert not any(opener in repr(line) for opener in openers), "whoever reads the journal opens nothing by it"


def test_a_line_says_what_was_before_and_after(database: Database) -> None:
    scenarios, follow_up = ScenarioStore(database), FollowUpStore(database)
    one = Actor(make_token(), role=Role.AGENT, account="un@petr.example")
    kept = scenarios.save(make_scenario(1), TERRITORY, one)
    scenarios.update(kept.id, make_scenario(2), 1, ADMINISTRATOR)
    scenarios.restore(kept.id, 1, 2, one)
    (promised,) = follow_up.promise(make_scenario(1), TERRITORY, [PROMISE], one)
    (seen,) = follow_up.observe_all([(promised.id, COUNT)], one)
    follow_up.observe_all([(promised.id, COUNT)], one)
    follow_up.correct(seen.id, 2.0, "recomptage", 1, one)
    counted = {"indicator": "regular_users", "date": "2026-01-31", "value": 17.0, "source": "comptage"}
    recounted = counted | {"value": 2.0, "source": "recomptage"}
    first, second = {"version": 1, "name": "Essai n° 1"}, {"version": 2, "name": "Essai n° 2"}
    told = [
        (line.author.partition("@")[0], line.act.partition(".")[2], line.subject, line.before, line.after)
        for line in read_journal(database)
    ]
    assert told[::-1] == [
        ("un", "save", kept.id, None, first),
        ("administrator", "update", kept.id, first, second),
        ("un", "restore", kept.id, second, {"version": 3, "name": "Essai n° 1", "from_version": 1}),
        ("un", "promise", promised.id, None, {"promised": {"regular_users": [12.5, 20.0, 40.0]}}),
        ("un", "observe_all", promised.id, None, {"observed": [counted]}),
        ("un", "correct", promised.id, {"observed": [counted]}, {"observed": [recounted]}),
    ]


def test_what_is_refused_or_fails_leaves_no_line(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(database)
    before = read_journal(database)
    refused: list[tuple[type[Exception], Callable[[], object]]] = [
        (DeniedError, lambda: house.scenarios.delete(house.kept.id, 2, ACCOUNTS[Role.AGENT])),
        (ConflictError, lambda: house.scenarios.update(house.kept.id, make_scenario(4), 1, ADMINISTRATOR)),
        (
            ConflictError,
            lambda: house.follow_up.observe_all(
                [(house.promised.id, LATER), (house.promised.id, WRONG)], ADMINISTRATOR
            ),
        ),
    ]
    for error, act in refused:
        with pytest.raises(error):
            act()
    assert read_journal(database) == before
    # The line and its write go together.
    monkeypatch.setattr("alpsat_geo.store.scenarios.record", lambda *_: (_ for _ in ()).throw(StoreError("panne")))
    with pytest.raises(StoreError):
        house.scenarios.save(make_scenario(5), TERRITORY, ADMINISTRATOR)
    assert "Essai n° 5" not in {stored.scenario.name for stored in house.scenarios.list(TERRITORY)}


def test_a_device_has_a_pseudonym_that_only_the_journal_knows(database: Database) -> None:
    store, device = ScenarioStore(database), Actor(make_token())
    kept = [store.save(make_scenario(number), TERRITORY, device) for number in (1, 2)]
    store.save(make_scenario(3), TERRITORY, ALONE)
    lines = JournalStore(database).list(ALONE)
    assert lines[0].author == MACHINE
    assert lines[1].author == lines[2].author
    assert lines[1].author.startswith(DEVICE)
    assert device.device not in repr(lines)
    assert str(device.sign(kept[0].id))[:8] not in repr(lines)
    with pytest.raises(DeniedError, match="lire le journal ne se fait que sur une machine"):
        JournalStore(database).list(device)


def test_the_end_of_a_consultation_counts_the_colleges_that_are_shown_alone(database: Database) -> None:
    store = ConsultationStore(database)
    asked = (make_scenario(1), make_scenario(2))
    session, token = store.open_session(TERRITORY, "Que soutenir ?", asked, ("inhabitant", "user"), ALONE)
    for _ in range(3):
        store.vote(session.id, make_token(), VOTE)
    for _ in range(2):
        store.vote(session.id, make_token(), type(VOTE)("lien_social", VOTE.answers))
    store.close(session.id, token, ALONE)
    store.close(session.id, token, ALONE)
    closed, opened = JournalStore(database).list(ALONE)
    assert (opened.label, opened.after) == (
        "Que soutenir ?",
        {"scenarios": ["Essai n° 1", "Essai n° 2"], "weighed": ["inhabitant", "user"]},
    )
    assert (closed.act, closed.after) == ("ConsultationStore.close", {"votes": 3})


def test_lines_are_asked_for_by_date_and_territory(timed: Database, clock: Clock) -> None:
    store = ScenarioStore(timed)
    for day, territory in enumerate((TERRITORY, "ailleurs", TERRITORY)):
        clock.now = NOON + timedelta(days=day)
        store.save(make_scenario(day), territory, ALONE)
    journal = JournalStore(timed)

    def names(**asked: object) -> list[str]:
        return [line.label for line in journal.list(ALONE, **asked)]  # type: ignore[arg-type]

    assert names() == ["Essai n° 2", "Essai n° 1", "Essai n° 0"]
    assert names(since=NOON + timedelta(days=1)) == ["Essai n° 2", "Essai n° 1"]
    assert names(until=NOON + timedelta(days=1)) == ["Essai n° 0"]
    assert names(territory_key=TERRITORY) == ["Essai n° 2", "Essai n° 0"]
    assert names(at_most=1) == ["Essai n° 2"]


def test_what_ended_before_a_day_goes_and_what_is_in_force_stays(timed: Database, clock: Clock) -> None:
    scenarios, consultations, retention = ScenarioStore(timed), ConsultationStore(timed), RetentionStore(timed)
    asked, weighed = (make_scenario(1), make_scenario(2)), ("inhabitant", "user")
    kept = scenarios.save(make_scenario(1), TERRITORY, ALONE)
    kept = scenarios.update(kept.id, make_scenario(2), 1, ALONE)
    old, recent = (scenarios.save(make_scenario(number), TERRITORY, ALONE) for number in (3, 4))
    (promised,) = FollowUpStore(timed).promise(make_scenario(3), TERRITORY, [PROMISE], ALONE, old.id)
    scenarios.discard(old.id, 1, ALONE)
    ended, _token = consultations.open_session(TERRITORY, "Hier ?", asked, weighed, ALONE, duration=timedelta(hours=1))
    consultations.vote(ended.id, make_token(), VOTE)
    MeetingStore(timed).open_meeting({"page": "/"}, ALONE)
    clock.now = NOON + timedelta(days=10)
    scenarios.discard(recent.id, 1, ALONE)
    running, _token = consultations.open_session(TERRITORY, "Et là ?", asked, weighed, ALONE)
    before = NOON + timedelta(days=5)
    with pytest.raises(InputError, match="n'est pas encore passée"):
        retention.purge(clock.now + timedelta(days=1), ALONE)
    expected = Purged(journal_lines=8, consultations=1, scenarios=1, meetings=1)
    assert retention.purge(before, ALONE, is_trial=True) == expected
    assert len(JournalStore(timed).list(ALONE)) == 10
    assert retention.purge(before, ALONE) == expected
    assert retention.purge(before, ALONE) == Purged(0, 0, 0, 0)
    assert scenarios.list(TERRITORY) == (kept,)
    assert scenarios.get_version(kept.id, 1) == make_scenario(1)
    assert [found.id for found in scenarios.list_discarded(TERRITORY, ALONE)] == [recent.id]
    assert [found.id for found in FollowUpStore(timed).list_promised(TERRITORY)] == [promised.id]
    assert consultations.list_votes(ended.id) == ()
    assert consultations.get(running.id) == running
    acts = [line.act for line in JournalStore(timed).list(ALONE)]
    assert acts == ["RetentionStore.purge", "ConsultationStore.open_session", "ScenarioStore.discard"]
    assert JournalStore(timed).list(ALONE)[0].before == {
        "journal_lines": 8,
        "consultations": 1,
        "scenarios": 1,
        "meetings": 1,
    }
