"""Net public cost a year, all funders together."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from alpsat_geo.compute.accounts import net_public_cost, net_public_cost_by_commune
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.formula import Formula, FormulaInput, Value
from alpsat_geo.compute.grouping import sum_by_group
from alpsat_geo.compute.levers import CostLine
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_


def _by_epci(outcome: Outcome) -> FloatArray:
    base = outcome.baseline
    return sum_by_group(net_public_cost_by_commune(outcome), base.epci_index, len(base.epci_sirens))


def _read_lines(field: Callable[[CostLine], FloatArray]) -> Callable[[Outcome], Value]:
    return lambda outcome: np.array([field(line)[0] for line in outcome.levers.cost_lines])


NET_PUBLIC_COST = Criterion(
    key="net_public_cost",
    label=N_("Coût public net par an"),
    unit=N_("€/an"),
    help=N_(
        "Annuité des investissements et fonctionnement, moins les recettes. Les subventions comptent : c'est de"
        " l'argent public. Une dépense commune est répartie selon les habitants."
    ),
    swing=N_("passer de {worst} € par an à {best} €"),
    objective="money",
    direction="min",
    is_weighted_by_default=True,
    worst=250_000,
    best=0,
    anchors_reason=N_("de la dépense annuelle de plusieurs actions réunies à aucune dépense"),
    measure=net_public_cost,
    measure_by_commune=net_public_cost_by_commune,
    measure_by_epci=_by_epci,
    formulas=(
        Formula(
            "annuity",
            N_("Annuité de chaque dépense d'investissement"),
            "line_capex * public_discount_rate / (1 - power(1 + public_discount_rate, -line_lifetime))",
        ),
        Formula(
            "net_public_cost",
            N_("Coût public net par an"),
            "sum(annuity) + sum(line_opex) - sum(line_revenue) - sum(revenue)",
        ),
    ),
    inputs=(
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
    ),
)
