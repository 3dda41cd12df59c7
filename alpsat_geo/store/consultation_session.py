"""A consultation session as it is kept, and what opening one takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from alpsat_geo.compute.criterion import find_result
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import Remark, remark
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.text import N_, clean_line
from alpsat_geo.store.scenario_document import read_document
from alpsat_geo.store.tables import ConsultationSessionRow
from alpsat_geo.store.text import is_writable
from alpsat_geo.store.voting_codes import CODES_AT_MOST

Level = Literal["prices", "objectives", "criteria"]
"""What a consultation asks: objectives and criteria are of before, when votes weighed them."""

KEPT_AFTER_END = timedelta(days=30)
"""How long the links of a session open it once it has ended; then its votes go."""


@dataclass(frozen=True, slots=True)
class ConsultationSession:
    """A consultation.

    Attributes
    ----------
    id : str
        Unguessable; whoever has it may vote.
    territory_key, question : str
    scenarios : tuple of Scenario
        As they stood when the session opened: a later change of them does not change what was asked.
    level : {"prices", "objectives", "criteria"}
        What was asked: the price of results; of before, the weight of objectives or criteria.
    weighed : tuple of str
        Keys of that level.
    college_capacity_count : int or None
        Most participants in one college; None without limit.
    corrections : tuple of mapping
        Corrections to the data in force when the session opened, as plain values: votes are read under them.
    opened_at, expires_at : datetime
        In UTC.
    closed_at : datetime or None
        None until a facilitator closes it.
    has_codes : bool
        Whether a vote takes a one-time code; else the room is open, and nobody is authenticated.
    """

    id: str
    territory_key: str
    question: str
    scenarios: tuple[Scenario, ...]
    level: Level
    weighed: tuple[str, ...]
    college_capacity_count: int | None
    opened_at: datetime
    expires_at: datetime
    closed_at: datetime | None
    corrections: tuple[Mapping[str, Any], ...] = ()
    has_codes: bool = False

    def is_open_at(self, instant: datetime) -> bool:
        """Whether a vote is taken at that instant; never on what was asked before votes were prices."""
        return not self.is_former and self.closed_at is None and instant < self.expires_at

    @property
    def is_former(self) -> bool:
        """Whether its votes are points or rankings: it is read, and takes none."""
        return self.level != "prices"

    @property
    def ended_at(self) -> datetime:
        """When the vote ended, or will at the latest."""
        return self.closed_at or self.expires_at


def check_opening(
    question: str,
    scenarios: Sequence[Scenario],
    weighed: Sequence[str],
    *,
    duration: timedelta,
    college_capacity_count: int | None,
    has_codes: bool,
) -> None:
    """Refuse a session that could not be voted on; see `ConsultationStore.open_session`.

    Raises
    ------
    InputError
        If the question is empty, if there is no scenario, no result, no time or no place to vote, or if a result is
        unknown.
    """
    said: Remark | None = None
    if not question.strip() or not is_writable(question):
        said = remark(N_("La consultation n'a pas de question lisible : écrivez celle que la salle doit trancher."))
    elif not scenarios:
        said = remark(N_("La consultation n'a aucun scénario : choisissez-en au moins un."))
    elif not weighed or len(set(weighed)) != len(weighed):
        sentence = N_("Ce que le vote demande ({weighed}) ne convient pas : donnez au moins un résultat, sans double.")
        said = remark(sentence, weighed=", ".join(weighed) or remark(N_("rien")))
    elif duration <= timedelta(0):
        sentence = N_(
            "La durée de la consultation ({duration}) est nulle ou négative : donnez-lui au moins une minute."
        )
        said = remark(sentence, duration=str(duration))
    elif college_capacity_count is not None and college_capacity_count < 1:
        sentence = N_("Un groupe de {count} place n'accueille personne : donnez au moins une place.")
        said = remark(sentence, count=college_capacity_count)
    elif has_codes and not 1 <= (college_capacity_count or 0) <= CODES_AT_MOST:
        sentence = N_(
            "Le vote par code demande combien de codes imprimer : donnez de 1 à {count} places par groupe, ou ouvrez "
            "la salle à tous."
        )
        said = remark(sentence, count=CODES_AT_MOST)
    if said is not None:
        raise InputError(said)
    for key in weighed:
        find_result(CRITERIA, key)


def read_session(row: ConsultationSessionRow) -> ConsultationSession:
    """Turn a row into a record."""
    return ConsultationSession(
        id=row.id,
        territory_key=row.territory_key,
        question=clean_line(row.question),
        scenarios=tuple(map(read_document, row.scenarios)),
        level=cast("Level", row.level),
        weighed=tuple(row.weighed),
        college_capacity_count=row.college_capacity_count,
        opened_at=row.opened_at,
        expires_at=row.expires_at,
        closed_at=row.closed_at,
        corrections=tuple(row.corrections or ()),
        has_codes=row.has_codes,
    )
