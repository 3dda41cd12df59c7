"""How much a territory may keep, by role: one more is refused in a sentence, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from alpsat_geo.store import quotas
from alpsat_geo.store.actor import Actor, Role
from alpsat_geo.store.consultations import ConsultationStore
from alpsat_geo.store.database import Database
from alpsat_geo.store.errors import QuotaError
from alpsat_geo.store.follow_up import FollowUpStore
from alpsat_geo.store.indicator import Promise
from alpsat_geo.store.quotas import QUOTAS, SHARED, Kept
from alpsat_geo.store.scenarios import ScenarioStore
from alpsat_geo.store.tokens import make_token
from tests.store.writer import ALONE, TERRITORY, make_scenario

PHONE = Actor(make_token())
AGENT = Actor(role=Role.AGENT, account="agent@petr.example")
ADMINISTRATOR = Actor(role=Role.ADMINISTRATOR, account="admin@petr.example")


@pytest.fixture
def database(ready_url: str) -> Iterator[Database]:
    opened = Database.connect(ready_url)
    yield opened
    opened.close()


@pytest.fixture
def bound(monkeypatch: pytest.MonkeyPatch) -> Callable[[Kept, int], None]:
    """Bound what devices and agents keep, and administrators one more."""

    def set_bound(kept: Kept, most: int) -> None:
        monkeypatch.setattr(quotas, "SHARED", {**quotas.SHARED, kept: most})
        changed = {role: {**quotas.QUOTAS[role], kept: most + (role is Role.ADMINISTRATOR)} for role in Role}
        monkeypatch.setattr(quotas, "QUOTAS", changed)

    return set_bound


Bound = Callable[[Kept, int], None]


@pytest.mark.parametrize("actor", [PHONE, AGENT])
def test_scenarios_are_counted_by_territory_and_the_bin_counts(database: Database, bound: Bound, actor: Actor) -> None:
    store = ScenarioStore(database)
    bound("scenarios", 2)
    first, _second = (store.save(make_scenario(number), TERRITORY, actor) for number in (1, 2))
    store.discard(first.id, 1, actor)
    refusal = r"^Rien n'a été enregistré : ce territoire garde déjà 2 scénarios"
    with pytest.raises(QuotaError, match=refusal):
        store.save(make_scenario(3), TERRITORY, actor)
    with pytest.raises(QuotaError, match=refusal):
        store.save_copy(make_scenario(3), TERRITORY, first.id, actor)
    assert len(store.list(TERRITORY)) == 1
    store.save(make_scenario(3), "ailleurs", actor)
    # Somebody can still write while the others are told to make room, and one who is alone always.
    store.save(make_scenario(3), TERRITORY, ADMINISTRATOR)
    with pytest.raises(QuotaError):
        store.save(make_scenario(4), TERRITORY, ADMINISTRATOR)
    store.save(make_scenario(4), TERRITORY, ALONE)


def test_the_versions_of_a_scenario_and_the_weight_of_all_are_bounded(database: Database, bound: Bound) -> None:
    store = ScenarioStore(database)
    kept = store.save(make_scenario(1), TERRITORY, AGENT)
    bound("versions", 1)
    kept = store.update(kept.id, make_scenario(2), kept.revision, AGENT)
    with pytest.raises(QuotaError, match="ce scénario a déjà 1 versions"):
        store.update(kept.id, make_scenario(3), kept.revision, AGENT)
    with pytest.raises(QuotaError, match="ce scénario a déjà 1 versions"):
        store.restore(kept.id, 1, kept.revision, AGENT)
    assert store.get(kept.id).revision == kept.revision
    bound("scenario_bytes", 10_000)
    other = store.save(make_scenario(3), TERRITORY, AGENT)
    bound("versions", 1_000)

    def save_without_end() -> None:
        for revision in range(1, 1_000):
            store.update(other.id, make_scenario(revision), revision, AGENT)

    with pytest.raises(QuotaError, match=r"pèsent déjà \d+ octets"):
        save_without_end()


def test_consultations_and_promises_are_bounded(database: Database, bound: Bound) -> None:
    facilitator = Actor(role=Role.FACILITATOR, account="anime@petr.example")
    consultations, follow_up = ConsultationStore(database), FollowUpStore(database)
    asked = (make_scenario(1), make_scenario(2))
    bound("consultations", 1)
    session, token = consultations.open_session(TERRITORY, "Q", asked, ("inhabitant", "user"), facilitator)
    with pytest.raises(QuotaError, match="garde déjà 1 consultations, et 1 au plus : effacez celles"):
        consultations.open_session(TERRITORY, "Q", asked, ("inhabitant", "user"), facilitator)
    consultations.delete(session.id, token, facilitator)
    consultations.open_session(TERRITORY, "Q", asked, ("inhabitant", "user"), facilitator)
    bound("promises", 3)
    promise = Promise("equity", "part", 0.1, 0.2, 0.3, date(2026, 3, 1))
    follow_up.promise(make_scenario(1), TERRITORY, [promise] * 2, AGENT)
    with pytest.raises(QuotaError, match="garde déjà 2 prévisions, et 3 au plus"):
        follow_up.promise(make_scenario(1), TERRITORY, [promise] * 2, AGENT)
    assert len(follow_up.list_promised(TERRITORY)) == 2
    follow_up.promise(make_scenario(1), TERRITORY, [promise], AGENT)


def test_no_role_may_less_than_the_one_before() -> None:
    for kept in SHARED:
        counts = [QUOTAS[role][kept] for role in sorted(Role)]
        assert counts == sorted(counts)
        assert counts[0] == 0
        assert SHARED[kept] <= QUOTAS[Role.AGENT][kept]
