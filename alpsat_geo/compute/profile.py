"""Feasibility profile of a commune: five dimensions on fixed scales, never one grade by default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.baseline import BASKET_KINDS, Baseline, nearest_minutes, reach_services
from alpsat_geo.compute.demand import CSP_COUNT
from alpsat_geo.compute.nearest import find_nearest_spaces
from alpsat_geo.compute.ratios import ratio_or
from alpsat_geo.domain.anchors import Anchor
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.territory import Season, Territory
from alpsat_geo.domain.text import N_

FULL_SCORE = 100.0


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of the profile: what is measured, its unit, what it rests on, the files and places it needs."""

    key: str
    label: str
    measure_label: str
    unit: str
    confidence: str
    roles: tuple[str, ...]
    place_kinds: tuple[str, ...] = ()


DIMENSIONS: tuple[Dimension, ...] = (
    Dimension(
        "connexion",
        N_("Connexion"),
        N_("Part des locaux raccordables à la fibre"),
        N_("part"),
        N_("ARCEP, 2026-T2 : compte complet"),
        ("broadband",),
    ),
    Dimension(
        "emplois",
        N_("Emplois télétravaillables"),
        N_("Part des actifs occupés dont le métier permet le télétravail"),
        N_("part"),
        N_(
            "INSEE {census}, parts d'une autre région appliquées aux CSP : échantillon, fragile dans les petites"
            " communes"
        ),
        ("census",),
    ),
    Dimension(
        "lieux",
        N_("Lieux"),
        N_("Minutes jusqu'à l'espace de travail compté le plus proche"),
        N_("min"),
        N_("{begin_times} ; on ne sait pas si tous les espaces sont ouverts"),
        ("road_edges", "spaces"),
    ),
    Dimension(
        "services",
        N_("Services"),
        N_("Part des services du quotidien à moins de 15 minutes"),
        N_("part"),
        N_("INSEE 2024-2025, ANCT 2024, La Poste 2020 (ancien) ; {placed} ; temps estimés"),
        ("road_edges", "places", "facilities"),
        BASKET_KINDS,
    ),
    Dimension(
        "acces",
        N_("Accès"),
        N_("Minutes jusqu'à la gare la plus proche"),
        N_("min"),
        N_("SNCF 2024 ; {placed} ; {times}"),
        ("road_edges", "places"),
        ("station",),
    ),
)


@dataclass(frozen=True, slots=True)
class Profile:
    """The profile of n communes in one season.

    Attributes
    ----------
    season : Season
    measures : float array (n, 5)
        In the unit of each dimension; inf: unreachable, NaN: missing.
    scores : float array (n, 5)
        0 to 100 between the printed anchors; NaN where the measure is missing.
    anchors : tuple of Anchor, one per dimension
    """

    season: Season
    measures: FloatArray
    scores: FloatArray
    anchors: tuple[Anchor, ...]


def feasibility_profile(
    baseline: Baseline, territory: Territory, table: ParameterTable, anchors: Mapping[str, Anchor], season: Season
) -> Profile:
    """Measure the five dimensions of each commune and place them between fixed anchors.

    Parameters
    ----------
    baseline : Baseline
        Of the same territory.
    territory : Territory
    table : ParameterTable
        Shares of teleworkable jobs are read at their central value.
    anchors : mapping of dimension key to Anchor
    season : Season

    Returns
    -------
    Profile
        ``lieux`` looks at every counted space, whatever its uncertain status; a space that a
        person has settled as closed is left out.
    """
    minutes = baseline.place_minutes[season]
    measures = np.column_stack(
        [
            ratio_or(baseline.ftth_premises_count, baseline.premises_count, np.nan),
            _teleworkable_share(baseline, table),
            find_nearest_spaces(baseline, season).minutes,
            _basket_share(territory, minutes, table["services_basket_min"].value),
            nearest_minutes(territory, minutes, ("station",))[:, 0],
        ]
    )
    used = tuple(anchors[dimension.key] for dimension in DIMENSIONS)
    worst, best = np.array([(anchor.worst, anchor.best) for anchor in used]).T
    scores = FULL_SCORE * np.clip((measures - worst) / (best - worst), 0.0, 1.0)
    return Profile(season, measures, scores, used)


def _teleworkable_share(baseline: Baseline, table: ParameterTable) -> FloatArray:
    shares = np.array([table[f"teleworkable_share_csp{k}"].value for k in range(1, CSP_COUNT + 1)])
    employed = baseline.employed_by_csp_count
    return ratio_or(employed @ shares, employed.sum(axis=1), np.nan)


def _basket_share(territory: Territory, minutes: FloatArray, basket_min: float) -> FloatArray:
    share: FloatArray = reach_services(territory, minutes, BASKET_KINDS, basket_min).mean(axis=1)
    return share
