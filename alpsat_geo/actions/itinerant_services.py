"""Itinerant France services in the communes that lack it."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.action_type import ActionContext, ActionType
from alpsat_geo.compute.levers import FRANCE_SERVICES_HELP, Levers, Start
from alpsat_geo.domain.text import N_

_KEY = "itinerant_services"


def _apply(levers: Levers, context: ActionContext) -> Levers:
    draws = context.draws
    opex = draws["itinerant_services_cost_eur_year"]
    line = context.price(_KEY, opex_eur_per_year=opex, commune_index=context.commune_index)
    start = Start(_KEY, draws["months_to_start_itinerant_services"], context.commune_index)
    return levers.with_cost(line, start).move(FRANCE_SERVICES_HELP, np.ones(1), context.commune_index)


ITINERANT_SERVICES = ActionType(
    key=_KEY,
    label=N_("France services itinérant"),
    summary=N_("Un agent et un véhicule tiennent une permanence France services dans les communes qui en sont loin."),
    axis="a",
    owner=N_("Communautés de communes, avec l'État et La Poste"),
    placement="commune",
    places_required=True,
    evidence_grade="C",
    source=N_(
        "Sénat, rapport 778 (2021-22) : coût d'une France services rurale fixe ; une itinérante n'a pas été trouvée"
    ),
    parameters=("itinerant_services_cost_eur_year",),
    months_parameters=("months_to_start_itinerant_services",),
    dependencies=(N_("La labellisation par l'État, et une salle chauffée dans chaque commune visitée."),),
    duplication_conditions=(N_("Des communes à plus d'un quart d'heure d'une France services."),),
    apply=_apply,
)
