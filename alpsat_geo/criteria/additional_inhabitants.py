"""Inhabitants after five years who would not have come otherwise."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.formula import Formula, FormulaInput, Value
from alpsat_geo.compute.grouping import sum_by_group
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_


def _measure(outcome: Outcome) -> FloatArray:
    total: FloatArray = outcome.additional_inhabitants.sum(axis=1)
    return total


def _by_commune(outcome: Outcome) -> FloatArray:
    return outcome.additional_inhabitants


def _by_epci(outcome: Outcome) -> FloatArray:
    base = outcome.baseline
    return sum_by_group(outcome.additional_inhabitants, base.epci_index, len(base.epci_sirens))


def _read_vacant_homes(outcome: Outcome) -> Value:
    homes = outcome.baseline.vacant_homes_count
    return np.where(np.isnan(homes), np.inf, homes)


ADDITIONAL_INHABITANTS = Criterion(
    key="additional_inhabitants",
    label=N_("Habitants supplémentaires à cinq ans"),
    unit=N_("habitants"),
    help=N_(
        "Habitants présents au bout de cinq ans et qui ne seraient pas venus autrement, dans la limite des logements"
        " vacants mobilisables. À comparer à l'évolution observée de 2016 à 2022 : une action freine, elle n'inverse"
        " pas."
    ),
    swing=N_("passer de {worst} à {best} habitants supplémentaires à cinq ans"),
    objective="welcome",
    direction="max",
    is_weighted_by_default=True,
    worst=0,
    best=150,
    anchors_reason=N_(
        "environ le double de la médiane du programme le plus complet ; la perte observée de 2016 à 2022, 1 782"
        " habitants, est imprimée à côté"
    ),
    measure=_measure,
    measure_by_commune=_by_commune,
    measure_by_epci=_by_epci,
    formulas=(
        Formula(
            "retention",
            N_("Part encore présente cinq ans après, par communauté de communes"),
            "minimum(newcomer_retention_5y_share + retention_gain, 1)",
        ),
        Formula(
            "households_rate",
            N_("Ménages supplémentaires par habitant à cinq ans, par communauté de communes"),
            "newcomer_solos_per_1000_inhabitants_year / 1000 * newcomer_butfor_share * minimum(newcomer_intensity, 1)"
            " * (retention ** 0.9 + (1 - newcomer_effect_decay_per_year) * retention ** 0.7"
            " + (1 - newcomer_effect_decay_per_year) ** 2 * retention ** 0.5"
            " + (1 - newcomer_effect_decay_per_year) ** 3 * retention ** 0.3"
            " + (1 - newcomer_effect_decay_per_year) ** 4 * retention ** 0.1)",
        ),
        Formula(
            "households",
            N_("Ménages supplémentaires logés, par commune"),
            "minimum(households_rate[epci] * population, vacant_homes * mobilisable_vacant_home_share)",
        ),
        Formula(
            "additional_inhabitants",
            N_("Habitants supplémentaires à cinq ans"),
            "sum(households) * newcomer_people_per_solo",
        ),
    ),
    inputs=(FormulaInput("vacant_homes", N_("Logements vacants par commune (INSEE, 2022)"), _read_vacant_homes),),
)
