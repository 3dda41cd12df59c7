"""Who comes to one space: from where, and whether they are employees, self-employed or visitors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.demand import split_demand
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.ratios import ratio_or
from alpsat_geo.domain.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class Clientele:
    """The users whom one space serves.

    Attributes
    ----------
    by_commune : float array (D, n)
        By commune of residence, or of the second home; their sum is what the space serves.
    employees, independents, visitors : float array (D,)
        Their sum too.
    """

    by_commune: FloatArray
    employees: FloatArray
    independents: FloatArray
    visitors: FloatArray


def find_clientele(outcome: Outcome, space: int) -> Clientele:
    """Find who comes to a space.

    Parameters
    ----------
    outcome : Outcome
    space : int
        Position of the space among those of the outcome.

    Notes
    -----
    In one commune all who would use a space go to the same ones, whoever they are: those who come to this one are
    employees, self-employed and visitors in the shares of the demand of their commune.
    """
    weight = np.zeros_like(outcome.served_weight)
    weight[:, space] = outcome.served_weight[:, space]
    by_commune = outcome.conversion * outcome.access.felt(weight)
    kinds = split_demand(outcome.baseline, outcome.draws, outcome.levers, outcome.additional_inhabitants)
    demand = np.sum(kinds, axis=0)
    employees, independents, visitors = ((by_commune * ratio_or(kind, demand, 0.0)).sum(axis=1) for kind in kinds)
    return Clientele(by_commune, employees, independents, visitors)
