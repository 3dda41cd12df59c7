"""Our minutes to places, set beside those that somebody else published, commune by commune."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.baseline import nearest_minutes
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.territory import ACCESS_SEASONS, AccessTime, Season, Territory


@dataclass(frozen=True, slots=True)
class AccessError:
    """How far ours are from the published minutes to the nearest place of a kind, in one season.

    Attributes
    ----------
    kind : str
    season : {"summer", "winter"}
    commune_count : int
        Communes that have both.
    mean_gap_min, mean_absolute_gap_min : float
        Ours minus theirs, each commune weighed by the people whose minutes were published.
    largest_gap_min : float
        With its sign.
    largest_commune : str
        INSEE code.
    """

    kind: str
    season: Season
    commune_count: int
    mean_gap_min: float
    mean_absolute_gap_min: float
    largest_gap_min: float
    largest_commune: str


def measure_access_errors(territory: Territory, place_minutes: Mapping[Season, FloatArray]) -> tuple[AccessError, ...]:
    """Compare by kind of place and season; a kind that either side misses everywhere is left out.

    Parameters
    ----------
    territory : Territory
        With the minutes that were published.
    place_minutes : mapping of season to float array (n, p)
        See `measure_place_minutes`.
    """
    position = {code: i for i, code in enumerate(territory.insee_codes)}
    by_kind: dict[str, list[AccessTime]] = {}
    for published in territory.access_times:
        by_kind.setdefault(published.kind, []).append(published)
    errors = []
    for kind, listed in by_kind.items():
        theirs = np.array([one.minutes for one in listed])
        people = np.array([one.people_count for one in listed])
        rows = [position[one.insee_code] for one in listed]
        for season in ACCESS_SEASONS:
            gap = nearest_minutes(territory, place_minutes[season], (kind,))[rows, 0] - theirs
            both = np.flatnonzero(np.isfinite(gap) & (people > 0))
            if not both.size:
                continue
            worst = int(both[np.abs(gap[both]).argmax()])
            errors.append(
                AccessError(
                    kind,
                    season,
                    int(both.size),
                    float(np.average(gap[both], weights=people[both])),
                    float(np.average(np.abs(gap[both]), weights=people[both])),
                    float(gap[worst]),
                    listed[worst].insee_code,
                )
            )
    return tuple(errors)
