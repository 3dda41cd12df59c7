"""The nearest workspace as the road goes, from town hall to town hall: what a map of places says, before any doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.reach import read_columns
from alpsat_geo.domain.arrays import FloatArray, IntArray
from alpsat_geo.domain.territory import Season

NOWHERE = -1


@dataclass(frozen=True, slots=True)
class NearestSpaces:
    """The nearest workspace of each of n communes.

    Attributes
    ----------
    minutes : float array (n,)
        Between town halls, at the speeds of the network; 0 in a commune that has one, inf where no road leads to any,
        NaN where the roads or the spaces are not known.
    hosts : integer array (n,)
        Position of its commune; `NOWHERE` where no road leads to any. Of several as near, the first of the baseline.
    """

    minutes: FloatArray
    hosts: IntArray


def find_nearest_spaces(baseline: Baseline, season: Season, opened: Sequence[int] = ()) -> NearestSpaces:
    """Find the nearest workspace of each commune, among those that are open or still to be verified.

    Parameters
    ----------
    baseline : Baseline
        A space that somebody has found closed does not count.
    season : Season
    opened : sequence of int
        Communes in which one more opens.
    """
    known = {space.commune_index for space in baseline.possible_spaces}
    hosts = np.array(sorted(known | set(opened)), dtype=np.int_)
    if not hosts.size:
        nobody = np.full(baseline.commune_count, np.inf if baseline.knows_spaces else np.nan)
        return NearestSpaces(nobody, np.full(baseline.commune_count, NOWHERE))
    table = read_columns(baseline.minutes[season], [int(host) for host in hosts], np.inf)
    # Where no road is known, a space of the commune itself is still there.
    best = np.where(np.isnan(table), np.inf, table).argmin(axis=1)
    minutes: FloatArray = table[np.arange(len(table)), best]
    return NearestSpaces(minutes, np.where(np.isfinite(minutes), hosts[best], NOWHERE))
