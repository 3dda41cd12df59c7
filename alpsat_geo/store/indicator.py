"""An indicator that is followed: what was promised of it, and what was observed."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import Remark, Value, remark
from alpsat_geo.domain.text import N_
from alpsat_geo.store.errors import ConflictError
from alpsat_geo.store.text import is_writable

FIRST_DAY = date(2000, 1, 1)
"""No observation is older: the first data of the territory is not."""
SOURCE_LENGTH = 200

# East of Greenwich, today's date begins before it does in UTC.
_CALENDAR_AHEAD = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Promise:
    """What a scenario promises of an indicator.

    Attributes
    ----------
    indicator_key, unit : str
    low, value, high : float
        In that order; what is "sans objet" is not promised.
    promised_on : datetime.date
    due_on : datetime.date or None
        When it should be reached; None when the promise gives no date.
    basis : str
        What it was computed with, in French: draws, choices, vintages of the data.
    verdict : str
        Paragraphs that say the answer of that day, what the scenario costs and brings, whether its spaces live and when
        to close them; empty for a promise made before they were kept.
    """

    indicator_key: str
    unit: str
    low: float
    value: float
    high: float
    promised_on: date
    due_on: date | None = None
    basis: str = ""
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class PromisedValue:
    """A promise as it is kept.

    Attributes
    ----------
    id, territory_key : str
    scenario_id : str or None
        None for a scenario that comes with the program, or was deleted.
    scenario_key, scenario_name : str
        As they were when it was promised.
    promise : Promise
    created_at : datetime
        In UTC.
    is_own : bool
        Whether who asked may withdraw it, and enter what is observed of it.
    """

    id: str
    territory_key: str
    scenario_id: str | None
    scenario_key: str
    scenario_name: str
    promise: Promise
    created_at: datetime
    is_own: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Observation:
    """What was observed, in the unit of the promise; `source` says where the figure comes from, never who."""

    observed_on: date
    value: float
    source: str


@dataclass(frozen=True, slots=True)
class ObservedValue:
    """An observation as it is kept; `revision` counts its corrections from 1, instants are in UTC."""

    id: str
    promised_id: str
    observation: Observation
    revision: int
    created_at: datetime
    updated_at: datetime


class ObservationConflictError(ConflictError):
    """Another value is kept for that date: both are here, and the kept one was not touched.

    Attributes
    ----------
    current : ObservedValue
        What is kept.
    submitted : Observation or None
        What was to be kept; None for a deletion.
    """

    def __init__(self, current: ObservedValue, submitted: Observation | None) -> None:
        self.current = current
        self.submitted = submitted
        kept = current.observation
        values: dict[str, Value] = {"day": kept.observed_on, "kept": kept.value, "kept_source": kept.source}
        if submitted is None:
            sentence = N_(
                "La valeur inscrite au {day} est déjà {kept} ({kept_source}) : vérifiez laquelle est juste, puis "
                "corrigez celle qui est inscrite."
            )
        else:
            values |= {"given": submitted.value, "given_source": submitted.source}
            sentence = N_(
                "La valeur inscrite au {day} est déjà {kept} ({kept_source}), et non {given} ({given_source}) : "
                "vérifiez laquelle est juste, puis corrigez celle qui est inscrite."
            )
        super().__init__(remark(sentence, **values))


def check_promise(promise: Promise) -> None:
    """Refuse a promise that is not an interval.

    Raises
    ------
    InputError
        If a bound is not a finite number, if they are out of order, or if the promise is due before it is made.
    """
    numbers = (promise.low, promise.value, promise.high)
    if not all(map(math.isfinite, numbers)) or not promise.low <= promise.value <= promise.high:
        sentence = N_(
            "L'indicateur « {key} » prévoit {low}, {value}, {high} : donnez trois nombres, le bas, la valeur et le "
            "haut, dans cet ordre."
        )
        low, value, high = numbers
        raise InputError(remark(sentence, key=promise.indicator_key, low=low, value=value, high=high))
    if promise.due_on is not None and promise.due_on < promise.promised_on:
        sentence = N_(
            "L'indicateur « {key} » est prévu pour le {due}, avant la prévision elle-même ({promised}) : corrigez "
            "l'une des deux dates."
        )
        raise InputError(remark(sentence, key=promise.indicator_key, due=promise.due_on, promised=promise.promised_on))


def check_observation(observation: Observation, now: datetime) -> None:
    """Refuse an observation that nobody can have made.

    Raises
    ------
    InputError
        If the value is not a finite number, if its date is to come or too old, or if its source is empty or too long.
    """
    day = observation.observed_on
    said: Remark | None = None
    if not math.isfinite(observation.value):
        sentence = N_("La valeur observée le {day} ({value}) n'est pas un nombre fini : corrigez-la.")
        said = remark(sentence, day=day, value=observation.value)
    elif observation.observed_on > (now + _CALENDAR_AHEAD).date():
        said = remark(N_("La date d'observation, le {day}, n'est pas encore arrivée : corrigez-la."), day=day)
    elif observation.observed_on < FIRST_DAY:
        sentence = N_("La date d'observation, le {day}, est trop ancienne : écrivez une date depuis le {first}.")
        said = remark(sentence, day=day, first=FIRST_DAY)
    elif len(observation.source) > SOURCE_LENGTH:
        sentence = N_("La source de la valeur observée le {day} compte plus de {most} caractères : coupez-la.")
        said = remark(sentence, day=day, most=SOURCE_LENGTH)
    elif not observation.source.strip() or not is_writable(observation.source):
        sentence = N_("La valeur observée le {day} n'a pas de source lisible : dites d'où vient le chiffre.")
        said = remark(sentence, day=day)
    if said is not None:
        raise InputError(said)
