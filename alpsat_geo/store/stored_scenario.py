"""A scenario as it is kept, and what is said when two people change it at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.errors import ConflictError
from alpsat_geo.store.scenario_document import read_document
from alpsat_geo.store.tables import ScenarioRow


@dataclass(frozen=True, slots=True)
class StoredScenario:
    """A scenario as it is kept.

    Attributes
    ----------
    id : str
        Unguessable; whoever has it may read the scenario, and copy it.
    territory_key : str
    scenario : Scenario
    revision : int
        Number of saves, from 1; a change must say which revision it started from.
    created_at, updated_at : datetime
        In UTC.
    copied_from : str or None
        Id of the original; None when there is none, or when it was deleted.
    is_own : bool
        Whether who asked may change it.
    """

    id: str
    territory_key: str
    scenario: Scenario
    revision: int
    created_at: datetime
    updated_at: datetime
    copied_from: str | None
    is_own: bool = field(default=False, compare=False)


class ScenarioConflictError(ConflictError):
    """Somebody saved the scenario in between: both versions are here, and the kept one was not touched.

    Attributes
    ----------
    current : StoredScenario
        What is kept.
    submitted : Scenario or None
        What was to be kept; None for a deletion.
    """

    def __init__(self, current: StoredScenario, expected_revision: int, submitted: Scenario | None) -> None:
        self.current = current
        self.submitted = submitted
        choice = (
            "relisez-le avant de le supprimer"
            if submitted is None
            else "votre version n'est pas perdue, enregistrez-la comme copie ou reprenez la sienne"
        )
        super().__init__(
            f"Quelqu'un d'autre a modifié le scénario « {current.scenario.name} » entre-temps (version "
            f"{current.revision}, vous étiez parti de la version {expected_revision}) : {choice}."
        )


def write_columns(document: dict[str, object]) -> dict[str, object]:
    """Spread a document over the columns of the table."""
    columns = {name: document[name] for name in ("key", "name", "description", "is_outside_study")}
    return {**columns, "document": {name: value for name, value in document.items() if name not in columns}}


def read_row(row: ScenarioRow, actor: Actor) -> StoredScenario:
    """Turn a row into a record for who asks, whose document is checked again."""
    columns = {name: getattr(row, name) for name in ("key", "name", "description", "is_outside_study")}
    return StoredScenario(
        id=row.id,
        territory_key=row.territory_key,
        scenario=read_document({**columns, **row.document}),
        revision=row.revision,
        created_at=row.created_at,
        updated_at=row.updated_at,
        copied_from=row.copied_from,
        is_own=actor.may_change(row.id, row.owner_digest),
    )
