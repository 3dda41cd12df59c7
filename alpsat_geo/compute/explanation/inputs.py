"""The inputs of the formulas, taken from a central outcome: data of the territory and levers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from scipy.sparse import issparse

from alpsat_geo.compute.baseline import FRANCE_SERVICES
from alpsat_geo.compute.demand import CSP_COUNT, WEEKLY_CSPS
from alpsat_geo.compute.finance import WORKING_DAYS_PER_WEEK
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.reach import Matrix, worst_served_reach
from alpsat_geo.domain.text import N_

Value = np.ndarray | float

INPUT_LABELS: Mapping[str, str] = {
    "population": N_("Habitants par commune (INSEE, 2022)"),
    "employed": N_("Actifs occupés par commune et CSP (INSEE, 2022)"),
    "second_homes": N_("Résidences secondaires par commune (INSEE, 2022)"),
    "vacant_homes": N_("Logements vacants par commune (INSEE, 2022)"),
    "works_elsewhere": N_("Part des actifs qui travaillent hors de leur commune (INSEE, 2022)"),
    "epci": N_("Communauté de communes de chaque commune"),
    "minutes": N_("Minutes de chaque commune à chaque espace (estimées)"),
    "winter_minutes": N_("Minutes de chaque commune à chaque espace, en hiver (estimées)"),
    "km": N_("Kilomètres de chaque commune à chaque espace (estimés)"),
    "T": N_("Minutes où la moitié des usagers viennent encore : votre choix"),
    "is_open": N_("Espaces ouverts aux valeurs centrales"),
    "desks": N_("Postes de chaque espace"),
    "is_new": N_("Espaces ouverts par le scénario"),
    "price": N_("Prix mensuel de chaque espace"),
    "space_capex": N_("Investissement de chaque espace"),
    "space_opex": N_("Fonctionnement annuel de chaque espace"),
    "space_grant": N_("Subvention de chaque espace"),
    "line_capex": N_("Investissement de chaque action"),
    "line_opex": N_("Fonctionnement annuel de chaque action"),
    "line_lifetime": N_("Durée d'amortissement de chaque action"),
    "start_months": N_("Mois avant le démarrage de chaque action"),
    "weekly_gain": N_("Gain relatif de télétravail hebdomadaire dû aux actions"),
    "use_factor": N_("Facteur d'usage des espaces dû aux actions"),
    "newcomer_intensity": N_("Part du rythme d'arrivées de référence, par communauté de communes"),
    "retention_gain": N_("Gain de maintien à cinq ans, par communauté de communes"),
    "other_services": N_("Services du panier à portée, hors France services, par commune"),
    "france_services": N_("Accès à France services, par commune"),
    "car_free": N_("Part des usagers qui viendraient sans voiture, par commune"),
    "observed_weekly_share": N_("Part de télétravail hebdomadaire observée, par CSP"),
    "teleworkable_share": N_("Part des emplois télétravaillables, par CSP"),
    "working_days": N_("Jours ouvrés par semaine"),
    "reference_teleworkers": N_("Télétravailleurs si rien n'est fait, par commune"),
    "reference_visit_km": N_("Kilomètres aller d'une visite si rien n'est fait"),
}


def gather_inputs(outcome: Outcome) -> dict[str, Value]:
    """Collect the inputs of every formula from an outcome of one draw."""
    base, levers, draws = outcome.baseline, outcome.levers, outcome.draws
    reference = outcome.reference or outcome
    season = outcome.settings.season
    columns = [space.commune_index for space in levers.spaces]
    inputs: dict[str, Value] = {
        "population": base.population_count,
        "employed": np.nan_to_num(base.employed_by_csp_count, nan=0.0),
        "second_homes": np.nan_to_num(base.second_homes_count, nan=0.0),
        "vacant_homes": np.where(np.isnan(base.vacant_homes_count), np.inf, base.vacant_homes_count),
        "works_elsewhere": np.nan_to_num(base.works_elsewhere_share, nan=0.0),
        "epci": base.epci_index,
        "minutes": _dense(base.minutes[season], columns, np.inf),
        "winter_minutes": _dense(base.minutes["winter"], columns, np.inf),
        "km": _finite(_dense(base.km[season], columns, 0.0)),
        "T": outcome.settings.catchment_min,
        "is_open": np.array([space.is_open[0] for space in levers.spaces], dtype=np.bool_),
        "is_new": np.array([space.is_new for space in levers.spaces], dtype=np.bool_),
        "weekly_gain": float(levers.weekly_telework_gain[0]),
        "use_factor": float(levers.use_factor[0]),
        "newcomer_intensity": levers.newcomer_intensity[0],
        "retention_gain": levers.retention_gain_share[0],
        "other_services": np.delete(base.basket_reached[season], FRANCE_SERVICES, axis=1).sum(axis=1),
        "france_services": levers.france_services_level[season][0],
        "car_free": levers.car_free_share[0],
        "working_days": float(WORKING_DAYS_PER_WEEK),
        "observed_weekly_share": np.array(
            [draws[f"telework_weekly_share_csp{k}"][0] if k in WEEKLY_CSPS else 0.0 for k in range(1, CSP_COUNT + 1)]
        ),
        "teleworkable_share": np.array([draws[f"teleworkable_share_csp{k}"][0] for k in range(1, CSP_COUNT + 1)]),
        "reference_teleworkers": reference.teleworkers[0],
        "reference_visit_km": float(reference.trips_km_by_commune.sum()),
    }
    by_space = {
        "desks": [space.desks_count for space in levers.spaces],
        "price": [space.price_month_eur for space in levers.spaces],
        "space_capex": [space.capex_eur for space in levers.spaces],
        "space_opex": [space.opex_eur_per_year for space in levers.spaces],
        "space_grant": [space.grant_eur for space in levers.spaces],
        "line_capex": [line.capex_eur for line in levers.cost_lines],
        "line_opex": [line.opex_eur_per_year for line in levers.cost_lines],
        "line_lifetime": [line.lifetime_year for line in levers.cost_lines],
        "start_months": [start.months for start in levers.starts],
    }
    inputs.update({name: np.array([column[0] for column in columns_]) for name, columns_ in by_space.items()})
    return inputs


FUNCTIONS: Mapping[str, Callable[..., Value]] = {
    "sum": np.sum,
    "dot": np.dot,
    "exp": np.exp,
    "power": np.power,
    "where": np.where,
    "minimum": np.minimum,
    "maximum": np.maximum,
    "max_by_row": lambda table: np.max(table, axis=1, initial=0.0),
    "min_by_row": lambda table: np.min(table, axis=1, initial=np.inf),
    "divide": lambda above, below: np.divide(above, below, out=np.zeros(np.shape(below)), where=np.asarray(below) > 0),
    "worst_fifth_mean": lambda reach, people: float(worst_served_reach(reach[None, :], people)[0]),
    "group_mean": lambda values, weights, groups: np.bincount(groups, values * weights) / np.bincount(groups, weights),
    "spread": lambda values: float(np.max(values) - np.min(values)),
    "first": lambda values: float(np.min(values)) if len(values) else float("nan"),
    "mean_where": lambda values, mask: float(np.mean(values[mask])) if mask.any() else float("nan"),
}


def _dense(matrix: Matrix, columns: list[int], absent: float) -> np.ndarray:
    chosen = matrix[:, columns]
    if not issparse(chosen):
        return np.asarray(chosen)
    coordinates = chosen.tocoo()
    dense = np.full(coordinates.shape, absent)
    dense[coordinates.row, coordinates.col] = coordinates.data
    return dense


def _finite(table: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(table), table, 0.0)
