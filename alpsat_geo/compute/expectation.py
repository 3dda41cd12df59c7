"""What the whole territory can expect: regular users, and how many spaces they could feed."""

from __future__ import annotations

from dataclasses import dataclass, field

from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.demand import compute_funnel
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.domain.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class Expectation:
    """Users if every one of them had a space within reach, and spaces that they could feed.

    Attributes
    ----------
    demand_draws : float array (D,)
        People of the territory who would use a workspace.
    demand_users : Interval
        Their summary.
    demand_central_users : float
        The same at the central parameters: lower than the median, since ranges lean upwards.
    spaces_fed : Interval
        Demand divided by the users of the warning case, a space that only just balanced and closed.
    reference_users : float
        Users of that case.
    """

    demand_draws: FloatArray = field(compare=False, repr=False)
    demand_users: Interval
    demand_central_users: float
    spaces_fed: Interval
    reference_users: float


def expect_users(comparison: Comparison) -> Expectation:
    """State how many regular users the territory can expect, whatever the scenario."""
    problem = comparison.problem
    demand = compute_funnel(problem.baseline, problem.draws).demand_users.sum(axis=1)
    central = problem.find_central()
    return Expectation(
        demand_draws=demand,
        demand_users=summarise_draws(demand),
        demand_central_users=float(compute_funnel(problem.baseline, central).demand_users.sum()),
        spaces_fed=summarise_draws(demand / problem.draws["space_break_even_reference_users"]),
        reference_users=problem.draws.table["space_break_even_reference_users"].value,
    )
