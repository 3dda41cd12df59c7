"""How the answer to "so much money a year, what do we get?" reads: actions, programmes, steps, refusals."""

from __future__ import annotations

import math
from collections.abc import Mapping

from alpsat_geo.compute.portfolio.answer import Rung
from alpsat_geo.compute.portfolio.fates import Fate
from alpsat_geo.compute.portfolio.measured import MeasuredPortfolios
from alpsat_geo.compute.portfolio.problem import Candidate, PortfolioProblem
from alpsat_geo.compute.portfolio.selection import AT_PRICES
from alpsat_geo.domain.arrays import BoolArray
from alpsat_geo.domain.territory import Territory
from alpsat_geo.domain.text import N_
from alpsat_geo.report.decision import write_price
from alpsat_geo.report.dossier.wording import name_places
from alpsat_geo.report.figures import format_estimate, format_euros
from alpsat_geo.report.language import _

PURPOSES: Mapping[str, str] = {
    "inhabitant": N_("Le plus d'habitants"),
    "user": N_("Le plus d'usagers"),
    AT_PRICES: N_("Le meilleur à ces prix"),
}
_CEILING_STEP_EUR = 1_000
_LEAST_TOLD = 0.05


def write_ceiling(amount: float) -> str:
    """Write a ceiling that is enough: the next thousand euros, since no simulation knows it better."""
    return format_euros(_CEILING_STEP_EUR * math.ceil(amount / _CEILING_STEP_EUR))


def name_candidate(problem: PortfolioProblem, territory: Territory, candidate: Candidate) -> str:
    """Name an action, and where it is put when it says so."""
    action = problem.decision.action_types[candidate.choice.type_key]
    if not candidate.choice.places:
        return _(action.label)
    where = name_places(territory, problem.decision.baseline, action, candidate.choice)
    return _("{action} : {places}").format(action=_(action.label), places=where)


def name_candidates(problem: PortfolioProblem, territory: Territory) -> dict[str, str]:
    """Name every candidate, by key."""
    return {candidate.key: name_candidate(problem, territory, candidate) for candidate in problem.candidates}


def name_portfolio(problem: PortfolioProblem, territory: Territory, members: BoolArray) -> list[str]:
    """Name what a portfolio (N,) does, an action that it runs in several places once; empty: nothing."""
    baseline, types = problem.decision.baseline, problem.decision.action_types
    names = []
    for choice in problem.scenario(members).actions:
        action = types[choice.type_key]
        label = _(action.label)
        if choice.places:
            where = name_places(territory, baseline, action, choice)
            label = _("{action} à {places}").format(action=label, places=where)
        names.append(label)
    return names


def tell_step(rung: Rung, names: Mapping[str, str]) -> str:
    """Say what a step of the ladder adds, and what it takes away; doing nothing for the first that holds nothing."""
    changes = [f"+ {names[key]}" for key in rung.added] + [f"\u2212 {names[key]}" for key in rung.removed]
    return _(" ; ").join(changes) or _("Ne rien faire")


def tell_step_price(rung: Rung) -> str:
    """Say what one more unit costs with a step; empty for the first."""
    return "" if rung.step_price_eur is None else _("{price} l'un").format(price=write_price(rung.step_price_eur))


def tell_refusal(measured: MeasuredPortfolios, fate: Fate) -> str:
    """Say what refusing an action costs: fewer of each result, and euros."""
    told = [
        f"{_tell_lost(fate.lost[price.key])} {_(price.several_more)}"
        for price in measured.prices_of_results
        if abs(fate.lost.get(price.key, 0.0)) >= _LEAST_TOLD
    ]
    if abs(fate.lost_eur_per_year) >= 1:
        sentence = _("{amount} de plus par an") if fate.lost_eur_per_year > 0 else _("{amount} de moins par an")
        told.append(sentence.format(amount=write_price(abs(fate.lost_eur_per_year))))
    return _(" ; ").join(told) or _("rien qui se mesure")


def _tell_lost(lost: float) -> str:
    return ("\u2212" if lost > 0 else "+") + format_estimate(abs(lost))
