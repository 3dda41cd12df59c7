"""How the answer to "so much money a year, what first?" reads: actions, programmes, what is given up, the curve."""

from __future__ import annotations

import math
from collections.abc import Mapping

from alpsat_geo.compute.portfolio.fates import Fate, Reason, Standing
from alpsat_geo.compute.portfolio.problem import Candidate, PortfolioProblem
from alpsat_geo.compute.portfolio.robust import Answer
from alpsat_geo.compute.portfolio.scoring import ScoredPortfolios
from alpsat_geo.compute.summary import Interval
from alpsat_geo.criteria.additional_inhabitants import ADDITIONAL_INHABITANTS
from alpsat_geo.criteria.regular_users import REGULAR_USERS
from alpsat_geo.domain.arrays import BoolArray
from alpsat_geo.domain.territory import Territory
from alpsat_geo.domain.text import N_
from alpsat_geo.report.commune.sentence import tell_users_gained
from alpsat_geo.report.dossier.wording import SHARE_UNIT, name_places
from alpsat_geo.report.figures import format_estimate, format_euros, format_number, tell_change
from alpsat_geo.report.language import _, choose_plural
from alpsat_geo.report.punctuation import NO_BREAK_SPACE

STANDINGS: Mapping[Standing, str] = {
    "always": N_("toujours"),
    "depends": N_("selon les priorités"),
    "rarely": N_("rarement"),
}
REASONS: Mapping[Reason, str] = {
    "refused": N_("refusée"),
    "excluded": N_("exclue par ce qui est exigé"),
    "too_expensive": N_("hors budget"),
    "no_effect": N_("sans effet sur ce qui est pesé"),
    "outweighed": N_("coûte plus qu'elle n'apporte"),
}
_USERS, _INHABITANTS = REGULAR_USERS.unit, ADDITIONAL_INHABITANTS.unit
_CHANGE_SHOWN = 0.05
_CEILING_STEP_EUR = 1_000
_SHARE_SHOWN = 0.005


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


def say_cases(share: float) -> str:
    """Say a share of the cases out of ten, above none, as one says it aloud."""
    tenths = round(10 * share)
    if share >= 1:
        return _("tous les cas")
    if tenths == 0:
        return _("moins d'un cas sur 10")
    return _("{count} cas sur 10").format(count=tenths)


def list_held(scored: ScoredPortfolios, names: Mapping[str, str], portfolio: int) -> list[str]:
    """Name what a portfolio holds; doing nothing when it holds nothing."""
    return [names[key] for key in scored.held(portfolio)] or [_("Ne rien faire")]


def tell_place(fate: Fate) -> str:
    """Say why the best programme does not hold an action, or that it does."""
    return _("dans le meilleur programme") if fate.reason is None else _(REASONS[fate.reason])


def tell_entry(fate: Fate) -> str:
    """Say from which budget an action enters the best programme."""
    if fate.entry_budget_eur_per_year is None:
        return _("à aucun budget")
    return _("à partir de {amount} par an").format(amount=write_ceiling(fate.entry_budget_eur_per_year))


def explain_entry(fate: Fate, largest_budget_eur: float) -> str:
    """Say in one sentence from which budget an action enters the best programme.

    Parameters
    ----------
    fate : Fate
    largest_budget_eur : float
        The largest budget a year that any programme needs: none beyond changes anything.
    """
    if fate.entry_budget_eur_per_year is None:
        sentence = _("N'entre dans le meilleur programme à aucun des budgets essayés (jusqu'à {amount} par an).")
        return sentence.format(amount=write_ceiling(largest_budget_eur))
    sentence = _("Entre dans le meilleur programme à partir de {amount} par an.")
    return sentence.format(amount=write_ceiling(fate.entry_budget_eur_per_year))


def explain_swap(scored: ScoredPortfolios, fate: Fate, names: Mapping[str, str]) -> str:
    """Say what replaces an action that is refused, or what it would replace, and what that costs; empty: nothing left.

    Parameters
    ----------
    scored : ScoredPortfolios
    fate : Fate
    names : mapping of candidate key to str
    """
    swap = fate.swap
    if swap is None:
        return ""
    others = ", ".join(names[key] for key in (swap.added if fate.is_in_best else swap.removed))
    if fate.is_in_best:
        told = _("Sans elle : {names} à la place") if others else _("Sans elle : rien à la place")
    else:
        told = _("La prendre quand même, à la place de {names}") if others else _("La prendre en plus")
    told = told.format(names=others)
    changes = _(" ; ").join(f"{change} ({label})" for label, change in list_changes(scored, swap.changes))
    if changes:
        told = _("{told} : {changes}").format(told=told, changes=changes)
    if swap.loss_eur_per_year >= 1:
        loss = f"{format_estimate(swap.loss_eur_per_year)}{NO_BREAK_SPACE}€"
        worth = _("à priorités égales, comme perdre {amount} par an")
        told = _("{told} ; {worth}").format(told=told, worth=worth.format(amount=loss))
    return f"{told}."


def name_unit(unit: str, number: float) -> str:
    """Name the unit of a criterion after a number: people are one or several."""
    if unit == _USERS:
        return choose_plural("usager", "usagers", number)
    if unit == _INHABITANTS:
        return choose_plural("habitant", "habitants", number)
    return _(unit)


def tell_gain(gain: Interval, unit: str) -> str:
    """Tell what a programme changes of one criterion, against doing nothing: users as every page tells them.

    Parameters
    ----------
    gain : Interval
    unit : str
        Of the criterion.
    """
    if unit == _USERS:
        return tell_users_gained(gain)
    named = unit if unit == SHARE_UNIT else name_unit(unit, round(gain.value) if math.isfinite(gain.value) else 2)
    return tell_change(gain.low, gain.value, gain.high, named)


def list_regrets(scored: ScoredPortfolios, answer: Answer) -> list[tuple[str, str]]:
    """Say what the best of each case has more than the best programme, in the unit of each criterion."""
    return list_changes(scored, answer.regret.changes)


def list_changes(scored: ScoredPortfolios, changes: Mapping[str, float]) -> list[tuple[str, str]]:
    """Say mean changes in the unit of each criterion, those that can be told."""
    rows = []
    for criterion in scored.criteria:
        change = changes[criterion.key]
        is_share = criterion.unit == SHARE_UNIT
        if not math.isfinite(change) or abs(change) < (_SHARE_SHOWN if is_share else _CHANGE_SHOWN):
            continue
        sign = "+" if change > 0 else ""
        number = format_number(100 * change, 1) if is_share else format_estimate(change)
        # As it is written, with its two digits: 1,96 reads 2,0.
        unit = _("points") if is_share else name_unit(criterion.unit, float(f"{change:.1e}"))
        rows.append((_(criterion.label), f"{sign}{number}{NO_BREAK_SPACE}{unit}"))
    return rows


def list_steps(scored: ScoredPortfolios, answer: Answer, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Say what each budget buys: the budget, the value from 0 to 100, what enters and what leaves."""
    rows, before = [], frozenset[str]()
    for step in answer.frontier:
        held = frozenset(scored.held(step.portfolio))
        # In the order of the candidates, so that the same question gives the same text.
        entering = [key for key in scored.keys if key in held - before]
        leaving = [key for key in scored.keys if key in before - held]
        changes = [f"+ {names[key]}" for key in entering] + [f"\u2212 {names[key]}" for key in leaving]
        budget = _("{amount} par an").format(amount=write_ceiling(step.budget_eur_per_year))
        rows.append((budget, format_number(100 * step.value, 1), _(" ; ").join(changes) or _("Ne rien faire")))
        before = held
    return rows
