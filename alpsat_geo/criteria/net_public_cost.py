"""Net public cost a year, all funders together."""

from __future__ import annotations

from alpsat_geo.compute.accounts import net_public_cost, net_public_cost_by_commune
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.formula import Formula
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_


def _by_epci(outcome: Outcome) -> FloatArray:
    return outcome.baseline.sum_by_epci(net_public_cost_by_commune(outcome))


NET_PUBLIC_COST = Criterion(
    key="net_public_cost",
    label=N_("Coût public par an, recettes déduites"),
    unit=N_("€/an"),
    help=N_(
        "Part annuelle des investissements, plus le fonctionnement, moins les recettes. Les subventions comptent :"
        " c'est de l'argent public. Une dépense commune est répartie selon les habitants."
    ),
    kind="money",
    direction="min",
    is_shown_first=True,
    measure=net_public_cost,
    measure_by_commune=net_public_cost_by_commune,
    measure_by_epci=_by_epci,
    formulas=(
        Formula(
            "annuity",
            N_("Part annuelle de chaque dépense d'investissement"),
            "line_capex * public_discount_rate / (1 - power(1 + public_discount_rate, -line_lifetime))",
        ),
        Formula(
            "net_public_cost",
            N_("Coût public par an, recettes déduites"),
            "sum(annuity) + sum(line_opex) - sum(line_revenue) - sum(revenue)",
        ),
    ),
)
