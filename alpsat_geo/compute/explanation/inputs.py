"""The inputs that the formulas of several criteria share, and the functions that a formula may call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.action_type import ActionType
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.demand import CSP_COUNT, WEEKLY_CSPS
from alpsat_geo.compute.finance import WORKING_DAYS_PER_WEEK
from alpsat_geo.compute.formula import FormulaInput, Value
from alpsat_geo.compute.levers import MODEL_LEVERS, CostLine, Lever
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.reach import read_columns
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_


def _read_inside(outcome: Outcome) -> Value:
    communes = np.arange(outcome.baseline.commune_count)[:, None]
    return np.equal(communes, np.array(outcome.levers.space_communes, dtype=np.int64))


def _read_vacant_homes(outcome: Outcome) -> Value:
    homes = outcome.baseline.vacant_homes_count
    return np.where(np.isnan(homes), np.inf, homes)


def _read_lines(amount: Callable[[CostLine], FloatArray]) -> Callable[[Outcome], Value]:
    return lambda outcome: np.array([amount(line)[0] for line in outcome.levers.cost_lines])


def _read_weekly_shares(outcome: Outcome) -> FloatArray:
    draws = outcome.draws
    return np.array(
        [draws[f"telework_weekly_share_csp{k}"][0] if k in WEEKLY_CSPS else 0.0 for k in range(1, CSP_COUNT + 1)]
    )


def read_lever(lever: Lever) -> FormulaInput:
    """Return a lever as an input of the formulas."""
    return FormulaInput(lever.key, lever.label, lambda outcome: outcome.levers[lever][0])


MODEL_INPUTS = (
    FormulaInput("population", N_("Habitants par commune (INSEE)"), lambda outcome: outcome.baseline.population_count),
    FormulaInput(
        "employed",
        N_("Actifs occupés par commune et CSP (INSEE)"),
        lambda outcome: np.nan_to_num(outcome.baseline.employed_by_csp_count, nan=0.0),
    ),
    FormulaInput(
        "second_homes",
        N_("Résidences secondaires par commune (INSEE)"),
        lambda outcome: np.nan_to_num(outcome.baseline.second_homes_count, nan=0.0),
    ),
    FormulaInput("epci", N_("Communauté de communes de chaque commune"), lambda outcome: outcome.baseline.epci_index),
    FormulaInput("vacant_homes", N_("Logements vacants par commune (INSEE)"), _read_vacant_homes),
    FormulaInput(
        "network_minutes",
        N_("Minutes entre mairies, aux vitesses du réseau (estimées)"),
        lambda outcome: read_columns(
            outcome.baseline.minutes[outcome.settings.season], outcome.levers.space_communes, np.inf
        ),
        parameters=("terminal_time_min",),
    ),
    FormulaInput("is_inside", N_("Espaces situés dans la commune"), _read_inside),
    FormulaInput(
        "inside_km",
        N_("Distance moyenne au centre de la surface habitée, par commune"),
        lambda outcome: outcome.baseline.inside_km[:, None],
        parameters=("homes_per_inhabited_hectare",),
    ),
    FormulaInput(
        "T",
        N_("Minutes où la moitié des usagers viennent encore : votre choix"),
        lambda outcome: outcome.settings.catchment_min,
    ),
    FormulaInput(
        "is_open",
        N_("Espaces comptés comme ouverts avec les valeurs retenues"),
        lambda outcome: np.array([space.is_open[0] for space in outcome.levers.spaces], dtype=np.bool_),
    ),
    FormulaInput(
        "desks",
        N_("Places de chaque espace"),
        lambda outcome: np.array([space.desks_count[0] for space in outcome.levers.spaces]),
    ),
    FormulaInput(
        "is_new",
        N_("Espaces ouverts par le scénario"),
        lambda outcome: np.array([space.is_new for space in outcome.levers.spaces], dtype=np.bool_),
    ),
    FormulaInput(
        "price",
        N_("Prix mensuel de chaque espace"),
        lambda outcome: np.array([space.price_month_eur[0] for space in outcome.levers.spaces]),
    ),
    FormulaInput("line_capex", N_("Investissement de chaque action"), _read_lines(lambda line: line.capex_eur)),
    FormulaInput(
        "line_opex", N_("Fonctionnement annuel de chaque action"), _read_lines(lambda line: line.opex_eur_per_year)
    ),
    FormulaInput(
        "line_revenue",
        N_("Recettes annuelles de chaque action, hors espaces"),
        _read_lines(lambda line: line.revenue_eur_per_year),
    ),
    FormulaInput(
        "line_lifetime", N_("Durée d'amortissement de chaque action"), _read_lines(lambda line: line.lifetime_year)
    ),
    *(read_lever(lever) for lever in MODEL_LEVERS),
    FormulaInput(
        "observed_weekly_share",
        N_("Part de télétravail hebdomadaire observée, par CSP"),
        _read_weekly_shares,
        family="telework_weekly_share",
    ),
    FormulaInput(
        "teleworkable_share",
        N_("Part des emplois télétravaillables, par CSP"),
        lambda outcome: np.array([outcome.draws[f"teleworkable_share_csp{k}"][0] for k in range(1, CSP_COUNT + 1)]),
        family="teleworkable_share",
    ),
    FormulaInput("working_days", N_("Jours ouvrés par semaine"), lambda _: float(WORKING_DAYS_PER_WEEK)),
)


STATED_INPUTS = (
    FormulaInput(
        "is_revenue_stated",
        N_("Espaces dont les recettes ont été saisies"),
        lambda outcome: np.array([space.stated_revenue_eur_per_year is not None for space in outcome.levers.spaces]),
    ),
    FormulaInput(
        "stated_revenue",
        N_("Recettes annuelles saisies, par espace"),
        lambda outcome: np.array(
            [
                0.0 if space.stated_revenue_eur_per_year is None else space.stated_revenue_eur_per_year[0]
                for space in outcome.levers.spaces
            ]
        ),
    ),
)
"""Of the trace of a scenario that states receipts, and of no other."""


def list_inputs(criteria: Iterable[Criterion], action_types: Iterable[ActionType]) -> tuple[FormulaInput, ...]:
    """Return every input: those that criteria share, their own, then the levers that actions bring."""
    own = (given for criterion in criteria for given in criterion.inputs)
    return (*MODEL_INPUTS, *own, *(read_lever(lever) for action in action_types for lever in action.levers))


@dataclass(frozen=True, slots=True)
class FormulaFunction:
    """A function that a formula may call: its French name, and what it does."""

    label: str
    call: Callable[..., Value]


def _divide(above: Value, below: Value) -> Value:
    return np.divide(above, below, out=np.zeros(np.shape(below)), where=np.asarray(below) > 0)


def _mean_of_worst_fifth(reach: FloatArray, people: FloatArray) -> float:
    fifth = float(people.sum()) / 5
    if fifth == 0:
        return float("nan")
    total, missing = 0.0, fifth
    for place in np.argsort(reach):
        counted = min(float(people[place]), missing)
        total += counted * float(reach[place])
        missing -= counted
    return total / fifth


def _mean_by_group(values: FloatArray, weights: FloatArray, groups: np.ndarray) -> FloatArray:
    mean: FloatArray = np.bincount(groups, values * weights) / np.bincount(groups, weights)
    return mean


FUNCTIONS: Mapping[str, FormulaFunction] = {
    "sum": FormulaFunction(N_("somme"), np.sum),
    "dot": FormulaFunction(N_("produit"), np.dot),
    "exp": FormulaFunction(N_("exp"), np.exp),
    "power": FormulaFunction(N_("puissance"), np.power),
    "where": FormulaFunction(N_("si"), np.where),
    "minimum": FormulaFunction(N_("min"), np.minimum),
    "maximum": FormulaFunction(N_("max"), np.maximum),
    "max_by_row": FormulaFunction(N_("max par commune"), lambda table: np.max(table, axis=1, initial=0.0)),
    "min_by_row": FormulaFunction(N_("min par commune"), lambda table: np.min(table, axis=1, initial=np.inf)),
    "divide": FormulaFunction(N_("rapport"), _divide),
    "worst_fifth_mean": FormulaFunction(N_("moyenne du cinquième le plus éloigné"), _mean_of_worst_fifth),
    "group_mean": FormulaFunction(N_("moyenne par groupe"), _mean_by_group),
    "spread": FormulaFunction(N_("écart"), lambda values: float(np.max(values) - np.min(values))),
    "first": FormulaFunction(
        N_("le plus petit"), lambda values: float(np.min(values)) if len(values) else float("nan")
    ),
    "mean_where": FormulaFunction(
        N_("moyenne où"), lambda values, mask: float(np.mean(values[mask])) if mask.any() else float("nan")
    ),
}
