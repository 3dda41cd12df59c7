"""Generated territories: communes on a jittered grid, spaces growing with them, times within an hour."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csc_matrix
from scipy.spatial import cKDTree

from alpsat_geo.compute.baseline import BASKET_KINDS, Baseline, CountedSpace, mean_distance_inside
from alpsat_geo.domain.arrays import freeze_floats, freeze_integers
from alpsat_geo.domain.series import Period, Series
from alpsat_geo.domain.territory import SEASONS, SpaceStatus

SPACING_KM = 4.0
"""Distance between neighbouring town halls: about that of France, 35,000 communes on 550,000 km2."""
DETOUR_FACTOR = 1.4
SPEED_KMH = 50.0
HORIZON_MIN = 60.0
COMMUNES_PER_SPACE = 8
COMMUNES_PER_EPCI = 28
STATUSES: tuple[SpaceStatus, ...] = ("open", "open_unverified", "mentioned")


def generate_baseline(commune_count: int, seed: int = 0) -> Baseline:
    """Generate a baseline of n communes and about n / 8 existing spaces.

    Times are sparse: only pairs of communes within an hour are kept, so that their number grows
    with the communes and not with their square.
    """
    rng = np.random.default_rng(seed)
    side = int(np.ceil(np.sqrt(commune_count)))
    grid = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2)[:commune_count]
    points_km = SPACING_KM * (grid + rng.uniform(-0.4, 0.4, (commune_count, 2)))
    reach_km = HORIZON_MIN * SPEED_KMH / 60 / DETOUR_FACTOR
    pairs = cKDTree(points_km).query_pairs(reach_km, output_type="ndarray")
    rows = np.concatenate([pairs[:, 0], pairs[:, 1], np.arange(commune_count)])
    columns = np.concatenate([pairs[:, 1], pairs[:, 0], np.arange(commune_count)])
    km = DETOUR_FACTOR * np.linalg.norm(points_km[rows] - points_km[columns], axis=1)
    shape = (commune_count, commune_count)
    minutes = csc_matrix((km / SPEED_KMH * 60, (rows, columns)), shape=shape)
    kilometres = csc_matrix((km, (rows, columns)), shape=shape)
    population = np.round(rng.lognormal(6.2, 1.1, commune_count))
    employed = population * rng.uniform(0.4, 0.5, commune_count)
    dwellings = population * rng.uniform(0.5, 2.0, commune_count)
    reached = rng.random((commune_count, len(BASKET_KINDS))) < 0.8  # noqa: PLR2004 - share of services within reach
    epci = np.arange(commune_count) // COMMUNES_PER_EPCI
    hosts = rng.choice(commune_count, max(1, commune_count // COMMUNES_PER_SPACE), replace=False)
    premises = np.round(dwellings * 1.2)
    return Baseline(
        insee_codes=tuple(f"{i:05d}" for i in range(commune_count)),
        epci_sirens=tuple(f"{e:09d}" for e in range(int(epci[-1]) + 1)),
        epci_index=freeze_integers(epci),
        population=Series.build(
            "Habitants", {Period(2016, 2016): population * 1.01, Period(2022, 2022): population}, commune_count
        ),
        employed_by_csp_count=freeze_floats(employed[:, None] * rng.dirichlet([1, 3, 4, 6, 7, 5], commune_count)),
        second_homes_count=freeze_floats(dwellings * 0.4),
        vacant_homes_count=freeze_floats(dwellings * 0.08),
        works_elsewhere_share=freeze_floats(rng.uniform(0.3, 0.8, commune_count)),
        premises_count=freeze_floats(premises),
        ftth_premises_count=freeze_floats(premises * 0.9),
        basket_reached={season: freeze_floats(reached) for season in SEASONS},
        minutes=dict.fromkeys(SEASONS, minutes),
        km=dict.fromkeys(SEASONS, kilometres),
        inside_km=mean_distance_inside(dwellings, 10.0),
        spaces=tuple(
            CountedSpace(f"espace-{j}", f"Espace {j}", int(host), STATUSES[j % len(STATUSES)], None)
            for j, host in enumerate(np.sort(hosts))
        ),
    )
