"""Inhabitants after five years who would not have come otherwise."""

from __future__ import annotations

from alpsat_geo.compute.criterion import Criterion, UnitPrice
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
    kind="effect",
    direction="max",
    is_shown_first=True,
    unit_price=UnitPrice(
        key="inhabitant",
        one=N_("habitant"),
        one_more=N_("un habitant de plus"),
        several_more=N_("habitants de plus"),
        label=N_("Un habitant de plus : effort accepté par an"),
        question=N_("Jusqu'à combien par an, pour un habitant de plus ?"),
        steps=(0, 250, 500, 1_000, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000, 7_500, 10_000, 15_000, 20_000),
        answers=(0, 500, 1_000, 2_000, 4_000, 8_000, 20_000),
        axis=0,
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
