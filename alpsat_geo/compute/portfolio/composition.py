"""From candidates to scored portfolios: what a question on money is then answered from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.exchange import set_exchange_rates
from alpsat_geo.compute.mcda.objectives import Priorities, build_tree, draw_priorities, equal_priorities
from alpsat_geo.compute.portfolio.evaluation import evaluate_portfolios
from alpsat_geo.compute.portfolio.problem import Candidate, PortfolioProblem, list_portfolios
from alpsat_geo.compute.portfolio.scoring import ScoredPortfolios, score_portfolios
from alpsat_geo.domain.errors import InputError

PORTFOLIO_DRAW_COUNT = 500
MAX_SCORES = 40_000_000
"""Portfolios times draws that an ordinary machine holds in memory."""


def weigh_portfolios(
    decision: DecisionProblem, seed: int, rates: Mapping[str, float] | None = None
) -> tuple[Priorities, Priorities]:
    """Return the priorities of each draw, and one row that stands for them.

    Parameters
    ----------
    decision : DecisionProblem
    seed : int
        Of the priorities; the facts carry their own.
    rates : mapping of criterion key to euros a year for one more unit, optional
        When one is set, priorities are no longer drawn: what is not said keeps what equal objectives imply.

    Raises
    ------
    InputError
        If a rate is not that of a weighed criterion, or is not above 0.
    """
    tree = build_tree({c.key: c.objective for c in decision.criteria if c.is_weighted_by_default})
    equal = equal_priorities(tree)
    if not rates:
        return draw_priorities(tree, decision.draws.size, seed), equal
    return set_exchange_rates(decision, equal, rates, decision.draws.size), set_exchange_rates(
        decision, equal, rates, 1
    )


def score_candidates(
    decision: DecisionProblem,
    candidates: Sequence[Candidate],
    priorities: Priorities,
    typical: Priorities,
) -> ScoredPortfolios:
    """Evaluate and score every portfolio that some candidates make.

    Parameters
    ----------
    decision : DecisionProblem
    candidates : sequence of Candidate
    priorities, typical : Priorities
        As `weigh_portfolios` returns them.

    Raises
    ------
    InputError
        If there are too many portfolios, or too many draws for them: the sentence says what to drop.
    """
    problem = PortfolioProblem(decision, tuple(candidates))
    count, draws = len(list_portfolios(problem)), decision.draws.size
    if count * draws > MAX_SCORES:
        raise InputError(
            f"{count} programmes possibles sur {draws} tirages ne tiennent pas en mémoire : demandez au plus"
            f" {MAX_SCORES // count} tirages, ou retirez une action."
        )
    return score_portfolios(evaluate_portfolios(problem, priorities.tree.criterion_keys), priorities, typical)
