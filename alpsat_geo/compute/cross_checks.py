"""Cross-checks of the weighted value model by TOPSIS and PROMETHEE II, at the central parameters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.mcda.promethee import rank_by_promethee
from alpsat_geo.compute.mcda.topsis import rank_by_topsis
from alpsat_geo.domain.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """Ranking of another method; the screen shows it only where its leader is another one.

    ``ranking`` holds positions of scenarios, best first.
    """

    method: str
    ranking: tuple[int, ...]
    disagrees: bool


def cross_check(comparison: Comparison) -> tuple[CrossCheck, ...]:
    """Rank the scenarios by other methods on the same central values and typical weights.

    Values are already scores between 0 and 1 where more is better; only criteria that keep a
    weight enter.
    """
    used = comparison.typical_weights > 0
    values, weights = comparison.central_values[:, used], comparison.typical_weights[used]
    leader = int(np.argmax(np.round(values @ weights, 12)))
    methods: dict[str, FloatArray] = {
        "TOPSIS": rank_by_topsis(values, weights),
        "PROMETHEE II": rank_by_promethee(values, weights),
    }
    checks = []
    for method, scores in methods.items():
        order = tuple(int(s) for s in np.argsort(-np.round(scores, 12), kind="stable"))
        checks.append(CrossCheck(method, order, order[0] != leader))
    return tuple(checks)
