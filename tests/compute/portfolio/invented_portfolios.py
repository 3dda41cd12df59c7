"""Random portfolios whose scores and costs a plain loop can recompute."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.portfolio.evaluation import Costs, Measured
from alpsat_geo.compute.portfolio.problem import Candidate
from alpsat_geo.compute.portfolio.scoring import ScoredPortfolios
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.arrays import BoolArray, FloatArray
from tests.invented_territory import choose

EUR_PER_SCORE = 750_000.0


def all_subsets(count: int) -> BoolArray:
    """Return every set of some candidates, nothing first."""
    subsets: BoolArray = (np.arange(2**count)[:, None] >> np.arange(count)) & 1 == 1
    return subsets


def invent_scored(
    members: BoolArray, scores: FloatArray, costs: FloatArray, investment: FloatArray | None = None
) -> ScoredPortfolios:
    """Return scored portfolios; candidates stand in three EPCI by turns, the first one everywhere."""
    each = np.arange(len(members))
    paid = Costs(Measured(costs, each), Measured(costs if investment is None else investment, each), len(members))
    kept = tuple(x for x in CRITERIA if x.key in {"additional_inhabitants", "net_public_cost"})
    inhabitants = members @ np.arange(1.0, members.shape[1] + 1)
    measures = {
        "additional_inhabitants": Measured(np.repeat(inhabitants[:, None], scores.shape[1], axis=1), each),
        "net_public_cost": Measured(costs, each),
    }
    return ScoredPortfolios(
        candidates=tuple(
            Candidate(f"c{c}", choose("open_space", f"{c}"), epci_index=frozenset({c % 3} if c else ()))
            for c in range(members.shape[1])
        ),
        epci_count=3,
        members=members,
        criteria=kept,
        measures=measures,
        costs={"all": paid, "petr": paid},
        applicable=np.ones(2, dtype=np.bool_),
        weights=np.full((scores.shape[1], 2), 0.5),
        scores=np.round(scores, 12),
        mean_scores=np.round(scores.mean(axis=1), 12),
        mean_measures=np.stack([measures[x.key].rows.mean(axis=1) for x in kept], axis=1),
        eur_per_score=EUR_PER_SCORE,
    )
