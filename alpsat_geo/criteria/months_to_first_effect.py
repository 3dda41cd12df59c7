"""Months before the first action has an effect."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.formula import Formula, FormulaInput
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_


def _earliest(outcome: Outcome, areas: list[set[int]]) -> FloatArray:
    """Earliest start (D, A) in each area; NaN where nothing starts."""
    months = np.full((outcome.draws.size, len(areas)), np.nan)
    for start in outcome.levers.starts:
        for a, area in enumerate(areas):
            if not start.commune_index or area.intersection(start.commune_index):
                months[:, a] = np.fmin(months[:, a], start.months)
    return months


def _measure(outcome: Outcome) -> FloatArray:
    return _earliest(outcome, [set(range(outcome.baseline.commune_count))])[:, 0]


def _by_commune(outcome: Outcome) -> FloatArray:
    return _earliest(outcome, [{i} for i in range(outcome.baseline.commune_count)])


def _by_epci(outcome: Outcome) -> FloatArray:
    return _earliest(outcome, outcome.baseline.list_by_epci())


MONTHS_TO_FIRST_EFFECT = Criterion(
    key="months_to_first_effect",
    label=N_("Mois avant les premiers résultats"),
    unit=N_("mois"),
    help=N_("Délai de la première action du scénario qui produit un effet. Sans objet quand rien n'est entrepris."),
    kind="prudence",
    direction="min",
    measure=_measure,
    measure_by_commune=_by_commune,
    measure_by_epci=_by_epci,
    formulas=(Formula("months_to_first_effect", N_("Mois avant les premiers résultats"), "first(start_months)"),),
    inputs=(
        FormulaInput(
            "start_months",
            N_("Mois avant le démarrage de chaque action"),
            lambda outcome: np.array([start.months[0] for start in outcome.levers.starts]),
        ),
    ),
)
