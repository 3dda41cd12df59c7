"""What a stranger asks of the store, of each kind: nothing of another's changes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from alpsat_geo.domain.errors import InputError
from alpsat_geo.store.actor import NOBODY, Actor, Role
from alpsat_geo.store.ballot import Vote
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.database import Database
from alpsat_geo.store.errors import DeniedError
from alpsat_geo.store.follow_up import FollowUpStore
from alpsat_geo.store.indicator import Observation, Promise
from alpsat_geo.store.scenarios import ScenarioStore
from alpsat_geo.store.tokens import derive_token, is_token, make_token
from tests.store.writer import ALONE, TERRITORY, make_scenario

OWNER = Actor(make_token())
STRANGERS = [Actor(make_token()), NOBODY, Actor("court"), Actor(OWNER.device[:-1] + "-")]
TODAY = datetime.now(UTC).date()
PROMISE = Promise("regular_users", "usagers", 12.5, 20.0, 40.0, TODAY, TODAY + timedelta(days=900))
COUNT = Observation(date(2026, 1, 31), 17.0, "comptage")
VOTE = Vote("entreprises", {"inhabitant": 500.0, "user": 2000.0})


@pytest.mark.parametrize("stranger", STRANGERS, ids=["device", "nobody", "mangled", "near"])
def test_a_stranger_changes_nothing_of_a_scenario(database: Database, stranger: Actor) -> None:
    store = ScenarioStore(database)
    kept = store.save(make_scenario(1), TERRITORY, OWNER)
    for ask in (
        lambda: store.update(kept.id, make_scenario(2), kept.revision, stranger),
        lambda: store.restore(kept.id, 1, kept.revision, stranger),
        lambda: store.discard(kept.id, kept.revision, stranger),
        lambda: store.delete(kept.id, kept.revision, stranger),
    ):
        with pytest.raises(DeniedError, match="« Essai n° 1 » a été enregistré depuis un autre appareil"):
            ask()
    assert store.get(kept.id) == kept
    assert [found.is_own for found in (store.get(kept.id, stranger), store.get(kept.id, OWNER))] == [False, True]
    assert [found.is_own for found in (*store.list(TERRITORY, stranger), *store.list(TERRITORY, OWNER))] == [
        False,
        True,
    ]
    assert store.update(kept.id, make_scenario(2), 1, OWNER).revision == 2
    store.discard(kept.id, 2, OWNER)
    assert (store.list_discarded(TERRITORY, stranger), len(store.list_discarded(TERRITORY, OWNER))) == ((), 1)
    for ask in (lambda: store.recover(kept.id, stranger), lambda: store.delete(kept.id, 2, stranger)):
        with pytest.raises(DeniedError):
            ask()
    assert store.recover(kept.id, OWNER).revision == 2
    store.delete(kept.id, 2, OWNER)


def test_a_copy_belongs_to_whom_makes_it(database: Database) -> None:
    store, other = ScenarioStore(database), STRANGERS[0]
    kept = store.save(make_scenario(1), TERRITORY, OWNER)
    copied = store.save_copy(make_scenario(2), TERRITORY, kept.id, other)
    assert copied.is_own
    assert copied.copied_from == kept.id
    with pytest.raises(DeniedError):
        store.update(copied.id, make_scenario(3), 1, OWNER)
    assert store.update(copied.id, make_scenario(3), 1, other).revision == 2
    assert store.get(kept.id) == kept


@pytest.mark.parametrize("stranger", STRANGERS, ids=["device", "nobody", "mangled", "near"])
def test_a_stranger_changes_nothing_of_what_is_promised_and_observed(database: Database, stranger: Actor) -> None:
    store = FollowUpStore(database)
    second = dataclasses.replace(PROMISE, indicator_key="equity")
    first, other = store.promise(make_scenario(1), TERRITORY, [PROMISE, second], OWNER)
    (seen,) = store.observe_all([(first.id, COUNT)], OWNER)
    later = dataclasses.replace(COUNT, observed_on=date(2026, 2, 28))
    for ask in (
        lambda: store.withdraw([other.id], stranger),
        lambda: store.observe_all([(first.id, later)], stranger),
        lambda: store.observe_all([(other.id, COUNT), (first.id, COUNT)], stranger),
        lambda: store.correct(seen.id, 1.0, "faux", seen.revision, stranger),
        lambda: store.erase(seen.id, seen.revision, stranger),
    ):
        with pytest.raises(DeniedError, match="« Essai n° 1 » a été enregistrée depuis un autre appareil"):
            ask()
    assert store.list_observed_by_promise(TERRITORY) == {first.id: (seen,)}
    assert {kept.id: kept.is_own for kept in store.list_promised(TERRITORY, stranger)} == {
        first.id: False,
        other.id: False,
    }
    assert all(kept.is_own for kept in store.list_promised(TERRITORY, OWNER))
    store.erase(seen.id, store.correct(seen.id, 2.0, "recomptage", 1, OWNER).revision, OWNER)
    store.withdraw([first.id, other.id], OWNER)
    assert store.list_promised(TERRITORY) == ()


def test_two_rows_of_one_device_have_nothing_in_common(database: Database) -> None:
    scenarios, follow_up = ScenarioStore(database), FollowUpStore(database)
    kept = [scenarios.save(make_scenario(number), TERRITORY, OWNER).id for number in range(2)]
    kept += [promised.id for promised in follow_up.promise(make_scenario(1), TERRITORY, [PROMISE] * 2, OWNER)]
    digests = {OWNER.sign(row) for row in kept}
    assert len(digests) == 4
    assert not any(OWNER.device in str(digest) for digest in digests)


@pytest.mark.parametrize("actor", [NOBODY, Actor("court")], ids=["nobody", "mangled"])
def test_nothing_is_kept_that_nobody_could_change(database: Database, actor: Actor) -> None:
    scenarios, follow_up, consultations = ScenarioStore(database), FollowUpStore(database), ConsultationStore(database)
    kept = scenarios.save(make_scenario(1), TERRITORY, ALONE)
    asked = (make_scenario(1), make_scenario(2))
    acts: list[Callable[[], object]] = [
        lambda: scenarios.save(make_scenario(2), TERRITORY, actor),
        lambda: scenarios.save_copy(make_scenario(2), TERRITORY, kept.id, actor),
        lambda: follow_up.promise(make_scenario(1), TERRITORY, [PROMISE], actor),
        lambda: consultations.open_session(TERRITORY, "Que soutenir ?", asked, ("inhabitant", "user"), actor),
    ]
    for act in acts:
        with pytest.raises(DeniedError, match="refuse le témoin"):
            act()
    assert scenarios.list(TERRITORY) == (kept,)
    assert follow_up.list_promised(TERRITORY) == ()


def test_one_who_is_alone_changes_everything_and_rows_without_an_owner_are_nobodys_else(database: Database) -> None:
    scenarios, follow_up = ScenarioStore(database), FollowUpStore(database)
    theirs = scenarios.save(make_scenario(1), TERRITORY, OWNER)
    assert scenarios.update(theirs.id, make_scenario(2), 1, ALONE).is_own
    older = scenarios.save(make_scenario(3), TERRITORY, ALONE)
    promised = follow_up.promise(make_scenario(1), TERRITORY, [PROMISE], ALONE)[0]
    for actor in (OWNER, NOBODY):
        with pytest.raises(DeniedError):
            scenarios.update(older.id, make_scenario(4), 1, actor)
        with pytest.raises(DeniedError):
            follow_up.withdraw([promised.id], actor)
    follow_up.withdraw([promised.id], ALONE)
    scenarios.delete(older.id, 1, ALONE)
    assert scenarios.update(theirs.id, make_scenario(5), 2, OWNER).revision == 3, "its owner is still its owner"


def test_only_the_device_that_opened_a_session_leads_it(database: Database) -> None:
    store = ConsultationStore(database)
    asked = (make_scenario(1), make_scenario(2))
    session, token = store.open_session(TERRITORY, "Que soutenir ?", asked, ("inhabitant", "user"), OWNER)
    assert token == OWNER.lead(session.id)
    for stranger in STRANGERS:
        assert not store.is_facilitator(session.id, stranger.lead(session.id), stranger)
        with pytest.raises(InputError):
            store.close(session.id, stranger.lead(session.id), stranger)
    other, _token = store.open_session(TERRITORY, "Et puis ?", asked, ("inhabitant", "user"), OWNER)
    assert not store.is_facilitator(other.id, token, OWNER), "the link of a session opens no other"
    store.close(session.id, token, OWNER)


def test_each_place_of_a_device_has_a_vote_of_its_own(database: Database) -> None:
    store = ConsultationStore(database)
    asked = (make_scenario(1), make_scenario(2))
    session, token = store.open_session(TERRITORY, "Que soutenir ?", asked, ("inhabitant", "user"), OWNER)
    places = [OWNER.sit(place) for place in (1, 2, 3)]
    assert len({*places, token}) == 4
    assert all(map(is_token, places))
    for participant in places[:2]:
        store.vote(session.id, participant, VOTE)
    assert [store.find_vote(session.id, participant) for participant in places] == [VOTE, VOTE, None]
    assert (NOBODY.sit(1), NOBODY.lead(session.id)) == ("", "")


def test_a_token_is_made_of_another_in_one_way_only() -> None:
    # RFC 4231, test case 2, cut to 128 bits.
    assert derive_token("Jefe", "what do ya want for nothing?") == "W9zBRr9gdU5qBCQmCJV1xw"
    assert derive_token("a" * 22, "x") != derive_token("a" * 22, "y") != derive_token("b" * 22, "y")


def test_a_role_may_what_the_former_may_and_no_more() -> None:
    for role in Role:
        actor = Actor(role=role, account="qui@petr.example")
        assert [least for least in Role if actor.has_role(least)] == [least for least in Role if least <= role]
    assert all(actor.has_role(least) for actor in (ALONE, OWNER, NOBODY) for least in Role), "no accounts, no roles"


def test_what_an_agent_keeps_is_the_accounts_and_colleagues_change_it() -> None:
    one = Actor(make_token(), role=Role.AGENT, account="un@petr.example")
    elsewhere = Actor(make_token(), role=Role.AGENT, account="un@petr.example")
    colleague = Actor(one.device, role=Role.AGENT, account="deux@petr.example")
    reader = Actor(one.device, role=Role.READER)
    digest = one.sign("a" * 22)
    assert "petr" not in str(digest)
    assert [actor.owns("a" * 22, digest) for actor in (one, elsewhere, colleague, reader, ALONE)] == [
        True,
        True,
        False,
        False,
        True,
    ]
    assert [actor.may_change("a" * 22, digest) for actor in (one, elsewhere, colleague, reader)] == [True] * 3 + [False]
    assert colleague.may_change("a" * 22, None), "what was kept before there were accounts is the agents'"
    assert reader.sign("a" * 22) is None
