"""The rows of what is promised and observed: found, locked while they change, and read as records."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from alpsat_geo.domain.text import clean_line
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.errors import MissingError
from alpsat_geo.store.indicator import Observation, ObservedValue, Promise, PromisedValue
from alpsat_geo.store.tables import ObservedValueRow, PromisedValueRow, ScenarioRow
from alpsat_geo.store.tokens import is_token


def select_observed(promised_id: str) -> Select[ObservedValueRow]:
    """Select what was observed of a promise, by date."""
    return (
        select(ObservedValueRow)
        .where(ObservedValueRow.promised_id == promised_id)
        .order_by(ObservedValueRow.observed_on)
    )


def lock_promised(session: Session, promised_id: str, actor: Actor) -> PromisedValueRow:
    """Lock a promise until the transaction ends, or say that it does not exist, or that it is another's."""
    row = session.get(PromisedValueRow, promised_id, with_for_update=True) if is_token(promised_id) else None
    if row is None:
        message = "Cette promesse n'existe pas, ou plus : rechargez la page de suivi."
        raise MissingError(message)
    message = (
        f"La promesse de « {row.scenario_name} » a été inscrite depuis un autre appareil : ce qu'elle promet et ce "
        "qu'on en observe ne se changent que de là-bas."
    )
    actor.require_right(row.id, row.owner_digest, message)
    return row


def lock_observed(session: Session, observed_id: str, actor: Actor) -> ObservedValueRow:
    """Lock an observed value, as `lock_promised`: it belongs to whom the promise belongs."""
    row = session.get(ObservedValueRow, observed_id, with_for_update=True) if is_token(observed_id) else None
    if row is None:
        message = "Cette valeur observée n'existe pas, ou plus : rechargez la page de suivi."
        raise MissingError(message)
    lock_promised(session, row.promised_id, actor)
    return row


def require_scenario(session: Session, scenario_id: str) -> None:
    """Refuse a promise of a stored scenario that is not there any more."""
    found = session.get(ScenarioRow, scenario_id, with_for_update=True) if is_token(scenario_id) else None
    if found is None:
        message = "Le scénario de cette promesse a été supprimé : choisissez-en un autre, ou enregistrez-le de nouveau."
        raise MissingError(message)


def read_promised(row: PromisedValueRow, actor: Actor) -> PromisedValue:
    """Turn a row into a record for who asks."""
    promise = Promise(
        row.indicator_key, row.unit, row.low, row.value, row.high, row.promised_on, row.due_on, row.basis or ""
    )
    return PromisedValue(
        row.id,
        row.territory_key,
        row.scenario_id,
        row.scenario_key,
        clean_line(row.scenario_name),
        promise,
        row.created_at,
        is_own=actor.may_change(row.id, row.owner_digest),
    )


def read_observed(row: ObservedValueRow) -> ObservedValue:
    """Turn a row into a record."""
    observation = Observation(row.observed_on, row.value, clean_line(row.source))
    return ObservedValue(row.id, row.promised_id, observation, row.revision, row.created_at, row.updated_at)
