"""CO2 avoided by additional telework, less the trips to workspaces."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.grouping import sum_by_group
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_

_KG_PER_TONNE = 1000
_KM_DECIMALS = 9
_WAYS = 2


def _by_commune(outcome: Outcome) -> FloatArray:
    draws, base = outcome.draws, outcome.baseline
    reference = outcome.reference or outcome
    days = draws["telework_days_per_week"][:, None]
    added_teleworkers = outcome.teleworkers - reference.teleworkers
    kept = draws["telework_co2_gross_kg_year_per_weekly_day"] * (1 - draws["telework_co2_rebound_share"])
    # Who works in their own commune hardly drives: only the others count; unknown counts for none.
    elsewhere = np.nan_to_num(base.works_elsewhere_share, nan=0.0)
    saved_kg = added_teleworkers * days * elsewhere * kept[:, None]
    # Equal trips may differ by the order of a sum: that is not an emission.
    added_km = np.round(outcome.trips_km_by_commune - reference.trips_km_by_commune, _KM_DECIMALS)
    visits = _WAYS * days * draws["working_weeks_year"][:, None]
    trips_kg = added_km * visits * draws["car_co2_kg_per_km"][:, None]
    avoided: FloatArray = (saved_kg - trips_kg) / _KG_PER_TONNE
    return avoided


def _measure(outcome: Outcome) -> FloatArray:
    total: FloatArray = _by_commune(outcome).sum(axis=1)
    return total


def _by_epci(outcome: Outcome) -> FloatArray:
    base = outcome.baseline
    return sum_by_group(_by_commune(outcome), base.epci_index, len(base.epci_sirens))


CO2_AVOIDED = Criterion(
    key="co2_avoided",
    label=N_("CO₂ évité par an"),
    unit=N_("tCO₂e/an"),
    help=N_(
        "Seuls les jours de télétravail supplémentaires comptent (facteur de l'ADEME, effet rebond, part d'actifs qui"
        " travaillent hors de leur commune), moins les trajets en voiture vers les espaces. Négatif : le scénario émet."
    ),
    swing=N_("passer de {worst} à {best} tonnes de CO₂ évitées par an"),
    objective="climate",
    direction="max",
    is_weighted_by_default=False,
    figure="co2_avoided",
    measure=_measure,
    measure_by_commune=_by_commune,
    measure_by_epci=_by_epci,
)
