"""What is chosen at set prices: the best programme on average, how sure, and what can hardly be told from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.net_benefit.appraisal import Appraisal, Prices
from alpsat_geo.compute.net_benefit.worth import Sureness, list_near_ties, measure_sureness
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.domain.arrays import FloatArray

_TIE_SHARE = 1e-9
_SURE_SHARE = 0.95


@dataclass(frozen=True, slots=True)
class Choice:
    """The programme of highest expected net benefit at set prices.

    Attributes
    ----------
    prices : mapping of result key to euros a year
    best : int
        Row of the appraisal; exact ties go to doing nothing, then to the cheaper, then to the first.
    near_ties : tuple of int
        Programmes whose expected net benefit differs from that of the best by less than twice the standard error of
        the paired difference.
    net_benefit : Interval
        Of the best, euros a year.
    sureness : Sureness
    """

    prices: Prices
    best: int
    near_ties: tuple[int, ...]
    net_benefit: Interval
    sureness: Sureness

    @property
    def is_sure(self) -> bool:
        """Whether the best is worth its cost in nearly all draws: only then may it be shown as a success."""
        return self.sureness.worth_its_cost is not None and self.sureness.worth_its_cost >= _SURE_SHARE


def find_best(expected: FloatArray, costs: FloatArray) -> int:
    """Return the row of highest expected net benefit.

    Parameters
    ----------
    expected, costs : float array (S,)
        Row 0 is doing nothing: an exact tie goes to it, then to the cheaper, then to the first.
    """
    most = expected.max()
    ties = np.flatnonzero(expected >= most - _TIE_SHARE * max(abs(most), 1.0))
    return int(ties[np.lexsort((ties, costs[ties], ties != 0))[0]])


def choose(appraisal: Appraisal, prices: Prices) -> Choice | None:
    """Choose at set prices; None while no price is set.

    Parameters
    ----------
    appraisal : Appraisal
    prices : mapping of result key to euros a year
    """
    if not prices:
        return None
    benefits = appraisal.net_benefits(prices)
    best = find_best(appraisal.expected_net_benefits(prices), appraisal.mean_costs)
    return Choice(
        prices=prices,
        best=best,
        near_ties=list_near_ties(benefits, best),
        net_benefit=summarise_draws(benefits[best]),
        sureness=measure_sureness(benefits, best),
    )
