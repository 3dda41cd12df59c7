"""CO2 avoided by additional telework, less the trips to workspaces."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.criterion import Criterion, UnitPrice
from alpsat_geo.compute.formula import Formula, FormulaInput, Value
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.reach import read_columns
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_

_KG_PER_TONNE = 1000
_KM_DECIMALS = 9
_WAYS = 2


def _by_commune(outcome: Outcome) -> FloatArray:
    draws, base = outcome.draws, outcome.baseline
    reference = outcome.reference or outcome
    if outcome.levers is reference.levers:
        return np.zeros_like(outcome.teleworkers)
    days = draws["telework_days_per_week"][:, None]
    kept = draws["telework_co2_gross_kg_year_per_weekly_day"] * (1 - draws["telework_co2_rebound_share"])
    # In place: the page waits for these tables of draws by commune.
    avoided: FloatArray = outcome.teleworkers - reference.teleworkers
    avoided *= days
    # Who works in their own commune hardly drives: only the others count; unknown counts for none.
    avoided *= np.nan_to_num(base.works_elsewhere_share, nan=0.0)
    avoided *= kept[:, None]
    trips: FloatArray = outcome.trips_km_by_commune - reference.trips_km_by_commune
    # Equal trips may differ by the order of a sum: that is not an emission.
    np.round(trips, _KM_DECIMALS, out=trips)
    trips *= _WAYS * days * draws["working_weeks_year"][:, None]
    trips *= draws["car_co2_kg_per_km"][:, None]
    avoided -= trips
    avoided /= _KG_PER_TONNE
    return avoided


def _read_km(outcome: Outcome) -> Value:
    km = read_columns(outcome.baseline.km[outcome.settings.season], outcome.levers.space_communes, 0.0)
    return np.where(np.isfinite(km), km, 0.0)


def _measure(outcome: Outcome) -> FloatArray:
    total: FloatArray = _by_commune(outcome).sum(axis=1)
    return total


def _by_epci(outcome: Outcome) -> FloatArray:
    return outcome.baseline.sum_by_epci(_by_commune(outcome))


CO2_AVOIDED = Criterion(
    key="co2_avoided",
    label=N_("CO₂ évité par an"),
    unit=N_("tCO₂e/an"),
    help=N_(
        "Seuls les jours de télétravail supplémentaires comptent (facteur de l'ADEME, effet rebond, part d'actifs qui"
        " travaillent hors de leur commune), moins les trajets en voiture vers les espaces. Négatif : le scénario émet."
    ),
    kind="effect",
    direction="max",
    unit_price=UnitPrice(
        key="tonne",
        one=N_("tonne"),
        one_more=N_("une tonne de CO₂ évitée de plus"),
        several_more=N_("tonnes de CO₂ évitées de plus"),
        label=N_("Une tonne de CO₂ évitée : effort accepté par an"),
        question=N_("Jusqu'à combien, pour une tonne de CO₂ évitée ?"),
        steps=(0, 50, 100, 250, 500, 750, 1_000, 2_000),
        answers=(0, 50, 100, 250, 500, 1_000, 2_000),
        default=250,
        source=N_(
            "valeur de l'action pour le climat en 2030 : A. Quinet (prés.), France Stratégie, février 2019 ; mise à"
            " jour du 20 mars 2025"
        ),
    ),
    measure=_measure,
    measure_by_commune=_by_commune,
    measure_by_epci=_by_epci,
    formulas=(
        Formula(
            "saved_kg",
            N_("CO₂ économisé par les télétravailleurs supplémentaires"),
            "sum((teleworkers - reference_teleworkers) * works_elsewhere) * telework_days_per_week"
            " * telework_co2_gross_kg_year_per_weekly_day * (1 - telework_co2_rebound_share)",
        ),
        Formula(
            "visit_km",
            N_("Kilomètres aller d'une visite de tous les usagers, en voiture"),
            "sum(conversion * (1 - car_free) * dot(decay * km, attraction * divide(space_served, space_users)))",
        ),
        Formula(
            "co2_avoided",
            N_("CO₂ évité par an"),
            "(saved_kg - (visit_km - reference_visit_km) * 2 * telework_days_per_week * working_weeks_year"
            " * car_co2_kg_per_km) / 1000",
        ),
    ),
    inputs=(
        FormulaInput(
            "works_elsewhere",
            N_("Part des actifs qui travaillent hors de leur commune (INSEE)"),
            lambda outcome: np.nan_to_num(outcome.baseline.works_elsewhere_share, nan=0.0),
        ),
        FormulaInput("km", N_("Kilomètres de chaque commune à chaque espace (estimés)"), _read_km),
        FormulaInput(
            "reference_teleworkers",
            N_("Télétravailleurs si rien n'est fait, par commune"),
            lambda outcome: (outcome.reference or outcome).teleworkers[0],
            is_of_reference=True,
        ),
        FormulaInput(
            "reference_visit_km",
            N_("Kilomètres aller d'une visite si rien n'est fait"),
            lambda outcome: float((outcome.reference or outcome).trips_km_by_commune.sum()),
            is_of_reference=True,
        ),
    ),
)
