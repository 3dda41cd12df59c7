"""The financing plan of a scenario: who pays what, year by year, to the cent.

Cash only: depreciation is no payment, and what one pays for an investment is paid in the year it begins. Every amount
is a whole number of cents, so that lines and columns add up exactly; what is shared is shared by the largest remainders
(M. L. Balinski, H. P. Young, "Fair Representation", Yale University Press, 1982). Y years.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Literal

import numpy as np

from alpsat_geo.compute.accounts import add_lines, new_space_revenue
from alpsat_geo.compute.bearers import Bearer
from alpsat_geo.compute.evaluation import apply_in_turn
from alpsat_geo.compute.finance import MONTHS_PER_YEAR
from alpsat_geo.compute.levers import CostLine
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.own_figures import share_out
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.own_figures import Funder, OwnFigures, Paid, count_cents

HORIZON_YEAR = 5
PARTS: tuple[Paid, ...] = ("investment", "running")

PayerKind = Literal["funder", "grant", "receipts", "commune", "epci", "petr"]
_BEARER_KINDS: dict[Bearer, PayerKind] = {"host": "commune", "epci": "epci", "petr": "petr"}


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays: a funder by its name, the subsidies that an action comes with, its users, or who bears the rest.

    ``key`` is the name of a funder, the INSEE code of a commune or the SIREN of an EPCI; else empty.
    """

    kind: PayerKind
    key: str = ""


@dataclass(frozen=True, slots=True)
class ActionMoney:
    """What one action costs and who helps to pay it, in cents.

    Attributes
    ----------
    investment_cents : int
        Once, in the year it begins.
    running_cents, receipts_cents : int
        A year.
    grant_cents : mapping of part to int
        Subsidies that the action comes with, used where no funder was stated for a part.
    funders : tuple of Funder
    start : date or None
        None: the first year of the plan, whole.
    bearers : tuple of (Payer, Fraction)
        Who bears the rest, in shares that sum to 1.
    """

    investment_cents: int
    running_cents: int
    receipts_cents: int
    grant_cents: dict[Paid, int]
    funders: tuple[Funder, ...]
    start: date | None
    bearers: tuple[tuple[Payer, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one payer pays of one part of one action, in cents by year (Y); negative: it gets it back."""

    action: int
    part: Paid
    payer: Payer
    cents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FinancingPlan:
    """Who pays what over the years.

    Attributes
    ----------
    first_year : int or None
        None: no action states when it starts, the years are counted from 1.
    costs : tuple of (action, part, cents by year)
        What is to pay.
    entries : tuple of Entry
        Who pays it: by action, part and year they sum to the costs.
    """

    first_year: int | None
    costs: tuple[tuple[int, Paid, tuple[int, ...]], ...]
    entries: tuple[Entry, ...]

    def total_cost(self, part: Paid) -> tuple[int, ...]:
        """Return what a part costs by year, in cents."""
        return _add([cents for _action, found, cents in self.costs if found == part])

    def by_payer(self, part: Paid) -> dict[Payer, tuple[int, ...]]:
        """Return what each payer pays of a part by year, in cents: funders first, then receipts, then the rest."""
        found: dict[Payer, list[tuple[int, ...]]] = {}
        for entry in self.entries:
            if entry.part == part:
                found.setdefault(entry.payer, []).append(entry.cents)
        order: tuple[PayerKind, ...] = ("funder", "grant", "receipts", "commune", "epci", "petr")
        return {payer: _add(found[payer]) for payer in sorted(found, key=lambda payer: order.index(payer.kind))}


@dataclass(frozen=True, slots=True)
class FinancedScenario:
    """The plan of a scenario, and what of it is estimated.

    Attributes
    ----------
    plan : FinancingPlan
    is_estimated : tuple of bool, one an action
        Whether some amount of the action was not stated.
    investment_eur, running_eur_per_year : Interval
        Of the whole scenario on the draws: what its estimated amounts may be.
    """

    plan: FinancingPlan
    is_estimated: tuple[bool, ...]
    investment_eur: Interval
    running_eur_per_year: Interval


@dataclass(frozen=True, slots=True)
class ActionParts:
    """What one action of a scenario has written: its lines of cost, and the positions of the spaces that it opens."""

    lines: tuple[CostLine, ...]
    spaces: range


def take_actions_apart(outcome: Outcome) -> tuple[ActionParts, ...]:
    """Tell which lines of cost and which spaces come from each action of a scenario, in order."""
    steps = apply_in_turn(outcome.scenario, outcome.baseline, outcome.draws, outcome.action_types)
    return tuple(
        ActionParts(after.cost_lines[len(before.cost_lines) :], range(len(before.spaces), len(after.spaces)))
        for before, after in pairwise(steps)
    )


def finance_scenario(outcome: Outcome, bearer: Bearer) -> FinancedScenario:
    """Plan the financing of a scenario: stated amounts as they are, the others at their median.

    Parameters
    ----------
    outcome : Outcome
        On the draws.
    bearer : Bearer
        Who bears what nobody else pays.
    """
    revenue = new_space_revenue(outcome)
    moneys, is_estimated = [], []
    parts = take_actions_apart(outcome)
    for choice, part in zip(outcome.scenario.actions, parts, strict=True):
        own, size = choice.figures, outcome.draws.size
        earned = add_lines(part.lines, size, lambda line: line.revenue_eur_per_year)
        earned = earned + revenue[:, part.spaces].sum(axis=1)
        drawn = {
            "investment": add_lines(part.lines, size, lambda line: line.capex_eur),
            "running": add_lines(part.lines, size, lambda line: line.opex_eur_per_year),
            "receipts": earned,
        }
        is_estimated.append(any(np.ptp(amount) > 0 for amount in drawn.values()))
        moneys.append(
            ActionMoney(
                investment_cents=_count_median(drawn["investment"], own.investment_eur),
                running_cents=_count_median(drawn["running"], _sum_running(own)),
                receipts_cents=_count_median(earned, own.receipts_eur_per_year),
                grant_cents={
                    "investment": _count_median(add_lines(part.lines, size, lambda line: line.grant_eur)),
                    "running": _count_median(add_lines(part.lines, size, lambda line: line.grant_eur_per_year)),
                },
                funders=own.funders,
                start=own.start,
                bearers=_share_bearers(outcome, part.lines, bearer),
            )
        )
    lines = outcome.levers.cost_lines
    return FinancedScenario(
        plan_financing(moneys),
        tuple(is_estimated),
        summarise_draws(add_lines(lines, outcome.draws.size, lambda line: line.capex_eur)),
        summarise_draws(add_lines(lines, outcome.draws.size, lambda line: line.opex_eur_per_year)),
    )


def plan_financing(moneys: Sequence[ActionMoney]) -> FinancingPlan:
    """Lay what actions cost, and who pays it, over the years.

    An action that states no start begins with the plan; one that states one pays its running costs from the month of
    that day on. What falls after the horizon is left out.

    Parameters
    ----------
    moneys : sequence of ActionMoney
    """
    stated = [money.start.year for money in moneys if money.start]
    first_year = min(stated) if stated else None
    costs: list[tuple[int, Paid, tuple[int, ...]]] = []
    entries: list[Entry] = []
    for a, money in enumerate(moneys):
        months = _list_months(money.start, first_year)
        begins = [_begins(money.start, first_year, year) for year in range(HORIZON_YEAR)]
        for part in PARTS:
            if part == "investment":
                by_year = [money.investment_cents if is_first else 0 for is_first in begins]
                granted = [money.grant_cents[part] if is_first else 0 for is_first in begins]
            else:
                by_year = [_prorate(money.running_cents, count) for count in months]
                granted = [_prorate(money.grant_cents[part], count) for count in months]
            receipts = [_prorate(money.receipts_cents, n) if part == "running" else 0 for n in months]
            costs.append((a, part, tuple(by_year)))
            paid = _pay(money, part, by_year, granted, receipts)
            entries += [Entry(a, part, payer, tuple(cents)) for payer, cents in paid.items() if any(cents)]
    return FinancingPlan(first_year, tuple(cost for cost in costs if any(cost[2])), tuple(entries))


def share_cents(cents: int, shares: Sequence[Fraction]) -> list[int]:
    """Share whole cents by the largest remainders: the parts sum to the cents, each within one cent of its share.

    Parameters
    ----------
    cents : int
        Negative to share what comes back.
    shares : sequence of Fraction
        They sum to 1; of equal remainders, the first takes the cent.
    """
    sign, amount = (-1, -cents) if cents < 0 else (1, cents)
    quotas = [amount * share for share in shares]
    given = [int(quota) for quota in quotas]
    order = sorted(range(len(shares)), key=lambda i: (given[i] - quotas[i], i))
    for i in order[: amount - sum(given)]:
        given[i] += 1
    return [sign * part for part in given]


def _pay(
    money: ActionMoney, part: Paid, costs: Sequence[int], granted: Sequence[int], receipts: Sequence[int]
) -> dict[Payer, list[int]]:
    """Return what each payer pays of one part of an action, by year."""
    funders = [funder for funder in money.funders if funder.pays == part]
    paid: dict[Payer, list[int]] = {}

    def add(payer: Payer, year: int, cents: int) -> None:
        paid.setdefault(payer, [0] * len(costs))[year] += cents

    for year, (cost, grant, earned) in enumerate(zip(costs, granted, receipts, strict=True)):
        left = cost
        if funders:
            for funder, amount in zip(funders, share_out(np.array(cost), funders), strict=True):
                add(Payer("funder", funder.name), year, int(amount))
                left -= int(amount)
        else:
            add(Payer("grant"), year, min(grant, cost))
            left -= min(grant, cost)
        add(Payer("receipts"), year, earned)
        shares = [share for _payer, share in money.bearers]
        for (payer, _share), cents in zip(money.bearers, share_cents(left - earned, shares), strict=True):
            add(payer, year, cents)
    return paid


def _begins(start: date | None, first_year: int | None, year: int) -> bool:
    return (0 if start is None or first_year is None else start.year - first_year) == year


def _list_months(start: date | None, first_year: int | None) -> list[int]:
    """Months of each year of the plan in which an action runs: the month of its start counts whole."""
    if start is None or first_year is None:
        return [MONTHS_PER_YEAR] * HORIZON_YEAR
    first = (start.year - first_year) * MONTHS_PER_YEAR + start.month - 1
    return [min(max((year + 1) * MONTHS_PER_YEAR - first, 0), MONTHS_PER_YEAR) for year in range(HORIZON_YEAR)]


def _prorate(cents: int, months: int) -> int:
    """Return the cents of some months of a year, rounded half up."""
    return (2 * cents * months + MONTHS_PER_YEAR) // (2 * MONTHS_PER_YEAR)


def _share_bearers(outcome: Outcome, lines: Sequence[CostLine], bearer: Bearer) -> tuple[tuple[Payer, Fraction], ...]:
    """Return who bears the rest of an action: each of its lines alike, by residents of where it is spent."""
    base = outcome.baseline
    shares: dict[Payer, Fraction] = {}
    for line in lines:
        where = line.commune_index or tuple(range(base.commune_count))
        people = [int(count) for count in np.nan_to_num(base.population_count[list(where)], nan=0.0)]
        weights = people if sum(people) else [1] * len(where)
        for i, weight in zip(where, weights, strict=True):
            keys = {"host": base.insee_codes[i], "epci": base.epci_sirens[int(base.epci_index[i])], "petr": ""}
            payer = Payer(_BEARER_KINDS[bearer], keys[bearer])
            shares[payer] = shares.get(payer, Fraction(0)) + Fraction(weight, sum(weights) * len(lines))
    return tuple(shares.items())


def _sum_running(own: OwnFigures) -> float | None:
    if own.running_eur_per_year is None:
        return None
    return own.running_eur_per_year + (own.rent_eur_per_year or 0.0)


def _count_median(drawn_eur: FloatArray, stated_eur: float | None = None) -> int:
    """Return the cents of an amount: as stated, else the median of the draws to the euro, since it is no finer."""
    return count_cents(round(summarise_draws(drawn_eur).value) if stated_eur is None else stated_eur)


def _add(rows: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*rows, strict=True)))
