"""Regular users of workspaces, existing and new."""

from __future__ import annotations

from alpsat_geo.compute.criterion import Criterion
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
    swing=N_("passer de {worst} à {best} usagers réguliers sur tout le territoire"),
    objective="access",
    direction="max",
    is_weighted_by_default=True,
    worst=0,
    best=150,
    anchors_reason=N_("ordre de grandeur choisi par l'équipe, au-dessus de la demande estimée de tout le territoire"),
    measure=_measure,
    measure_by_commune=_by_commune,
    measure_by_epci=_by_epci,
    formulas=(Formula("regular_users", N_("Usagers réguliers"), "sum(space_served)"),),
)
