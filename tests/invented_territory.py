"""Invented territories: a few communes whose numbers a test can work out by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.compute.action_type import ActionType
from alpsat_geo.compute.baseline import BASKET_KINDS, Baseline, CountedSpace
from alpsat_geo.compute.levers import Levers
from alpsat_geo.compute.sketch import list_places
from alpsat_geo.domain.arrays import freeze_floats, freeze_integers
from alpsat_geo.domain.scenario import ActionChoice, OptionValue, Scenario
from alpsat_geo.domain.series import Period, Series
from alpsat_geo.domain.territory import SEASONS, SpaceStatus

ACTIONS: Mapping[str, ActionType] = {action.key: action for action in ACTION_TYPES}


def invent_space(
    key: str,
    commune_index: int,
    *,
    desks: float | None = 8.0,
    status: SpaceStatus = "open",
    settled: bool | None = None,
) -> CountedSpace:
    """Return an existing space."""
    return CountedSpace(key, f"Espace {key}", commune_index, status, desks, settled)


def invent_baseline(
    minutes: npt.ArrayLike,
    *,
    spaces: Sequence[CountedSpace] = (),
    population: npt.ArrayLike | None = None,
    employed: npt.ArrayLike | None = None,
    epci_index: Sequence[int] | None = None,
    vacant_homes: npt.ArrayLike | None = None,
    second_homes: npt.ArrayLike | None = None,
    works_elsewhere: npt.ArrayLike | None = None,
    premises: npt.ArrayLike | None = None,
    ftth: npt.ArrayLike | None = None,
    basket: npt.ArrayLike | None = None,
    inside_km: npt.ArrayLike | None = None,
) -> Baseline:
    """Return a baseline with the same travel times in every season; one kilometre takes one minute."""
    times = freeze_floats(minutes)
    count = len(times)
    epci = list(epci_index) if epci_index is not None else [0] * count

    def column(values: npt.ArrayLike | None, default: float) -> npt.NDArray[np.float64]:
        return freeze_floats(np.full(count, default) if values is None else values)

    reached = freeze_floats(np.zeros((count, len(BASKET_KINDS))) if basket is None else basket)
    return Baseline(
        insee_codes=tuple(f"99{i:03d}" for i in range(count)),
        epci_sirens=tuple(f"99000000{e}" for e in range(max(epci) + 1)),
        epci_index=freeze_integers(epci),
        population=Series.build(
            "Habitants", {Period(year, year): column(population, 1000.0) for year in (2016, 2022)}, count
        ),
        employed_by_csp_count=freeze_floats(np.full((count, 6), 100.0) if employed is None else employed),
        second_homes_count=column(second_homes, 0.0),
        vacant_homes_count=column(vacant_homes, 1000.0),
        works_elsewhere_share=column(works_elsewhere, 0.5),
        premises_count=column(premises, 500.0),
        ftth_premises_count=column(ftth, 400.0),
        basket_reached=dict.fromkeys(SEASONS, reached),
        minutes=dict.fromkeys(SEASONS, times),
        km=dict.fromkeys(SEASONS, times),
        inside_km=column(inside_km, 0.0),
        spaces=tuple(spaces),
    )


def publish_desks(baseline: Baseline, key: str, desks_count: float) -> Baseline:
    """Return a baseline in which the desks of one of the spaces are known."""
    spaces = tuple(replace(s, desks_count=desks_count) if s.key == key else s for s in baseline.spaces)
    return replace(baseline, spaces=spaces)


def line_of_communes(positions_min: Sequence[float]) -> npt.NDArray[np.float64]:
    """Return the minutes between communes that stand along one road."""
    places = np.asarray(positions_min, dtype=np.float64)
    return np.abs(places[:, None] - places[None, :])


def choose(type_key: str, *places: str, **options: OptionValue) -> ActionChoice:
    """Return an action of a scenario."""
    return ActionChoice(type_key, places, options)


def choose_examples(action: ActionType, baseline: Baseline) -> tuple[ActionChoice, ...]:
    """Return the examples of an action, in every ninth place where it must be placed."""
    places = list_places(action, baseline)[::9] if action.places_required else ()
    return tuple(ActionChoice(action.key, places, options) for options in action.examples)


def plan(*choices: ActionChoice, key: str = "essai") -> Scenario:
    """Return a scenario."""
    return Scenario(key, f"Scénario {key}", actions=choices)


def snapshot(record: Baseline | Levers) -> bytes:
    """Return every byte of the arrays of a record, to see whether anything touched them."""
    parts: list[bytes] = []

    def visit(value: object) -> None:
        if isinstance(value, np.ndarray):
            parts.append(value.tobytes())
        elif isinstance(value, Mapping):
            for key in sorted(value, key=str):
                visit(value[key])
        elif isinstance(value, tuple | list):
            for item in value:
                visit(item)
        elif hasattr(value, "__dataclass_fields__"):
            for name in value.__dataclass_fields__:
                visit(getattr(value, name))
        else:
            parts.append(repr(value).encode())

    visit(record)
    return b"|".join(parts)
