"""Feasibility profile of a commune: five dimensions on fixed scales, never one grade by default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.baseline import BASKET_KINDS, Baseline, nearest_minutes
from alpsat_geo.compute.demand import CSP_COUNT
from alpsat_geo.compute.mcda.value_functions import score_linear
from alpsat_geo.compute.ratios import ratio_or
from alpsat_geo.compute.summary import Interval
from alpsat_geo.domain.anchors import Anchor
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.territory import Season, Territory
from alpsat_geo.domain.text import N_

FULL_SCORE = 100.0


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of the profile: what is measured, its unit, and what its confidence rests on."""

    key: str
    label: str
    measure_label: str
    unit: str
    confidence: str


DIMENSIONS: tuple[Dimension, ...] = (
    Dimension(
        "connexion",
        N_("Connexion"),
        N_("Part des locaux raccordables à la fibre"),
        N_("part"),
        N_("ARCEP, 2026-T2 : compte complet"),
    ),
    Dimension(
        "emplois",
        N_("Emplois télétravaillables"),
        N_("Part des actifs occupés dont le métier permet le télétravail"),
        N_("part"),
        N_("INSEE 2022, parts d'une autre région appliquées aux CSP : échantillon, fragile dans les petites communes"),
    ),
    Dimension(
        "lieux",
        N_("Lieux"),
        N_("Minutes jusqu'à l'espace de travail compté le plus proche"),
        N_("min"),
        N_("Temps estimés sur un squelette routier ; statut des espaces incertain"),
    ),
    Dimension(
        "services",
        N_("Services"),
        N_("Part du panier du quotidien à moins de 15 minutes"),
        N_("part"),
        N_("INSEE 2024-2025, ANCT 2024, La Poste 2020 (ancien) ; temps estimés"),
    ),
    Dimension(
        "acces",
        N_("Accès"),
        N_("Minutes jusqu'à la gare la plus proche"),
        N_("min"),
        N_("SNCF 2024 ; temps estimés sur un squelette routier"),
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
    minutes = np.asarray(baseline.minutes[season])
    measures = np.column_stack(
        [
            ratio_or(baseline.ftth_premises_count, baseline.premises_count, np.nan),
            _teleworkable_share(baseline, table),
            _minutes_to_spaces(baseline, minutes),
            _basket_share(territory, minutes, table["services_basket_min"].value),
            nearest_minutes(territory, minutes, ("station",))[:, 0],
        ]
    )
    used = tuple(anchors[dimension.key] for dimension in DIMENSIONS)
    population = float(baseline.population_count.sum())
    scores = np.column_stack(
        [FULL_SCORE * score_linear(measures[:, k], *anchor.find_ends(population)) for k, anchor in enumerate(used)]
    )
    return Profile(season, measures, scores, used)


def composite_interval(profile: Profile, weights: Mapping[str, float], spread: float = 0.1) -> list[Interval]:
    """Composite score of each commune under a person's weights, as an interval.

    The interval spans the arithmetic means obtained when each weight may move by ``spread`` of the
    total; ``value`` is the mean at the given weights. A composite exists only when asked for.

    Parameters
    ----------
    weights : mapping of dimension key to points, any scale
    spread : float
        Share of the total weight by which each weight may be wrong.

    Raises
    ------
    InputError
        If the weights are negative or sum to 0, or name an unknown dimension.
    """
    row = _dimension_weights(weights)
    central = _weigh(profile, row)
    moved = []
    for k in range(len(DIMENSIONS)):
        for sign in (-1, 1):
            changed = row.copy()
            if row[k] == 0:
                continue  # what nobody weighs is not uncertain
            changed[k] = max(0.0, changed[k] + sign * spread)
            if changed.sum() > 0:
                moved.append(_weigh(profile, changed / changed.sum()))
    table = np.array([central, *moved])
    return [
        Interval(float(low), float(value), float(high))
        for low, value, high in zip(table.min(axis=0), central, table.max(axis=0), strict=True)
    ]


def geometric_composite(profile: Profile, weights: Mapping[str, float]) -> FloatArray:
    """Weighted geometric mean (n,) of the scores: unlike the arithmetic one, a zero is not compensated."""
    row = _dimension_weights(weights)
    # A dimension without weight is raised to the power 0: it counts for 1, even where it scores 0.
    mean: FloatArray = FULL_SCORE * np.prod((profile.scores / FULL_SCORE) ** row, axis=1)
    return mean


def _weigh(profile: Profile, row: FloatArray) -> FloatArray:
    # A missing dimension without weight takes nothing from the others.
    weighed: FloatArray = np.where(row > 0, profile.scores, 0.0) @ row
    return weighed


def _dimension_weights(weights: Mapping[str, float]) -> FloatArray:
    keys = [dimension.key for dimension in DIMENSIONS]
    for key in weights:
        if key not in keys:
            message = f"La dimension « {key} » n'existe pas : choisissez parmi {', '.join(keys)}."
            raise InputError(message)
    row = np.array([float(weights.get(key, 0.0)) for key in keys])
    if (row < 0).any() or not row.sum() > 0:
        message = "Les poids des dimensions doivent être positifs et l'un d'eux au moins non nul."
        raise InputError(message)
    normalised: FloatArray = row / row.sum()
    return normalised


def _teleworkable_share(baseline: Baseline, table: ParameterTable) -> FloatArray:
    shares = np.array([table[f"teleworkable_share_csp{k}"].value for k in range(1, CSP_COUNT + 1)])
    employed = baseline.employed_by_csp_count
    return ratio_or(employed @ shares, employed.sum(axis=1), np.nan)


def _minutes_to_spaces(baseline: Baseline, minutes: FloatArray) -> FloatArray:
    hosts = [space.commune_index for space in baseline.spaces if space.settled_is_open is not False]
    if not hosts:
        return np.full(baseline.commune_count, np.inf)
    nearest: FloatArray = minutes[:, hosts].min(axis=1)
    return nearest


def _basket_share(territory: Territory, minutes: FloatArray, basket_min: float) -> FloatArray:
    share: FloatArray = (nearest_minutes(territory, minutes, BASKET_KINDS) <= basket_min).mean(axis=1)
    return share
