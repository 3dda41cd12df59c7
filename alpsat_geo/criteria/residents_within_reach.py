"""Residents who live within T minutes of an open space in winter."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.criterion import Criterion, UnitPrice
from alpsat_geo.compute.formula import Formula, FormulaInput
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.reach import read_columns
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_


def _measure(outcome: Outcome) -> FloatArray:
    return (outcome.is_within @ outcome.baseline.population_count)[outcome.combination_index]


def _by_commune(outcome: Outcome) -> FloatArray:
    return (outcome.is_within * outcome.baseline.population_count)[outcome.combination_index]


def _by_epci(outcome: Outcome) -> FloatArray:
    base = outcome.baseline
    residents = base.sum_by_epci(outcome.is_within * base.population_count)
    return residents[outcome.combination_index]


RESIDENTS_WITHIN_REACH = Criterion(
    key="residents_within_reach",
    label=N_("Habitants assez proches d'un espace en hiver"),
    unit=N_("habitants"),
    help=N_(
        "Habitants dont la mairie est à moins de T minutes en voiture, en hiver, d'un espace de travail ouvert."
        " T est votre choix ; les temps sont estimés."
    ),
    kind="effect",
    direction="max",
    is_shown_first=True,
    unit_price=UnitPrice(
        key="neighbour",
        one=N_("voisin"),
        one_more=N_("un habitant de plus près d'un espace"),
        several_more=N_("habitants de plus près d'un espace"),
        label=N_("Un habitant de plus près d'un espace : effort accepté par an"),
        question=N_("Jusqu'à combien par an, pour un habitant de plus près d'un espace ?"),
        steps=(0, 1, 2, 5, 10, 20, 50, 100, 200),
        answers=(0, 1, 5, 10, 20, 50, 200),
    ),
    measure=_measure,
    measure_by_commune=_by_commune,
    measure_by_epci=_by_epci,
    formulas=(
        Formula(
            "winter_minutes",
            N_("Minutes de chaque commune à chaque espace, en hiver"),
            "where(is_inside, inside_minutes, maximum(winter_network_minutes - terminal_time_min, 0)"
            " / road_speed_factor + minimum(winter_network_minutes, terminal_time_min))",
        ),
        Formula(
            "residents_within_reach",
            N_("Habitants à T minutes au plus d'un espace ouvert, en hiver"),
            "sum(where(min_by_row(where(is_open, winter_minutes, inf)) <= T, population, 0))",
        ),
    ),
    inputs=(
        FormulaInput(
            "winter_network_minutes",
            N_("Minutes entre mairies en hiver, aux vitesses du réseau (estimées)"),
            lambda outcome: read_columns(outcome.baseline.minutes["winter"], outcome.levers.space_communes, np.inf),
            parameters=("terminal_time_min",),
        ),
    ),
)
