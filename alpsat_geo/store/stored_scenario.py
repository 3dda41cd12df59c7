"""A scenario as it is kept, and what is said when two people change it at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.text import N_, clean_line
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.errors import ConflictError
from alpsat_geo.store.scenario_document import read_document
from alpsat_geo.store.tables import ScenarioRow

SIGNATURE_LENGTH = 80

_OWN_COLUMNS = ("key", "name", "description", "is_outside_study")


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
    signature : str
        What who saved it last signed with; empty when they did not.
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
    signature: str = ""
    is_own: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class SavedVersion:
    """One save of a scenario, without its content.

    Attributes
    ----------
    revision : int
        Its rank, from 1; saves older than the history itself are not there.
    name : str
        Of the scenario then.
    signature : str
        Empty when it was not signed.
    saved_at : datetime
        In UTC.
    """

    revision: int
    name: str
    signature: str
    saved_at: datetime


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
            N_("relisez-le avant de le supprimer")
            if submitted is None
            else N_("votre version n'est pas perdue, enregistrez-la comme copie ou reprenez l'autre")
        )
        sentence = N_(
            "Le scénario « {name} » a été modifié entre-temps, dans un autre onglet ou par quelqu'un d'autre (version "
            "{number}, vous étiez parti de la version {expected}) : {choice}."
        )
        name, number, expected = current.scenario.name, str(current.revision), str(expected_revision)
        super().__init__(remark(sentence, name=name, number=number, expected=expected, choice=remark(choice)))


def clean_signature(text: str) -> str:
    """Return the line that a save is signed with, as it is seen.

    Raises
    ------
    InputError
        If it is too long.
    """
    signature = clean_line(text)
    if len(signature) > SIGNATURE_LENGTH:
        sentence = N_("La signature compte {count} caractères, au plus {most} sont permis : coupez-la.")
        raise InputError(remark(sentence, count=len(signature), most=SIGNATURE_LENGTH))
    return signature


def write_columns(document: dict[str, object]) -> dict[str, object]:
    """Spread a document over the columns of the table."""
    columns = {name: document[name] for name in _OWN_COLUMNS}
    return {**columns, "document": {name: value for name, value in document.items() if name not in columns}}


def join_columns(row: ScenarioRow) -> dict[str, object]:
    """Return the whole document of a row: what `write_columns` spread."""
    return {**{name: getattr(row, name) for name in _OWN_COLUMNS}, **row.document}


def read_row(row: ScenarioRow, actor: Actor) -> StoredScenario:
    """Turn a row into a record for who asks, whose document is checked again."""
    return StoredScenario(
        id=row.id,
        territory_key=row.territory_key,
        scenario=read_document(join_columns(row)),
        revision=row.revision,
        created_at=row.created_at,
        updated_at=row.updated_at,
        copied_from=row.copied_from,
        signature=row.signature,
        is_own=actor.may_change(row.id, row.owner_digest),
    )
