"""Gap of reach between the communautés de communes."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.formula import Formula
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_


def _mean_reach(outcome: Outcome) -> FloatArray:
    return outcome.baseline.mean_by_epci(outcome.reach)


def _measure(outcome: Outcome) -> FloatArray:
    means = _mean_reach(outcome)
    gap: FloatArray = np.nanmax(means, axis=1) - np.nanmin(means, axis=1)
    return gap[outcome.combination_index]


def _by_epci(outcome: Outcome) -> FloatArray:
    return _mean_reach(outcome)[outcome.combination_index]


EPCI_GAP = Criterion(
    key="epci_gap",
    label=N_("Écart entre les communautés de communes"),
    unit=N_("part"),
    help=N_("Différence d'accès moyen entre la communauté de communes la mieux et la moins bien placée."),
    kind="effect",
    direction="min",
    measure=_measure,
    measure_by_epci=_by_epci,
    formulas=(
        Formula(
            "epci_gap",
            N_("Différence d'accès moyen entre communautés de communes"),
            "spread(group_mean(reach, population, epci))",
        ),
    ),
)
