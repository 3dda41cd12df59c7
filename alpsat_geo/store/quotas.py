"""How much a territory may keep where a dashboard serves several people: by role, counted where it is written."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

from sqlalchemy import Select, Text, cast, func, select
from sqlalchemy.orm import Session

from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
from alpsat_geo.store.actor import Actor, Role
from alpsat_geo.store.errors import QuotaError
from alpsat_geo.store.tables import ConsultationSessionRow, PromisedValueRow, ScenarioRow, ScenarioVersionRow

Kept = Literal["scenarios", "versions", "scenario_bytes", "consultations", "promises"]

_MB: Final = 1_000_000

SHARED: Final[Mapping[Kept, int]] = MappingProxyType(
    {"scenarios": 500, "versions": 250, "scenario_bytes": 25 * _MB, "consultations": 50, "promises": 1_000}
)
"""Where several people have no accounts."""

QUOTAS: Final[Mapping[Role, Mapping[Kept, int]]] = MappingProxyType(
    {
        Role.READER: MappingProxyType(dict.fromkeys(SHARED, 0)),
        Role.AGENT: MappingProxyType({name: 2 * count for name, count in SHARED.items()}),
        Role.FACILITATOR: MappingProxyType({name: 2 * count for name, count in SHARED.items()}),
        # So that somebody can still write while the others are told to make room.
        Role.ADMINISTRATOR: MappingProxyType({name: 4 * count for name, count in SHARED.items()}),
    }
)
"""Where there are accounts: the most that is there once somebody of that role has written."""

_SENTENCES: Final[Mapping[Kept, str]] = MappingProxyType(
    {
        "scenarios": N_(
            "ce territoire garde déjà {count} scénarios, corbeille comprise, et {most} au plus : supprimez-en de la "
            "corbeille"
        ),
        "versions": N_(
            "ce scénario a déjà {count} versions, et {most} au plus : enregistrez-le à part, sous un autre nom"
        ),
        "scenario_bytes": N_(
            "les scénarios de ce territoire et leurs versions pèsent déjà {count} octets, et {most} au plus : supprimez"
            " de la corbeille ceux qui ne servent plus"
        ),
        "consultations": N_(
            "ce territoire garde déjà {count} consultations, et {most} au plus : effacez celles qui sont terminées"
        ),
        "promises": N_(
            "ce territoire garde déjà {count} prévisions, et {most} au plus : retirez celles qui ne servent plus"
        ),
    }
)


def require_room(session: Session, kept: Kept, name: str, actor: Actor, added: int = 1) -> None:
    """Refuse to keep more than an actor may; one person alone on their machine may keep all that it holds.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        In the transaction of the write.
    kept : {"scenarios", "versions", "scenario_bytes", "consultations", "promises"}
    name : str
        Key of the territory; id of the scenario, for its versions.
    actor : Actor
    added : int
        How much is about to be written.

    Raises
    ------
    QuotaError
        With what there is, how much there may be, and what to do.
    """
    if actor.is_alone and actor.role is None:
        return
    most = (SHARED if actor.role is None else QUOTAS[actor.role])[kept]
    count = int(session.scalars(_count(kept, name)).one() or 0)
    if count + added > most:
        told = remark(_SENTENCES[kept], count=count, most=most)
        sentence = N_(
            "Rien n'a été enregistré : {told}, ou demandez-le à la personne qui administre ce tableau de bord."
        )
        raise QuotaError(remark(sentence, told=told))


def _count(kept: Kept, name: str) -> Select[Any]:
    if kept == "versions":
        return select(func.count()).where(ScenarioVersionRow.scenario_id == name)
    if kept == "scenario_bytes":
        size = func.sum(func.length(cast(ScenarioVersionRow.document, Text)))
        former = (
            select(size)
            .join(ScenarioRow, ScenarioRow.id == ScenarioVersionRow.scenario_id)
            .where(ScenarioRow.territory_key == name)
            .scalar_subquery()
        )
        present = func.sum(func.length(cast(ScenarioRow.document, Text)))
        return select(func.coalesce(present, 0) + func.coalesce(former, 0)).where(ScenarioRow.territory_key == name)
    columns = {
        "scenarios": ScenarioRow.territory_key,
        "consultations": ConsultationSessionRow.territory_key,
        "promises": PromisedValueRow.territory_key,
    }
    return select(func.count()).where(columns[kept] == name)
