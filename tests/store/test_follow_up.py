"""A promise stays as it was made; an observation never overwrites another silently."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest

from alpsat_geo.domain.errors import InputError
from alpsat_geo.store.database import Database
from alpsat_geo.store.errors import MissingError
from alpsat_geo.store.follow_up import FollowUpStore
from alpsat_geo.store.indicator import Observation, ObservationConflictError, ObservedValue, Promise, PromisedValue
from alpsat_geo.store.scenarios import ScenarioStore
from tests.store.writer import ALONE, TERRITORY, make_scenario

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
PROMISE = Promise("regular_users", "usagers", 12.5, 20.1, 0.1 + 0.2 + 40, date(2026, 11, 24), date(2031, 1, 1))
COUNT = Observation(date(2027, 1, 31), 17.0, "comptage au Lucéo")


@pytest.fixture
def opened(ready_url: str) -> Iterator[Database]:
    database = Database.connect(ready_url, lambda: NOON)
    yield database
    database.close()


@pytest.fixture
def store(opened: Database) -> FollowUpStore:
    return FollowUpStore(opened)


@pytest.fixture
def promised(store: FollowUpStore) -> PromisedValue:
    return store.promise(make_scenario(1), TERRITORY, [PROMISE], ALONE)[0]


def test_promises_are_kept_to_the_last_digit(store: FollowUpStore) -> None:
    second = dataclasses.replace(PROMISE, indicator_key="additional_inhabitants", due_on=None)
    kept = store.promise(make_scenario(1), TERRITORY, [PROMISE, second], ALONE)
    assert store.list_promised(TERRITORY) == kept[::-1]
    assert kept[0].promise == PROMISE
    assert (kept[0].scenario_id, kept[0].scenario_key, kept[0].scenario_name) == (None, "essai-1", "Essai n° 1")
    assert store.list_promised("ailleurs") == ()


def test_one_wrong_promise_keeps_none(store: FollowUpStore) -> None:
    wrong = dataclasses.replace(PROMISE, low=30.0)
    with pytest.raises(InputError, match=r"« regular_users » prévoit 30, 20\.1, 40\.3 : donnez trois nombres"):
        store.promise(make_scenario(1), TERRITORY, [PROMISE, wrong], ALONE)
    assert store.list_promised(TERRITORY) == ()


@pytest.mark.parametrize("changes", [{"value": float("nan")}, {"high": float("inf")}, {"value": 50.0}])
def test_a_promise_is_an_interval(store: FollowUpStore, changes: dict[str, float]) -> None:
    with pytest.raises(InputError, match="donnez trois nombres, le bas, la valeur et le haut"):
        store.promise(make_scenario(1), TERRITORY, [dataclasses.replace(PROMISE, **changes)], ALONE)  # type: ignore[arg-type]


def test_a_promise_is_not_due_before_it_is_made(store: FollowUpStore) -> None:
    with pytest.raises(InputError, match="est prévu pour le 23/11/2026, avant la prévision elle-même"):
        store.promise(make_scenario(1), TERRITORY, [dataclasses.replace(PROMISE, due_on=date(2026, 11, 23))], ALONE)


def test_a_promise_outlives_its_scenario(store: FollowUpStore, opened: Database) -> None:
    scenarios = ScenarioStore(opened)
    stored = scenarios.save(make_scenario(1), TERRITORY, ALONE)
    kept = store.promise(stored.scenario, TERRITORY, [PROMISE], ALONE, stored.id)[0]
    assert kept.scenario_id == stored.id
    scenarios.delete(stored.id, 1, ALONE)
    assert store.list_promised(TERRITORY) == (dataclasses.replace(kept, scenario_id=None),)
    with pytest.raises(MissingError, match="Le scénario de cette prévision a été supprimé"):
        store.promise(stored.scenario, TERRITORY, [PROMISE], ALONE, stored.id)


def list_observed(store: FollowUpStore, promised: PromisedValue) -> tuple[ObservedValue, ...]:
    return store.list_observed_by_promise(TERRITORY).get(promised.id, ())


def test_observations_are_listed_by_date(store: FollowUpStore, promised: PromisedValue) -> None:
    earlier = Observation(date(2026, 12, 31), 0.1 + 0.2, "comptage")
    kept = store.observe_all([(promised.id, COUNT), (promised.id, earlier)], ALONE)
    assert [observed.observation for observed in kept] == [COUNT, earlier]
    assert list_observed(store, promised) == kept[::-1]


def test_the_same_observation_twice_counts_once(store: FollowUpStore, promised: PromisedValue) -> None:
    first = store.observe_all([(promised.id, COUNT)], ALONE)
    assert store.observe_all([(promised.id, COUNT), (promised.id, COUNT)], ALONE) == first * 2
    assert list_observed(store, promised) == first


def test_another_value_for_a_date_is_refused_with_all_that_came_along(
    store: FollowUpStore, promised: PromisedValue
) -> None:
    kept = store.observe_all([(promised.id, COUNT)], ALONE)
    other = dataclasses.replace(COUNT, value=9.0, source="estimation")
    before = Observation(date(2027, 2, 28), 1.0, "comptage")
    with pytest.raises(ObservationConflictError) as caught:
        store.observe_all([(promised.id, before), (promised.id, other)], ALONE)
    assert (caught.value.current, caught.value.submitted) == (kept[0], other)
    assert str(caught.value) == (
        "La valeur inscrite au 31/01/2027 est déjà 17 (comptage au Lucéo), et non 9 (estimation) : vérifiez laquelle "
        "est juste, puis corrigez celle qui est inscrite."
    )
    assert list_observed(store, promised) == kept


def test_a_correction_from_an_older_revision_is_refused(store: FollowUpStore, promised: PromisedValue) -> None:
    (first,) = store.observe_all([(promised.id, COUNT)], ALONE)
    second = store.correct(first.id, 18.0, "recomptage", 1, ALONE)
    assert (second.revision, second.observation) == (2, Observation(COUNT.observed_on, 18.0, "recomptage"))
    for act in (lambda: store.correct(first.id, 1.0, "x", 1, ALONE), lambda: store.erase(first.id, 1, ALONE)):
        with pytest.raises(ObservationConflictError) as caught:
            act()
        assert caught.value.current == second
    assert list_observed(store, promised) == (second,)
    store.erase(first.id, 2, ALONE)
    assert list_observed(store, promised) == ()


def test_of_two_who_enter_the_same_date_one_is_kept(store: FollowUpStore, promised: PromisedValue) -> None:
    barrier = Barrier(6)

    def observe(value: float) -> ObservedValue | None:
        barrier.wait(20)
        try:
            return store.observe_all([(promised.id, dataclasses.replace(COUNT, value=value))], ALONE)[0]
        except ObservationConflictError:
            return None

    with ThreadPoolExecutor(6) as threads:
        kept = [observed for observed in threads.map(observe, map(float, range(6))) if observed]
    assert list_observed(store, promised) == tuple(kept)
    assert len(kept) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (dataclasses.replace(COUNT, value=float("nan")), r"observée le 31/01/2027 \(nan\) n'est pas un nombre fini"),
        (dataclasses.replace(COUNT, observed_on=date(2027, 3, 3)), "le 03/03/2027, n'est pas encore arrivée"),
        (dataclasses.replace(COUNT, source=" "), "n'a pas de source lisible : dites d'où vient le chiffre"),
        (dataclasses.replace(COUNT, source="a\0"), "n'a pas de source lisible"),
    ],
)
def test_an_observation_that_nobody_made_is_refused(
    store: FollowUpStore, promised: PromisedValue, wrong: Observation, sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        store.observe_all([(promised.id, COUNT), (promised.id, wrong)], ALONE)
    assert list_observed(store, promised) == ()


def test_a_promise_is_withdrawn_only_before_it_is_observed(store: FollowUpStore, promised: PromisedValue) -> None:
    (observed,) = store.observe_all([(promised.id, COUNT)], ALONE)
    with pytest.raises(InputError, match="a déjà des valeurs observées : effacez-les d'abord"):
        store.withdraw([promised.id], ALONE)
    store.erase(observed.id, 1, ALONE)
    store.withdraw([promised.id], ALONE)
    assert store.list_promised(TERRITORY) == ()
    for act in (lambda: store.withdraw([promised.id], ALONE), lambda: store.observe_all([(promised.id, COUNT)], ALONE)):
        with pytest.raises(MissingError, match="Cette prévision n'existe pas, ou plus"):
            act()
    with pytest.raises(MissingError, match="Cette valeur observée n'existe pas, ou plus"):
        store.correct(observed.id, 1.0, "x", 1, ALONE)


def test_a_promise_keeps_what_it_was_computed_with(store: FollowUpStore) -> None:
    promise = dataclasses.replace(
        PROMISE, basis="médiane de 2 000 tirages, hiver, données de 2026", verdict="Pas de gagnant net.\nCoût : 1 €."
    )
    store.promise(make_scenario(1), TERRITORY, [promise], ALONE)
    assert [kept.promise for kept in store.list_promised(TERRITORY)] == [promise]


def test_a_batch_is_kept_whole_or_not_at_all(store: FollowUpStore) -> None:
    second = dataclasses.replace(PROMISE, indicator_key="additional_inhabitants")
    first, other = store.promise(make_scenario(1), TERRITORY, [PROMISE, second], ALONE)
    store.observe_all([(other.id, COUNT)], ALONE)
    wrong = dataclasses.replace(COUNT, value=18.0)
    later = dataclasses.replace(COUNT, observed_on=date(2027, 2, 15))
    with pytest.raises(ObservationConflictError):
        store.observe_all([(first.id, COUNT), (other.id, wrong)], ALONE)
    with pytest.raises(MissingError):
        store.observe_all([(first.id, COUNT), ("x" * 43, COUNT)], ALONE)
    assert set(store.list_observed_by_promise(TERRITORY)) == {other.id}
    kept = store.observe_all([(first.id, later), (other.id, COUNT), (first.id, COUNT)], ALONE)
    assert [value.observation for value in kept] == [later, COUNT, COUNT]
    found = store.list_observed_by_promise(TERRITORY)
    assert [value.observation for value in found[first.id]] == [COUNT, later]
    assert store.list_observed_by_promise("ailleurs") == {}


def test_promises_are_withdrawn_together_or_not_at_all(store: FollowUpStore) -> None:
    second = dataclasses.replace(PROMISE, indicator_key="additional_inhabitants")
    first, other = store.promise(make_scenario(1), TERRITORY, [PROMISE, second], ALONE)
    kept = store.observe_all([(other.id, COUNT)], ALONE)[0]
    with pytest.raises(InputError, match="effacez-les d'abord"):
        store.withdraw([first.id, other.id], ALONE)
    assert len(store.list_promised(TERRITORY)) == 2
    store.erase(kept.id, kept.revision, ALONE)
    store.withdraw([first.id, other.id], ALONE)
    assert store.list_promised(TERRITORY) == ()
