"""One commune tried as the place of a new space: who would come, what it costs, whether it lives, what would close it.

The space opens alone, beside those that exist: the same as a scenario with this one action.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.accounts import SpaceAccount, net_public_cost, space_accounts, total_capex, total_opex
from alpsat_geo.compute.clientele import find_clientele
from alpsat_geo.compute.outcome import Outcome, Settings
from alpsat_geo.compute.siting.request import OpenedKind
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.decision import list_signposts
from alpsat_geo.report.dossier.wording import write_interval, write_with_unit
from alpsat_geo.report.figures import format_share
from alpsat_geo.report.language import _, get_language
from alpsat_geo.report.markup import Markup, write_facts, write_table, write_tag
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.siting.balance import judge_spaces, tell_users

_NAMED = 4
_TRIALS_KEPT = 200
_OPENINGS = {
    "frugal": N_("{name}, avec un espace frugal de plus"),
    "standard": N_("{name}, avec un espace standard de plus"),
}


@dataclass(frozen=True, slots=True)
class Trial:
    """Who would come to a space in one commune.

    Attributes
    ----------
    served, employees, independents, visitors : Interval
        Regular users of the space, and who they are; the middles of the parts do not add up to that of all.
    origin_share : tuple of float, length n
        Mean users from each commune over mean users; NaN where nobody comes.
    """

    served: Interval
    employees: Interval
    independents: Interval
    visitors: Interval
    origin_share: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class WrittenTrial:
    """A trial as the page shows it: a sentence, figures that a plan has too, and who would come."""

    sentence: str
    figures: tuple[tuple[str, str], ...]
    facts: Markup


_written: Memory[WrittenTrial] = Memory(_TRIALS_KEPT)


def make_trial_scenario(code: str, kind: OpenedKind) -> Scenario:
    """Return the scenario that opens one space in a commune and does nothing else."""
    actions = (ActionChoice("open_space", (code,), {"kind": kind}),)
    return Scenario(f"essai-{code.lower()}", f"Essai {code}", actions=actions)


def evaluate_trial(project: Project, code: str, kind: OpenedKind, settings: Settings) -> Outcome:
    """Evaluate one more space in a commune.

    Raises
    ------
    InputError
        If the commune is not in the territory.
    """
    project.baseline.commune_position(code)
    return project.evaluate(make_trial_scenario(code, kind), settings)


def find_trial_account(outcome: Outcome) -> SpaceAccount:
    """Return the account of the one space that a trial opens."""
    (account,) = space_accounts(outcome)
    return account


def measure_trial(outcome: Outcome) -> Trial:
    """Measure who would come to the space that a trial opens."""
    space = next(j for j, state in enumerate(outcome.levers.spaces) if state.is_new)
    clientele = find_clientele(outcome, space)
    by_commune = clientele.by_commune.mean(axis=0)
    total = by_commune.sum()
    origin = by_commune / total if total > 0 else np.full_like(by_commune, np.nan)
    return Trial(
        summarise_draws(clientele.by_commune.sum(axis=1)),
        summarise_draws(clientele.employees),
        summarise_draws(clientele.independents),
        summarise_draws(clientele.visitors),
        tuple(float(share) for share in origin),
    )


def write_trial(project: Project, code: str, kind: OpenedKind, settings: Settings) -> WrittenTrial:
    """Write a trial for the page; what is remembered is not evaluated again."""

    def write() -> WrittenTrial:
        names = project.territory.communes.names
        outcome = evaluate_trial(project, code, kind, settings)
        name = names[project.baseline.commune_position(code)]
        return WrittenTrial(
            tell_trial(name, kind, outcome),
            list_figures(outcome),
            write_facts(list_facts(names, outcome, measure_trial(outcome))),
        )

    return _written.recall((project.identity, code, kind, settings, get_language()), write)


def tell_trial(name: str, kind: OpenedKind, outcome: Outcome) -> str:
    """Say how many would come to a space in a commune, whether it pays its way, and what the public pays."""
    accounts = space_accounts(outcome)
    cost = _("coût public par an, recettes déduites : {cost}").format(
        cost=write_with_unit(summarise_draws(net_public_cost(outcome)), "€")
    )
    place = _(_OPENINGS[kind]).format(name=name)
    return f"{place}. {tell_users(outcome, accounts)} {judge_spaces(accounts)}{_(' ; ')}{cost}."


def list_figures(outcome: Outcome) -> tuple[tuple[str, str], ...]:
    """List what a plan gives and costs, the same for one space and for several: label, and number with its range."""
    served = np.sum([account.served_users for account in space_accounts(outcome)], axis=0)
    figures = (
        (_("Usagers accueillis"), served, ""),
        (_("dont nouveaux"), outcome.net_new_users, ""),
        (_("Investissement"), total_capex(outcome), "€"),
        (_("Fonctionnement par an"), total_opex(outcome), "€"),
        (_("Coût public par an, recettes déduites"), net_public_cost(outcome), "€"),
    )
    return tuple((label, write_with_unit(summarise_draws(drawn), unit)) for label, drawn, unit in figures)


def write_beside_plan(name: str, written: WrittenTrial, plan_name: str, plan: Outcome) -> Markup:
    """Return the card of a trial, beside the best plan.

    Parameters
    ----------
    name : str
        Of the commune.
    written : WrittenTrial
    plan_name : str
    plan : Outcome
        Of the scenario that opens the best plan.
    """
    figures = zip(written.figures, list_figures(plan), strict=True)
    rows = [(label, alone, planned) for (label, alone), (_label, planned) in figures]
    headings = [_("Ce qu'il donne et coûte"), _("{name} seule").format(name=name), plan_name]
    caption = _("Un espace à {name}, à côté du meilleur plan").format(name=name)
    parts = write_tag("h2", name, "ag-section"), written.facts, write_table(caption, headings, rows)
    return write_tag("article", parts, "ag-card")


def list_facts(names: Sequence[str], outcome: Outcome, trial: Trial) -> list[tuple[str, str]]:
    """List who would come to the space that a trial opens, whether it pays its way, and what would close it.

    Parameters
    ----------
    names : sequence of str, length n
        Of the communes.
    outcome : Outcome
    trial : Trial
        Of that outcome.
    """
    ((_where, closing),) = list_signposts(outcome, names)
    account = find_trial_account(outcome)
    return [
        (_("Salariés"), write_interval(trial.employees)),
        (_("Indépendants"), write_interval(trial.independents)),
        (_("De passage, en résidence secondaire"), write_interval(trial.visitors)),
        (_("D'où ils viendraient"), _name_origins(names, trial)),
        (_("Chances de couvrir ses frais"), format_share(account.break_even_probability)),
        (_("Quand le fermer"), closing),
    ]


def _name_origins(names: Sequence[str], trial: Trial) -> str:
    """Name the communes from which most would come, and what is left to the others."""
    shares = np.array(trial.origin_share)
    if np.isnan(shares).any():
        return _("personne ne viendrait")
    first = np.argsort(-shares, kind="stable")[:_NAMED]
    told = [f"{names[i]} {format_share(float(shares[i]))}" for i in first]
    return ", ".join([*told, _("ailleurs {share}").format(share=format_share(float(1 - shares[first].sum())))])
