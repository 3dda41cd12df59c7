"""Euros that cannot be recovered if one stops after two years."""

from __future__ import annotations

from alpsat_geo.compute.accounts import sunk_cost, sunk_cost_by_commune
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.formula import Formula
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_


def _by_epci(outcome: Outcome) -> FloatArray:
    return outcome.baseline.sum_by_epci(sunk_cost_by_commune(outcome))


SUNK_COST = Criterion(
    key="sunk_cost",
    label=N_("Argent perdu si l'on s'arrête au bout de deux ans"),
    unit=N_("€"),
    help=N_(
        "Investissement qui n'est pas encore amorti après deux ans, moins ce qui se revend, et dépenses engagées qu'il"
        " faut encore payer. Les subventions comptent : c'est de l'argent public. Ne rien faire ne perd rien."
    ),
    kind="prudence",
    direction="min",
    measure=sunk_cost,
    measure_by_commune=sunk_cost_by_commune,
    measure_by_epci=_by_epci,
    formulas=(
        Formula(
            "line_unwritten",
            N_("Part de chaque investissement qui n'est pas amortie après deux ans"),
            "maximum(1 - 2 / line_lifetime, 0)",
        ),
        Formula(
            "sunk_cost",
            N_("Argent perdu si l'on s'arrête au bout de deux ans"),
            "sum(line_capex * line_unwritten) * (1 - investment_resold_share) + sum(line_opex) * stop_commitment_year",
        ),
    ),
)
