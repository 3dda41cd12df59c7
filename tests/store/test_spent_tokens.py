"""What is spent opens nothing any more, wherever it is asked, and is forgotten in its time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from alpsat_geo.store.database import Database
from alpsat_geo.store.spent_tokens import SpentTokenStore
from alpsat_geo.store.tables import SpentTokenRow
from alpsat_geo.store.tokens import make_token

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
KEPT = timedelta(hours=8)


def test_a_token_is_spent_once_for_every_replica_and_forgotten_when_it_would_have_expired(ready_url: str) -> None:
    now = [NOON]
    first, second = (Database.connect(ready_url, lambda: now[0]) for _replica in range(2))
    here, there = SpentTokenStore(first), SpentTokenStore(second)
    token = make_token()
    assert not there.is_spent(token)
    assert here.spend(token, KEPT)
    assert there.is_spent(token)
    assert not there.spend(token, KEPT)
    assert not there.is_spent(make_token())
    with first.read() as session:
        assert token not in str(session.execute(select(SpentTokenRow.digest)).all())
    now[0] += KEPT
    assert there.spend(make_token(), KEPT)
    with first.read() as session:
        assert session.scalar(select(func.count()).select_from(SpentTokenRow)) == 1
    first.close()
    second.close()
