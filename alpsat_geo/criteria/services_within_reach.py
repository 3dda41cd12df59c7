"""Everyday services within a quarter of an hour."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.baseline import BASKET_KINDS, FRANCE_SERVICES
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.formula import Formula, FormulaInput
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.ratios import ratio_or
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_


def _by_commune(outcome: Outcome) -> FloatArray:
    reached, levers = outcome.baseline.basket_reached[outcome.settings.season], outcome.levers
    others = levers.act("other_services", np.delete(reached, FRANCE_SERVICES, axis=1).sum(axis=1))
    share = (others + levers.act("france_services", reached[:, FRANCE_SERVICES])) / len(BASKET_KINDS)
    return np.broadcast_to(share, (outcome.draws.size, outcome.baseline.commune_count))


def _measure(outcome: Outcome) -> FloatArray:
    people = outcome.baseline.population_count
    return ratio_or(_by_commune(outcome) @ people, np.full(outcome.draws.size, people.sum()), np.nan)


def _by_epci(outcome: Outcome) -> FloatArray:
    return outcome.baseline.mean_by_epci(_by_commune(outcome))


def _read_basket(outcome: Outcome) -> FloatArray:
    return outcome.baseline.basket_reached[outcome.settings.season]


SERVICES_WITHIN_REACH = Criterion(
    key="services_within_reach",
    label=N_("Services du quotidien à moins de 15 minutes"),
    unit=N_("part"),
    help=N_(
        "Sur six services du quotidien (école, collège, pharmacie, commerce alimentaire, La Poste,"
        " France services), part accessible en 15 minutes, en moyenne par habitant."
    ),
    kind="effect",
    direction="max",
    measure=_measure,
    measure_by_commune=_by_commune,
    measure_by_epci=_by_epci,
    formulas=(
        Formula(
            "services_within_reach",
            N_("Part des six services du quotidien, en moyenne par habitant"),
            "sum(population * (other_services + france_services) / 6) / sum(population)",
        ),
    ),
    inputs=(
        FormulaInput(
            "other_services",
            N_("Services du quotidien assez proches, hors France services, par commune"),
            lambda outcome: _read_basket(outcome).sum(axis=1) - _read_basket(outcome)[:, FRANCE_SERVICES],
            parameters=("terminal_time_min", "services_basket_min"),
        ),
        FormulaInput(
            "france_services",
            N_("Accès à France services, par commune"),
            lambda outcome: _read_basket(outcome)[:, FRANCE_SERVICES],
            parameters=("terminal_time_min", "services_basket_min"),
        ),
    ),
)
