"""The ``indicators`` command: funnel and profile of each commune."""

from __future__ import annotations

import numpy as np

from alpsat_geo.commands.documents import Json, columns_document, number_or_null
from alpsat_geo.commands.session import Session
from alpsat_geo.commands.text import align_columns
from alpsat_geo.compute.demand import compute_funnel
from alpsat_geo.compute.draws import central_draws, sample_draws
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.profile import DIMENSIONS, feasibility_profile
from alpsat_geo.compute.reach import best_reach, decay_of_minutes, read_columns, two_step_catchment_ratio
from alpsat_geo.compute.summary import summarise_columns
from alpsat_geo.report.dossier.wording import SEASON_LABELS
from alpsat_geo.report.figures import format_in_unit, format_number


def indicators_document(session: Session, settings: Settings, draw_count: int, seed: int) -> dict[str, Json]:
    """Build the JSON document of the command: central funnel, demand with its interval, profile."""
    baseline, table = session.baseline, session.table
    draws = sample_draws(table, baseline.spaces, draw_count, seed)
    central = compute_funnel(baseline, central_draws(table, baseline.spaces))
    demand = columns_document(baseline.insee_codes, summarise_columns(compute_funnel(baseline, draws).demand_users))
    profile = feasibility_profile(baseline, session.territory, table, session.anchors, settings.season)
    actions = {action.key: action for action in session.registries.action_types}
    today = evaluate(DO_NOTHING, baseline, central_draws(table, baseline.spaces), actions, settings=settings)
    is_open = np.array([space.is_open[0] for space in today.levers.spaces], dtype=np.bool_)
    # Between town halls, at the speeds of the network: only the evaluation of scenarios draws the roads.
    minutes = read_columns(baseline.minutes[settings.season], today.levers.space_communes, np.inf)
    decay = np.asarray(decay_of_minutes(minutes, settings.catchment_min, float(table["catchment_decay_divisor"].value)))
    reach = best_reach(decay, is_open[None])[0]
    places_per_user = two_step_catchment_ratio(decay, today.demand_users[0], today.space_capacity_users[0], is_open)
    broadband = session.territory.broadband
    communes: list[Json] = []
    for i, code in enumerate(baseline.insee_codes):
        dimensions: dict[str, Json] = {
            dimension.key: {
                "score": number_or_null(profile.scores[i, k]),
                "measure": number_or_null(profile.measures[i, k]),
                "unit": dimension.unit,
                "confidence": dimension.confidence,
            }
            for k, dimension in enumerate(DIMENSIONS)
        }
        communes.append(
            {
                "insee_code": code,
                "name": session.territory.communes.names[i],
                "epci_siren": baseline.epci_sirens[baseline.epci_index[i]],
                "population": number_or_null(baseline.population_count[i]),
                "premises": number_or_null(broadband.premises_count[i]),
                "premises_ftth": number_or_null(broadband.ftth_premises_count[i]),
                "reach_central": number_or_null(reach[i]),
                "places_per_user_central": number_or_null(places_per_user[i]),
                "funnel": {
                    "employed": number_or_null(session.territory.census.employed_count[i]),
                    "employed_by_csp": [number_or_null(count) for count in baseline.employed_by_csp_count[i]],
                    "teleworkable": number_or_null(central.teleworkable[0, i]),
                    "teleworkers": number_or_null(central.teleworkers[0, i]),
                    "independents": number_or_null(central.independents[0, i]),
                    "demand": demand[code],
                },
                "dimensions": dimensions,
            }
        )
    return {"season": settings.season, "minutes": settings.catchment_min, "communes": communes}


def indicators_text(session: Session, settings: Settings) -> str:
    """Write the profile of each commune as a French table."""
    profile = feasibility_profile(session.baseline, session.territory, session.table, session.anchors, settings.season)
    rows = [("Commune", "Habitants", *(dimension.label for dimension in DIMENSIONS))]
    rows += [
        (
            name,
            format_number(float(session.baseline.population_count[i])),
            *(format_in_unit(float(profile.measures[i, k]), d.unit) for k, d in enumerate(DIMENSIONS)),
        )
        for i, name in enumerate(session.territory.communes.names)
    ]
    meanings = [(f"{dimension.label} :", dimension.measure_label) for dimension in DIMENSIONS]
    season = f"Saison : {SEASON_LABELS[settings.season]}. Temps de trajet estimés sur un squelette routier."
    return "\n".join([*align_columns(rows, right=range(1, len(rows[0]))), "", *align_columns(meanings), season])
