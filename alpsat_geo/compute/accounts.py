"""Accounts of a scenario: what it costs to all public funders and to the PETR, space by space."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.draws import Draws
from alpsat_geo.compute.finance import (
    MONTHS_PER_YEAR,
    BalanceVerdict,
    annuity,
    break_even_users,
    capacity_users,
    judge_balance,
    unrecovered_investment,
)
from alpsat_geo.compute.levers import CostLine
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.ratios import ratio_or
from alpsat_geo.domain.arrays import FloatArray

SUNK_AFTER_YEAR = 2.0
"""When one would stop: the formula of the criterion says it too."""


@dataclass(frozen=True, slots=True)
class SpaceAccount:
    """The break-even card of a space that the scenario opens; every array is (D,).

    Attributes
    ----------
    grant_eur : investment grant, which the annual cost deducts.
    annual_cost_eur : annuity of the investment less grants, plus running costs.
    revenue_eur_per_year : served users times monthly price times 12.
    break_even_users, capacity_users, served_users : users.
    cost_recovery_share : revenue over annual cost.
    break_even_probability : float
        Share of the draws in which revenue covers the annual cost.
    verdict : {"holds", "uncertain", "does_not_hold"}
        At least two thirds, between, at most one third.
    cannot_balance_share : float
        Share of the draws in which even a full space cannot balance.
    """

    key: str
    commune_index: int
    kind: str
    grant_eur: FloatArray
    annual_cost_eur: FloatArray
    revenue_eur_per_year: FloatArray
    break_even_users: FloatArray
    capacity_users: FloatArray
    served_users: FloatArray
    cost_recovery_share: FloatArray
    break_even_probability: float
    verdict: BalanceVerdict
    cannot_balance_share: float


def space_accounts(outcome: Outcome) -> tuple[SpaceAccount, ...]:
    """Return the account of each space that the scenario opens, in order."""
    return tuple(_account(outcome, j) for j, space in enumerate(outcome.levers.spaces) if space.is_new)


def new_space_revenue(outcome: Outcome) -> FloatArray:
    """Yearly revenue (D, J) of the spaces that the scenario opens; 0 for existing ones, not ours."""
    revenue = np.zeros_like(outcome.space_users)
    for j, space in enumerate(outcome.levers.spaces):
        if space.is_new:
            stated = space.stated_revenue_eur_per_year
            revenue[:, j] = estimate_space_revenue(outcome, j) if stated is None else stated
    return revenue


def estimate_space_revenue(outcome: Outcome, j: int) -> FloatArray:
    """Yearly revenue (D,) that the users of a new space would bring, whatever was stated of it."""
    price: FloatArray = outcome.levers.spaces[j].price_month_eur
    return outcome.space_served_users[:, j] * price * MONTHS_PER_YEAR


def total_action_revenue(outcome: Outcome) -> FloatArray:
    """Yearly revenue (D,) of all actions, beside that of the spaces that they open."""
    return _add(outcome, lambda line: line.revenue_eur_per_year)


def total_revenue(outcome: Outcome) -> FloatArray:
    """Yearly revenue (D,) of the spaces that the scenario opens and of its actions."""
    spaces: FloatArray = new_space_revenue(outcome).sum(axis=1)
    return spaces + total_action_revenue(outcome)


def revenue_by_commune(outcome: Outcome) -> FloatArray:
    """Yearly revenue (D, n): of the opened spaces where they stand, of the actions where they spend."""
    total = spend_by_commune(outcome, lambda line: line.revenue_eur_per_year)
    revenue = new_space_revenue(outcome)
    for j, space in enumerate(outcome.levers.spaces):
        total[:, space.commune_index] += revenue[:, j]
    return total


def balances(outcome: Outcome) -> FloatArray:
    """Whether each space that the scenario opens covers its cost, (D, J); NaN for existing ones."""
    result = np.full_like(outcome.space_users, np.nan)
    revenue = new_space_revenue(outcome)
    for j, space in enumerate(outcome.levers.spaces):
        if space.is_new:
            result[:, j] = revenue[:, j] >= _operator_cost(outcome, j)
    return result


def net_public_cost_by_commune(outcome: Outcome) -> FloatArray:
    """Yearly cost to all public funders less all revenue, by commune (D, n).

    A grant is money of a public funder: it is a cost here. What is spent for several communes is
    shared between them in proportion to their residents.
    """
    return _net_cost(outcome, are_grants_a_cost=True)


def net_public_cost(outcome: Outcome) -> FloatArray:
    """Yearly cost to all public funders less all revenue, in all (D,)."""
    return _total_net_cost(outcome, are_grants_a_cost=True)


def net_petr_cost(outcome: Outcome) -> FloatArray:
    """Yearly cost to the PETR and its EPCI, grants deducted, in all (D,)."""
    return _total_net_cost(outcome, are_grants_a_cost=False)


def net_petr_cost_by_commune(outcome: Outcome) -> FloatArray:
    """Yearly cost to the PETR and its EPCI, grants deducted, by commune (D, n)."""
    return _net_cost(outcome, are_grants_a_cost=False)


def public_eur_per_net_new_user(outcome: Outcome) -> FloatArray:
    """Public euros a year for each net new user (D,); NaN where there is none."""
    cost = net_public_cost(outcome)
    users = outcome.net_new_users
    return ratio_or(cost, users, np.nan)


def total_capex(outcome: Outcome) -> FloatArray:
    """Investment (D,) of all actions, before grants."""
    return _add(outcome, lambda line: line.capex_eur)


def petr_capex(outcome: Outcome) -> FloatArray:
    """Investment (D,) of all actions that grants leave to the PETR and its EPCI."""
    return _add(outcome, lambda line: line.capex_eur - line.grant_eur)


def total_opex(outcome: Outcome) -> FloatArray:
    """Yearly running costs (D,) of all actions, before grants and revenue."""
    return _add(outcome, lambda line: line.opex_eur_per_year)


def total_capex_grant(outcome: Outcome) -> FloatArray:
    """Investment grants (D,) of all actions."""
    return _add(outcome, lambda line: line.grant_eur)


def total_opex_grant(outcome: Outcome) -> FloatArray:
    """Yearly running grants (D,) of all actions."""
    return _add(outcome, lambda line: line.grant_eur_per_year)


def line_sunk_cost(line: CostLine, draws: Draws) -> FloatArray:
    """Euros of one line (D,) that cannot be recovered if one stops after two years.

    The investment that is not yet written off, net of what can be sold, and the spending that is still due.
    """
    lost = unrecovered_investment(line.capex_eur, line.lifetime_year, SUNK_AFTER_YEAR, draws["investment_resold_share"])
    return lost + line.opex_eur_per_year * draws["stop_commitment_year"]


def sunk_cost(outcome: Outcome) -> FloatArray:
    """Euros of all public funders that cannot be recovered if one stops after two years, in all (D,)."""
    return _add(outcome, lambda line: line_sunk_cost(line, outcome.draws))


def sunk_cost_by_commune(outcome: Outcome) -> FloatArray:
    """Euros that cannot be recovered if one stops after two years, by commune (D, n)."""
    return spend_by_commune(outcome, lambda line: line_sunk_cost(line, outcome.draws))


def spend_by_commune(outcome: Outcome, amount: Callable[[CostLine], FloatArray]) -> FloatArray:
    """Add up one amount (D,) of each cost line by commune (D, n).

    What is spent for several communes is shared between them in proportion to their residents.
    """
    baseline = outcome.baseline
    spent = np.zeros((outcome.draws.size, baseline.commune_count))
    for line in outcome.levers.cost_lines:
        where = list(line.commune_index) or list(range(baseline.commune_count))
        people = np.nan_to_num(baseline.population_count[where], nan=0.0)
        share = people / people.sum() if people.sum() > 0 else np.full(len(where), 1 / len(where))
        spent[:, where] += amount(line)[:, None] * share
    return spent


def add_lines(lines: Iterable[CostLine], size: int, amount: Callable[[CostLine], FloatArray]) -> FloatArray:
    """Add up one amount (D,) of some cost lines; 0 in each of so many draws without any."""
    total: FloatArray = np.sum([np.zeros(size), *(amount(line) for line in lines)], axis=0)
    return total


def _add(outcome: Outcome, amount: Callable[[CostLine], FloatArray]) -> FloatArray:
    return add_lines(outcome.levers.cost_lines, outcome.draws.size, amount)


def yearly_cost(line: CostLine, rate_share: FloatArray, *, are_grants_a_cost: bool) -> FloatArray:
    """Annuity of the investment of one line and its running cost, less what it earns, in euros per year (D,)."""
    capex, opex = line.capex_eur, line.opex_eur_per_year
    if not are_grants_a_cost:
        capex, opex = capex - line.grant_eur, opex - line.grant_eur_per_year
    return annuity(capex, rate_share, line.lifetime_year) + opex - line.revenue_eur_per_year


def _total_net_cost(outcome: Outcome, *, are_grants_a_cost: bool) -> FloatArray:
    rate = outcome.draws["public_discount_rate"]
    revenue: FloatArray = new_space_revenue(outcome).sum(axis=1)
    return _add(outcome, lambda line: yearly_cost(line, rate, are_grants_a_cost=are_grants_a_cost)) - revenue


def _net_cost(outcome: Outcome, *, are_grants_a_cost: bool) -> FloatArray:
    rate = outcome.draws["public_discount_rate"]
    cost = spend_by_commune(outcome, lambda line: yearly_cost(line, rate, are_grants_a_cost=are_grants_a_cost))
    revenue = new_space_revenue(outcome)
    for j, space in enumerate(outcome.levers.spaces):
        cost[:, space.commune_index] -= revenue[:, j]
    return cost


def _operator_cost(outcome: Outcome, j: int) -> FloatArray:
    space, draws = outcome.levers.spaces[j], outcome.draws
    capex = space.capex_eur - space.grant_eur
    return annuity(capex, draws["public_discount_rate"], draws["space_lifetime_year"]) + space.opex_eur_per_year


def _account(outcome: Outcome, j: int) -> SpaceAccount:
    space, draws = outcome.levers.spaces[j], outcome.draws
    cost = _operator_cost(outcome, j)
    served = outcome.space_served_users[:, j]
    revenue = new_space_revenue(outcome)[:, j]
    capacity = capacity_users(space.desks_count, draws["telework_days_per_week"])
    needed = break_even_users(cost, space.price_month_eur)
    probability = float(np.mean(revenue >= cost))
    return SpaceAccount(
        key=space.key,
        commune_index=space.commune_index,
        kind=space.kind,
        grant_eur=space.grant_eur,
        annual_cost_eur=cost,
        revenue_eur_per_year=revenue,
        break_even_users=needed,
        capacity_users=capacity,
        served_users=served,
        cost_recovery_share=ratio_or(revenue, cost, np.nan),
        break_even_probability=probability,
        verdict=judge_balance(probability),
        cannot_balance_share=float(np.mean(needed > capacity)),
    )
