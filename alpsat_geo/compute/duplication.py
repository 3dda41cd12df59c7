"""What must hold for the method to carry over to a territory, measured on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from alpsat_geo.compute.commune_types import COMMUNES_AT_MOST
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.blanks import NEEDED_ROLES
from alpsat_geo.domain.territory import Territory

Standing = Literal["met", "partly", "unmet"]
ConditionKey = Literal["files", "values", "size", "epcis", "roads", "winter", "altitudes", "spaces"]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of duplication.

    Attributes
    ----------
    key : str
    standing : {"met", "partly", "unmet"}
    measure, whole : float
        What was counted, and out of how many; ``whole`` is NaN where it is not a share.
    """

    key: ConditionKey
    standing: Standing
    measure: float
    whole: float = float("nan")


def check_conditions(territory: Territory) -> tuple[Condition, ...]:
    """Measure each condition of duplication on a territory.

    - files: the tables without which nothing is ranked are there.
    - values: share of communes that have all that the model reads of each (inhabitants, employed residents, homes,
      premises).
    - size: two communes at least; types of commune, and ways between all, are computed up to 600.
    - epcis: two at least, or the gap between them has no object.
    - roads: a network, measured rather than a skeleton.
    - winter: roads that close in winter are known, or winter only slows down.
    - altitudes: share of town halls whose altitude is known.
    - spaces: share of listed workspaces whose status is certain.

    Parameters
    ----------
    territory : Territory

    Returns
    -------
    tuple of Condition
        In that order; the standing is "partly" where the method runs with less than it should have.
    """
    count = len(territory.insee_codes)
    fetched = len(NEEDED_ROLES - set(territory.awaited))
    whole = _count_whole(territory)
    known_altitudes = int(np.isfinite(territory.town_hall_altitudes.altitude_m).sum())
    return (
        Condition("files", "met" if fetched == len(NEEDED_ROLES) else "unmet", fetched, len(NEEDED_ROLES)),
        Condition("values", _judge_share(whole, count), whole, count),
        Condition("size", "unmet" if count < 2 else "met" if count <= COMMUNES_AT_MOST else "partly", count),  # noqa: PLR2004 - one commune has nobody to share with
        Condition("epcis", "met" if len(territory.epcis) > 1 else "partly", len(territory.epcis)),
        *_check_roads(territory),
        Condition("altitudes", _judge_share(known_altitudes, count), known_altitudes, count),
        _check_spaces(territory),
    )


def _judge_share(measure: int, whole: int) -> Standing:
    return "met" if measure == whole else "partly" if measure else "unmet"


def _count_whole(territory: Territory) -> int:
    """Count the communes that have every figure that the model reads of each."""
    census, broadband = territory.census, territory.broadband
    columns: Mapping[str, FloatArray] = {
        "population": territory.communes.population_count,
        "employed": census.employed_count,
        "homes": census.dwellings_count,
        "premises": broadband.premises_count,
        "fibre": broadband.ftth_premises_count,
    }
    return int(np.isfinite(np.column_stack(list(columns.values()))).all(axis=1).sum())


def _check_roads(territory: Territory) -> tuple[Condition, Condition]:
    roads = territory.roads
    if "road_edges" in territory.awaited or not roads.edge_ids:
        return Condition("roads", "unmet", 0), Condition("winter", "unmet", 0)
    closed = sum(roads.edge_is_closed_in_winter)
    slower = bool(np.any(roads.edge_speed_winter_kmh < roads.edge_speed_summer_kmh))
    return (
        Condition("roads", "partly" if roads.is_skeleton else "met", len(roads.edge_ids)),
        Condition("winter", "met" if closed else "partly" if slower else "unmet", closed),
    )


def _check_spaces(territory: Territory) -> Condition:
    listed = len(territory.spaces)
    certain = sum(space.status == "open" or space.is_verified for space in territory.spaces)
    if "spaces" in territory.awaited and not listed:
        return Condition("spaces", "unmet", 0, 0)
    return Condition("spaces", "met" if certain == listed else "partly", certain, listed)
