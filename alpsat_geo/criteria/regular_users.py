"""Regular users of workspaces, existing and new."""

from __future__ import annotations

from alpsat_geo.compute.criterion import Criterion, UnitPrice
from alpsat_geo.compute.formula import Formula
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_


def _measure(outcome: Outcome) -> FloatArray:
    return outcome.served_users


def _by_commune(outcome: Outcome) -> FloatArray:
    return outcome.served_users_by_commune


def _by_epci(outcome: Outcome) -> FloatArray:
    return outcome.baseline.sum_by_epci(outcome.served_users_by_commune)


REGULAR_USERS = Criterion(
    key="regular_users",
    label=N_("Usagers réguliers des espaces"),
    unit=N_("usagers"),
    help=N_(
        "Personnes qui viendraient travailler régulièrement dans un espace, existant ou nouveau, dans la limite des"
        " places. En France, 98 % des télétravailleurs travaillent chez eux."
    ),
    kind="effect",
    direction="max",
    is_shown_first=True,
    unit_price=UnitPrice(
        key="user",
        one=N_("usager"),
        one_more=N_("un usager de plus"),
        several_more=N_("usagers de plus"),
        label=N_("Un usager régulier de plus : effort accepté par an"),
        question=N_("Jusqu'à combien par an, pour un usager régulier de plus dans les espaces ?"),
        steps=(0, 250, 500, 1_000, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000, 7_500, 10_000, 15_000, 20_000),
        answers=(0, 500, 1_000, 2_000, 4_000, 8_000, 20_000),
        axis=1,
    ),
    measure=_measure,
    measure_by_commune=_by_commune,
    measure_by_epci=_by_epci,
    formulas=(Formula("regular_users", N_("Usagers réguliers"), "sum(space_served)"),),
)
