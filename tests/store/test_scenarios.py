"""Saving, changing, copying and deleting scenarios, alone and against each other."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import count
from threading import Barrier

import pytest

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.store.database import Database
from alpsat_geo.store.errors import ConflictError, MissingError
from alpsat_geo.store.scenarios import ScenarioStore
from alpsat_geo.store.stored_scenario import ScenarioConflictError, StoredScenario
from tests.store.writer import ALONE, TERRITORY, make_scenario

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def store(ready_url: str) -> Iterator[ScenarioStore]:
    minutes = count()
    opened = ScenarioStore.connect(ready_url, lambda: NOON + timedelta(minutes=next(minutes)))
    yield opened
    opened.close()


def test_every_embedded_scenario_is_there_for_another_session(
    store: ScenarioStore, ready_url: str, scenarios: tuple[Scenario, ...]
) -> None:
    saved = [store.save(scenario, TERRITORY, ALONE) for scenario in scenarios]
    other = ScenarioStore.connect(ready_url)
    assert [other.get(stored.id).scenario for stored in saved] == list(scenarios)
    assert list(other.list(TERRITORY)) == saved[::-1]
    assert other.list("ailleurs") == ()
    other.close()


def test_a_new_scenario_has_an_id_that_nobody_guesses(store: ScenarioStore) -> None:
    saved = [store.save(make_scenario(1), TERRITORY, ALONE) for _ in range(20)]
    assert len({stored.id for stored in saved}) == 20
    assert all(len(stored.id) == 22 for stored in saved)
    first = saved[0]
    assert (first.revision, first.copied_from, first.created_at, first.updated_at) == (1, None, NOON, NOON)


def test_a_change_keeps_the_id_and_counts_a_revision(store: ScenarioStore) -> None:
    first = store.save(make_scenario(1), TERRITORY, ALONE)
    second = store.update(first.id, make_scenario(2), 1, ALONE)
    assert store.get(first.id) == second
    assert (second.id, second.scenario, second.revision) == (first.id, make_scenario(2), 2)
    assert (second.created_at, second.updated_at) == (NOON, NOON + timedelta(minutes=1))


def test_a_change_from_an_older_revision_is_refused_and_both_versions_stay(store: ScenarioStore) -> None:
    first = store.save(make_scenario(1), TERRITORY, ALONE)
    theirs = store.update(first.id, make_scenario(2), 1, ALONE)
    with pytest.raises(ScenarioConflictError) as caught:
        store.update(first.id, make_scenario(3), 1, ALONE)
    assert (caught.value.current, caught.value.submitted) == (theirs, make_scenario(3))
    assert str(caught.value) == (
        "Le scénario « Essai n° 2 » a été modifié entre-temps, dans un autre onglet ou par quelqu'un d'autre (version"
        " 2, vous étiez parti de la version 1) : votre version n'est pas perdue, enregistrez-la comme copie ou reprenez"
        " l'autre."
    )
    assert store.get(first.id) == theirs
    mine = store.save_copy(make_scenario(3), TERRITORY, first.id, ALONE)
    assert (mine.scenario, mine.copied_from, mine.revision) == (make_scenario(3), first.id, 1)
    assert store.get(first.id) == theirs


def test_a_revision_to_come_is_refused_too(store: ScenarioStore) -> None:
    first = store.save(make_scenario(1), TERRITORY, ALONE)
    with pytest.raises(ConflictError):
        store.update(first.id, make_scenario(2), 2, ALONE)


@pytest.mark.parametrize("editors", [2, 6])
def test_of_editors_who_start_from_the_same_revision_one_wins(ready_url: str, editors: int) -> None:
    stores = [ScenarioStore.connect(ready_url) for _ in range(editors)]
    stored = stores[0].save(make_scenario(0), TERRITORY, ALONE)
    barrier = Barrier(editors)

    def edit(number: int, revision: int) -> StoredScenario | ScenarioConflictError:
        barrier.wait(20)
        try:
            return stores[number].update(stored.id, make_scenario(10 * revision + number), revision, ALONE)
        except ScenarioConflictError as conflict:
            return conflict

    with ThreadPoolExecutor(editors) as threads:
        for revision in range(1, 9):
            ended = list(threads.map(edit, range(editors), [revision] * editors))
            winners = [end for end in ended if isinstance(end, StoredScenario)]
            losers = [end for end in ended if isinstance(end, ScenarioConflictError)]
            assert len(winners) == 1
            assert stores[0].get(stored.id) == winners[0]
            assert winners[0].revision == revision + 1
            assert {conflict.current.id for conflict in losers} == {stored.id}
            for conflict in losers:
                assert conflict.submitted is not None
                stores[0].save_copy(conflict.submitted, TERRITORY, stored.id, ALONE)
            kept = [winners[0].scenario.key, *(conflict.submitted.key for conflict in losers if conflict.submitted)]
            assert sorted(kept) == sorted(f"essai-{10 * revision + number}" for number in range(editors))
    # Nothing that anybody saved is lost: it is a version of the one, or a copy beside it.
    versions = [stores[0].get_version(stored.id, version.revision) for version in stores[0].list_versions(stored.id)]
    copies = [other.scenario for other in stores[0].list(TERRITORY) if other.id != stored.id]
    kept = sorted(scenario.key for scenario in (*versions, *copies))
    saved = [f"essai-{10 * revision + number}" for revision in range(1, 9) for number in range(editors)]
    assert kept == sorted(["essai-0", *saved])
    for store in stores:
        store.close()


def test_each_save_keeps_the_former_version_and_who_signed_it(store: ScenarioStore) -> None:
    first = store.save(make_scenario(1), TERRITORY, ALONE, " Service\u200b  économie ")
    second = store.update(first.id, make_scenario(2), 1, ALONE)
    restored = store.restore(first.id, 1, 2, ALONE, "Élu")
    assert [first.signature, second.signature, restored.signature] == ["Service économie", "", "Élu"]
    assert (restored.scenario, restored.revision, restored.created_at) == (first.scenario, 3, first.created_at)
    versions = store.list_versions(first.id)
    assert [(one.revision, one.name, one.signature, one.saved_at) for one in versions] == [
        (3, "Essai n° 1", "Élu", NOON + timedelta(minutes=2)),
        (2, "Essai n° 2", "", NOON + timedelta(minutes=1)),
        (1, "Essai n° 1", "Service économie", NOON),
    ]
    assert [store.get_version(first.id, number) for number in (1, 2, 3)] == [make_scenario(n) for n in (1, 2, 1)]
    assert store.list_versions(first.id, at_most=2) == versions[:2]
    for number in (-1, 0, 4):
        with pytest.raises(MissingError, match="n'est pas gardée : choisissez-en une de la liste"):
            store.get_version(first.id, number)
        with pytest.raises(MissingError):
            store.restore(first.id, number, 3, ALONE)
    with pytest.raises(ConflictError):
        store.restore(first.id, 1, 2, ALONE)
    with pytest.raises(InputError, match="La signature compte 81 caractères, au plus 80"):
        store.update(first.id, make_scenario(4), 3, ALONE, "a" * 81)
    assert store.get(first.id) == restored


def test_the_bin_gives_back_what_was_put_there_with_its_versions(store: ScenarioStore) -> None:
    stored = store.save(make_scenario(1), TERRITORY, ALONE)
    theirs = store.update(stored.id, make_scenario(2), 1, ALONE)
    with pytest.raises(ScenarioConflictError):
        store.discard(stored.id, 1, ALONE)
    store.discard(stored.id, 2, ALONE)
    assert (store.list(TERRITORY), store.list_discarded(TERRITORY, ALONE)) == ((), (theirs,))
    assert store.list_discarded("ailleurs", ALONE) == ()
    for ask in (
        lambda: store.get(stored.id),
        lambda: store.update(stored.id, make_scenario(3), 2, ALONE),
        lambda: store.restore(stored.id, 1, 2, ALONE),
        lambda: store.list_versions(stored.id),
        lambda: store.get_version(stored.id, 1),
    ):
        with pytest.raises(MissingError, match="il a peut-être été supprimé"):
            ask()
    assert store.recover(stored.id, ALONE) == theirs == store.get(stored.id)
    assert len(store.list_versions(stored.id)) == 2
    store.discard(stored.id, 2, ALONE)
    store.delete(stored.id, 2, ALONE)
    with pytest.raises(MissingError):
        store.recover(stored.id, ALONE)


def test_editing_a_copy_never_changes_the_original(store: ScenarioStore) -> None:
    original = store.save(make_scenario(1), TERRITORY, ALONE)
    copied = store.save_copy(make_scenario(1), TERRITORY, original.id, ALONE)
    assert (copied.scenario, copied.territory_key, copied.revision) == (original.scenario, TERRITORY, 1)
    assert copied.copied_from == original.id != copied.id
    store.update(copied.id, make_scenario(2), 1, ALONE)
    store.update(copied.id, make_scenario(3), 2, ALONE)
    assert store.get(original.id) == original
    store.delete(copied.id, 3, ALONE)
    assert store.get(original.id) == original


def test_deleting_the_original_keeps_its_copies(store: ScenarioStore) -> None:
    original = store.save(make_scenario(1), TERRITORY, ALONE)
    copied = store.save_copy(make_scenario(1), TERRITORY, original.id, ALONE)
    store.delete(original.id, 1, ALONE)
    assert store.get(copied.id).scenario == original.scenario
    assert store.get(copied.id).copied_from is None
    assert store.save_copy(make_scenario(2), TERRITORY, original.id, ALONE).copied_from is None


def test_a_deletion_from_an_older_revision_is_refused(store: ScenarioStore) -> None:
    stored = store.save(make_scenario(1), TERRITORY, ALONE)
    theirs = store.update(stored.id, make_scenario(2), 1, ALONE)
    with pytest.raises(ScenarioConflictError, match="relisez-le avant de le supprimer") as caught:
        store.delete(stored.id, 1, ALONE)
    assert (caught.value.current, caught.value.submitted) == (theirs, None)
    store.delete(stored.id, 2, ALONE)
    with pytest.raises(MissingError, match="il a peut-être été supprimé"):
        store.get(stored.id)


MANGLED = {"empty": "", "cut": "a", "path": "../../etc", "nul": "a\0" * 11, "accents": "é" * 22, "long": "a" * 65}


@pytest.mark.parametrize("link", [*MANGLED.values(), "\ud800" * 22], ids=[*MANGLED, "surrogates"])
def test_a_mangled_link_is_told(sqlite_url: str, link: str) -> None:
    store = ScenarioStore.connect(sqlite_url)
    for ask in (
        lambda: store.get(link),
        lambda: store.update(link, make_scenario(1), 1, ALONE),
        lambda: store.delete(link, 1, ALONE),
    ):
        with pytest.raises(MissingError, match="incomplet ou abîmé : copiez-le en entier"):
            ask()
    store.close()


def test_a_link_to_nothing_is_told(store: ScenarioStore) -> None:
    for ask in (
        lambda: store.get("a" * 22),
        lambda: store.update("a" * 22, make_scenario(1), 1, ALONE),
        lambda: store.delete("a" * 22, 1, ALONE),
    ):
        with pytest.raises(MissingError, match=r"« a{22} », il a peut-être été supprimé : demandez un autre lien"):
            ask()


def test_a_store_can_share_an_open_database(database: Database) -> None:
    stored = ScenarioStore(database).save(make_scenario(1), TERRITORY, ALONE)
    assert ScenarioStore(database).get(stored.id) == stored
