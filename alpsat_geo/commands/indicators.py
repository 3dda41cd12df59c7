"""The ``indicators`` command: funnel and profile of each commune."""

from __future__ import annotations

import numpy as np

from alpsat_geo.commands.documents import Json, columns_document, number_or_null
from alpsat_geo.commands.text import align_columns
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.profile import DIMENSIONS
from alpsat_geo.compute.reach import best_reach, decay_of_minutes, read_columns, two_step_catchment_ratio
from alpsat_geo.compute.summary import summarise_columns
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.project import Project
from alpsat_geo.report.dossier.wording import SEASON_LABELS
from alpsat_geo.report.figures import format_in_unit, format_number
from alpsat_geo.report.roads_in_use import say_times
from alpsat_geo.report.vintages import tell_confidence


def indicators_document(project: Project, settings: Settings, draw_count: int, seed: int) -> dict[str, Json]:
    """Build the JSON document of the command: central funnel, demand with its interval, profile."""
    baseline, central = project.baseline, project.central_funnel
    drawn = project.redraw(draw_count, seed).funnel
    demand = columns_document(baseline.insee_codes, summarise_columns(drawn.demand_users))
    profile = project.profiles[settings.season]
    reach, places_per_user = _measure_reach(project, settings)
    broadband = project.territory.broadband
    communes: list[Json] = []
    for i, code in enumerate(baseline.insee_codes):
        dimensions: dict[str, Json] = {
            dimension.key: {
                "score": number_or_null(profile.scores[i, k]),
                "measure": number_or_null(profile.measures[i, k]),
                "unit": dimension.unit,
                "confidence": tell_confidence(dimension, project.territory),
            }
            for k, dimension in enumerate(DIMENSIONS)
        }
        communes.append(
            {
                "insee_code": code,
                "name": project.territory.communes.names[i],
                "epci_siren": baseline.epci_sirens[baseline.epci_index[i]],
                "population": number_or_null(baseline.population_count[i]),
                "premises": number_or_null(broadband.premises_count[i]),
                "premises_ftth": number_or_null(broadband.ftth_premises_count[i]),
                "reach_central": number_or_null(reach[i]),
                "places_per_user_central": number_or_null(places_per_user[i]),
                "funnel": {
                    "employed": number_or_null(project.territory.census.employed_count[i]),
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


def _measure_reach(project: Project, settings: Settings) -> tuple[FloatArray, FloatArray]:
    """Measure what share of possible users would come, and places for each, (n,); NaN while data are awaited."""
    baseline = project.baseline
    if project.blanks or not baseline.knows_spaces:
        unknown = np.full(baseline.commune_count, np.nan)
        return unknown, unknown
    today = evaluate(DO_NOTHING, baseline, project.central, project.action_types, settings=settings)
    is_open = np.array([space.is_open[0] for space in today.levers.spaces], dtype=np.bool_)
    # Between town halls, at the speeds of the network: only the evaluation of scenarios draws the roads.
    minutes = read_columns(baseline.minutes[settings.season], today.levers.space_communes, np.inf)
    divisor = float(project.table["catchment_decay_divisor"].value)
    decay = np.asarray(decay_of_minutes(minutes, settings.catchment_min, divisor))
    reach = best_reach(decay, is_open[None])[0]
    return reach, two_step_catchment_ratio(decay, today.demand_users[0], today.space_capacity_users[0], is_open)


def indicators_text(project: Project, settings: Settings) -> str:
    """Write the profile of each commune as a French table."""
    profile = project.profiles[settings.season]
    rows = [("Commune", "Habitants", *(dimension.label for dimension in DIMENSIONS))]
    rows += [
        (
            name,
            format_number(float(project.baseline.population_count[i])),
            *(format_in_unit(float(profile.measures[i, k]), d.unit) for k, d in enumerate(DIMENSIONS)),
        )
        for i, name in enumerate(project.territory.communes.names)
    ]
    meanings = [(f"{dimension.label} :", dimension.measure_label) for dimension in DIMENSIONS]
    season = f"Saison : {SEASON_LABELS[settings.season]}. Trajets : {say_times(project.territory.roads)}."
    return "\n".join([*align_columns(rows, right=range(1, len(rows[0]))), "", *align_columns(meanings), season])
