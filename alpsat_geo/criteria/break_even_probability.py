"""Probability that the opened spaces break even."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.accounts import balances
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.formula import Formula, FormulaInput
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_


def _probability_in(outcome: Outcome, areas: list[set[int]]) -> FloatArray:
    """Mean probability of the spaces opened in each area, the same in all draws (D, A); NaN without any.

    A probability already sums the draws up: it has no interval of its own.
    """
    probability = np.full((outcome.draws.size, len(areas)), np.nan)
    has_balance = balances(outcome)
    for a, area in enumerate(areas):
        opened = [j for j, s in enumerate(outcome.levers.spaces) if s.is_new and s.commune_index in area]
        if opened:
            probability[:, a] = has_balance[:, opened].mean()
    return probability


def _measure(outcome: Outcome) -> FloatArray:
    return _probability_in(outcome, [set(range(outcome.baseline.commune_count))])[:, 0]


def _by_commune(outcome: Outcome) -> FloatArray:
    return _probability_in(outcome, [{i} for i in range(outcome.baseline.commune_count)])


def _by_epci(outcome: Outcome) -> FloatArray:
    return _probability_in(outcome, outcome.baseline.list_by_epci())


BREAK_EVEN_PROBABILITY = Criterion(
    key="break_even_probability",
    label=N_("Chances que les nouveaux espaces couvrent leurs frais"),
    unit=N_("part"),
    help=N_(
        "Part des simulations où les recettes d'un nouvel espace couvrent son coût annuel, en moyenne"
        " sur les nouveaux espaces. Sans objet pour un scénario qui n'en crée pas."
    ),
    kind="prudence",
    direction="max",
    measure=_measure,
    measure_by_commune=_by_commune,
    measure_by_epci=_by_epci,
    formulas=(
        Formula(
            "space_cost",
            N_("Coût annuel de chaque espace, subvention déduite"),
            "(space_capex - space_grant) * public_discount_rate"
            " / (1 - power(1 + public_discount_rate, -space_lifetime_year))"
            " + space_opex",
        ),
        Formula(
            "break_even_probability",
            N_("Part des nouveaux espaces dont les recettes couvrent le coût, aux valeurs retenues"),
            "mean_where(revenue >= space_cost, is_new)",
        ),
    ),
    inputs=(
        FormulaInput(
            "space_capex",
            N_("Investissement de chaque espace"),
            lambda outcome: np.array([space.capex_eur[0] for space in outcome.levers.spaces]),
        ),
        FormulaInput(
            "space_opex",
            N_("Fonctionnement annuel de chaque espace"),
            lambda outcome: np.array([space.opex_eur_per_year[0] for space in outcome.levers.spaces]),
        ),
        FormulaInput(
            "space_grant",
            N_("Subvention de chaque espace"),
            lambda outcome: np.array([space.grant_eur[0] for space in outcome.levers.spaces]),
        ),
    ),
)
