"""The ``evaluate`` command: criteria and costs of each scenario, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast, get_args

import numpy as np

from alpsat_geo.commands.documents import (
    Json,
    columns_document,
    estimate_document,
    interval_document,
    number_or_null,
)
from alpsat_geo.commands.text import align_columns
from alpsat_geo.compute.accounts import (
    SpaceAccount,
    net_petr_cost,
    net_public_cost,
    public_eur_per_net_new_user,
    space_accounts,
    total_capex,
    total_opex,
)
from alpsat_geo.compute.bearers import Bearer, measures_of_places
from alpsat_geo.compute.comparison import DecisionProblem, measure_results
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.draws import central_draws
from alpsat_geo.compute.evaluation import evaluate_all
from alpsat_geo.compute.financing import PARTS, finance_scenario
from alpsat_geo.compute.nearest import find_nearest_spaces
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.summary import summarise_columns, summarise_draws
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.series import Series
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.accounts import NET_PUBLIC, list_accounts
from alpsat_geo.report.dossier.wording import VERDICT_LABELS, write_interval, write_with_unit
from alpsat_geo.report.figures import format_number, format_share
from alpsat_geo.report.roads_in_use import say_times
from alpsat_geo.report.two_states import find_two_states
from alpsat_geo.report.uncounted import tell_uncounted

_MOSTLY_SHARE = 1 / 2


def evaluate_scenarios(
    scenarios: Sequence[Scenario], problem: DecisionProblem
) -> tuple[tuple[Outcome, ...], tuple[Outcome, ...]]:
    """Evaluate scenarios on the draws, and at the central parameters."""
    central = central_draws(problem.draws.table, problem.baseline.spaces)
    drawn = evaluate_all(scenarios, problem.baseline, problem.draws, problem.action_types, problem.settings)
    at_centre = evaluate_all(scenarios, problem.baseline, central, problem.action_types, problem.settings)
    return drawn, at_centre


def parse_bearer(text: str) -> Bearer:
    """Read who bears the costs.

    Raises
    ------
    InputError
        Another word than those of `Bearer`.
    """
    if text not in get_args(Bearer):
        raise InputError(f"« {text} » ne porte pas de coûts : donnez {', '.join(get_args(Bearer))}.")
    return cast("Bearer", text)


def scenarios_document(
    problem: DecisionProblem, outcomes: Sequence[Outcome], central: Sequence[Outcome], bearer: Bearer = "host"
) -> list[Json]:
    """Build the list of scenarios of the JSON document; the bearer of the costs moves money over the places."""
    return [
        {
            "key": outcome.scenario.key,
            "name": outcome.scenario.name,
            "is_outside_study": outcome.scenario.is_outside_study,
            "criteria": {
                criterion.key: {
                    **_criterion_document(criterion, outcome, at_centre, bearer),
                    "against_nothing": estimate_document(summarise_draws(_compare(criterion, outcome, problem))),
                }
                for criterion in problem.criteria
            },
            "cost": {
                "capex_eur": _figure(total_capex(outcome), total_capex(at_centre)),
                "opex_eur_per_year": _figure(total_opex(outcome), total_opex(at_centre)),
                "net_annual_eur": _figure(net_public_cost(outcome), net_public_cost(at_centre)),
                "net_annual_petr_eur": _figure(net_petr_cost(outcome), net_petr_cost(at_centre)),
                "public_eur_per_net_new_user": _figure(
                    public_eur_per_net_new_user(outcome), public_eur_per_net_new_user(at_centre)
                ),
            },
            "users": {
                "served": _figure(outcome.served_users, at_centre.served_users),
                "net_new": _figure(outcome.net_new_users, at_centre.net_new_users),
                "overflow": _figure(outcome.overflow_users, at_centre.overflow_users),
                "net_new_by_commune": columns_document(
                    outcome.baseline.insee_codes,
                    summarise_columns(
                        outcome.served_users_by_commune - (outcome.reference or outcome).served_users_by_commune
                    ),
                ),
            },
            "nearest_space_min": _nearest_document(outcome),
            "newcomers": {
                "additional_households": _figure(
                    outcome.additional_households.sum(axis=1), at_centre.additional_households.sum(axis=1)
                ),
                "homes_vacant": number_or_null(float(np.nansum(outcome.baseline.vacant_homes_count))),
                "households_without_home": _figure(outcome.households_without_home, at_centre.households_without_home),
                _name_change(outcome.baseline.population): number_or_null(
                    float(np.sum(outcome.baseline.population.measure_change()))
                ),
            },
            "spaces": [space_document(account, outcome.baseline.insee_codes) for account in space_accounts(outcome)],
            # Of what somebody stated; a scenario of estimates alone has its costs above.
            **({"financing": financing_document(outcome, bearer)} if _states_figures(outcome.scenario) else {}),
        }
        for outcome, at_centre in zip(outcomes, central, strict=True)
    ]


def _name_change(population: Series) -> str:
    last, before = population.latest_period, population.previous_period
    years = "" if last is None or before is None else f"_{before.last_year}_{last.last_year}"
    return f"population_change{years}"


def financing_document(outcome: Outcome, bearer: Bearer) -> dict[str, Json]:
    """Build the JSON document of a financing plan: whole cents, by part, payer and year."""
    financed = finance_scenario(outcome, bearer)
    plan = financed.plan
    return {
        "first_year": plan.first_year,
        "is_estimated": list(financed.is_estimated),
        **{
            part: {
                "total_cents": list(plan.total_cost(part)),
                "by_payer": [
                    {"kind": payer.kind, "key": payer.key, "cents": list(cents)}
                    for payer, cents in plan.by_payer(part).items()
                ],
            }
            for part in PARTS
        },
    }


def _states_figures(scenario: Scenario) -> bool:
    return any(not choice.figures.is_empty for choice in scenario.actions)


def space_document(account: SpaceAccount, insee_codes: Sequence[str]) -> dict[str, Json]:
    """Build the JSON document of one space that a scenario opens."""
    return {
        "key": account.key,
        "insee_code": insee_codes[account.commune_index],
        "kind": account.kind,
        "annual_cost_eur": interval_document(summarise_draws(account.annual_cost_eur)),
        "revenue_eur_per_year": interval_document(summarise_draws(account.revenue_eur_per_year)),
        "break_even_users": interval_document(summarise_draws(account.break_even_users)),
        "capacity_users": interval_document(summarise_draws(account.capacity_users)),
        "served_users": interval_document(summarise_draws(account.served_users)),
        "cost_recovery_share": interval_document(summarise_draws(account.cost_recovery_share)),
        "break_even_probability": number_or_null(account.break_even_probability),
        "cannot_balance_share": number_or_null(account.cannot_balance_share),
        "verdict": account.verdict,
    }


def evaluation_text(territory: Territory, problem: DecisionProblem, outcomes: Sequence[Outcome]) -> str:
    """Write the criteria, the accounts and the spaces of each scenario in French, then what the numbers are."""
    lines: list[str] = []
    for outcome in outcomes:
        lines.append(outcome.scenario.name + (" (hors étude)" if outcome.scenario.is_outside_study else ""))
        # The net cost to all funders is a criterion already.
        accounts = [account for account in list_accounts(outcome) if account is not NET_PUBLIC]
        measures = [(criterion.label, criterion.unit, criterion.measure) for criterion in problem.criteria]
        measures += [(account.label, account.unit, account.measure) for account in accounts]
        rows = [(label, write_with_unit(summarise_draws(measure(outcome)), unit)) for label, unit, measure in measures]
        lines += align_columns(rows, indent="  ")
        short = tell_uncounted(outcome.levers.cost_lines)
        lines += [f"  {short}"] if short else []
        for account in space_accounts(outcome):
            lines.append(f"  {_tell_space(territory, account)}")
            if account.cannot_balance_share >= _MOSTLY_SHARE:
                lines.append("    ne peut pas s'équilibrer, même plein, dans plus de la moitié des simulations")
        lines.append("")
    lines.append(
        f"Valeur du milieu (fourchette de neuf simulations sur dix), {format_number(problem.draws.size)} simulations."
        f" Trajets : {say_times(territory.roads)}."
    )
    return "\n".join(lines)


def _tell_space(territory: Territory, account: SpaceAccount) -> str:
    place = territory.communes.names[account.commune_index]
    grant = summarise_draws(account.grant_eur)
    granted = f" ; subvention : {write_with_unit(grant, '€')}" if grant.high > 0 else " ; sans subvention"
    return (
        f"Espace à {place} ({territory.insee_codes[account.commune_index]}) : {VERDICT_LABELS[account.verdict]},"
        f" frais couverts dans {format_share(account.break_even_probability)} des simulations ;"
        f" usagers attendus : {write_interval(summarise_draws(account.served_users))},"
        f" nécessaires pour couvrir ses frais : {write_interval(summarise_draws(account.break_even_users))}{granted}"
    )


def _compare(criterion: Criterion, outcome: Outcome, problem: DecisionProblem) -> FloatArray:
    """Measure a criterion against doing nothing, in the same draws; a result counts more where people live far."""
    if criterion.unit_price is not None and outcome.scenario.actions:
        appraisal = measure_results([outcome], problem)
        return np.asarray(appraisal.results[appraisal.column(criterion.unit_price.key), -1])
    return outcome.measure(criterion.measure) - (outcome.reference or outcome).measure(criterion.measure)


def _criterion_document(criterion: Criterion, outcome: Outcome, at_centre: Outcome, bearer: Bearer) -> dict[str, Json]:
    baseline = outcome.baseline
    by_commune, by_epci = measures_of_places(criterion, bearer)
    return {
        **estimate_document(summarise_draws(criterion.measure(outcome))),
        "central": number_or_null(float(criterion.measure(at_centre)[0])),
        "unit": criterion.unit,
        "direction": criterion.direction,
        "states": _states_document(criterion, outcome),
        "by_epci": None
        if by_epci is None
        else columns_document(baseline.epci_sirens, summarise_columns(by_epci(outcome))),
        "by_commune": None
        if by_commune is None
        else columns_document(baseline.insee_codes, summarise_columns(by_commune(outcome))),
    }


def _states_document(criterion: Criterion, outcome: Outcome) -> Json:
    """Tell a figure of two peaks by the state of the existing spaces that makes them; empty for any other."""
    split = find_two_states(outcome.levers.spaces, criterion.measure(outcome))
    if split is None:
        return []
    return [
        {
            "insee_code": outcome.baseline.insee_codes[split.commune_index],
            "spaces": list(split.space_keys),
            "open_share": split.open_share,
            "open": interval_document(split.opened),
            "closed": interval_document(split.closed),
        }
    ]


def _nearest_document(outcome: Outcome) -> Json:
    """Tell the minutes from each town hall to that of the nearest workspace, open or to be verified; null: no road."""
    baseline, season = outcome.baseline, outcome.settings.season
    found = {"today_by_commune": (), "by_commune": outcome.levers.opened_communes}
    return {
        key: {
            code: number_or_null(float(minutes))
            for code, minutes in zip(
                baseline.insee_codes, find_nearest_spaces(baseline, season, places).minutes, strict=True
            )
        }
        for key, places in found.items()
    }


def _figure(drawn: FloatArray, at_centre: FloatArray) -> Json:
    return {**interval_document(summarise_draws(drawn)), "central": number_or_null(float(at_centre[0]))}
