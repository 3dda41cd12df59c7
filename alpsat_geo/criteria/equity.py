"""Reach of the worst-served fifth of residents."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.formula import Formula
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.reach import worst_served_reach
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_


def _measure(outcome: Outcome) -> FloatArray:
    return worst_served_reach(outcome.reach, outcome.baseline.population_count)[outcome.combination_index]


def _by_commune(outcome: Outcome) -> FloatArray:
    return outcome.reach[outcome.combination_index]


def _by_epci(outcome: Outcome) -> FloatArray:
    base = outcome.baseline
    groups = [base.epci_index == epci for epci in range(len(base.epci_sirens))]
    worst = [worst_served_reach(outcome.reach[:, group], base.population_count[group]) for group in groups]
    return np.stack(worst, axis=1)[outcome.combination_index]


EQUITY = Criterion(
    key="equity",
    label=N_("Accès à un espace pour les habitants les plus éloignés"),
    unit=N_("part"),
    help=N_(
        "Pour les 20 % d'habitants les plus éloignés, part qui ferait le trajet : 1 quand un espace est"
        " sur place, 0,5 à T minutes, 0 quand aucun n'est accessible."
    ),
    kind="effect",
    direction="max",
    is_shown_first=True,
    measure=_measure,
    measure_by_commune=_by_commune,
    measure_by_epci=_by_epci,
    formulas=(
        Formula(
            "equity",
            N_("Accès moyen du cinquième d'habitants le plus éloigné"),
            "worst_fifth_mean(reach, population)",
        ),
    ),
)
