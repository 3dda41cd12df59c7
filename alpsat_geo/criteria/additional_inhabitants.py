"""Inhabitants after five years who would not have come otherwise."""

from __future__ import annotations

from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.formula import Formula
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_


def _measure(outcome: Outcome) -> FloatArray:
    total: FloatArray = outcome.additional_inhabitants.sum(axis=1)
    return total


def _by_commune(outcome: Outcome) -> FloatArray:
    return outcome.additional_inhabitants


def _by_epci(outcome: Outcome) -> FloatArray:
    return outcome.baseline.sum_by_epci(outcome.additional_inhabitants)


ADDITIONAL_INHABITANTS = Criterion(
    key="additional_inhabitants",
    label=N_("Habitants supplémentaires à cinq ans"),
    unit=N_("habitants"),
    help=N_(
        "Habitants présents au bout de cinq ans et qui ne seraient pas venus autrement, dans la limite des logements"
        " vacants mobilisables. À comparer à l'évolution observée entre les deux derniers recensements : une action"
        " freine, elle n'inverse pas."
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
            "additional_inhabitants",
            N_("Habitants supplémentaires à cinq ans"),
            "sum(households) * newcomer_people_per_solo",
        ),
    ),
)
