"""Itinerant digital mediation ("Digital Fit"): help with online tools, near home."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.action_type import ActionContext, ActionOption, ActionType
from alpsat_geo.compute.levers import FRANCE_SERVICES_HELP, Levers, Start
from alpsat_geo.domain.text import N_

_KEY = "digital_mediation"


def _apply(levers: Levers, context: ActionContext) -> Levers:
    draws = context.draws
    granted = context.options["state_grant"] == "oui"
    cost = draws["digital_mediation_cost_eur_year"]
    line = context.price(
        _KEY,
        opex_eur_per_year=cost,
        grant_eur_per_year=np.minimum(draws["conseiller_numerique_grant_eur_year"], cost) if granted else None,
        commune_index=context.commune_index,
    )
    start = Start(_KEY, draws["months_to_start_digital_mediation"], context.commune_index)
    # A share of residents is helped each year: in a commune without France services within
    # reach, they gain that part of the basket and no more.
    helped = draws["digital_mediation_reach_gain"]
    return levers.with_cost(line, start).move(FRANCE_SERVICES_HELP, helped, context.commune_index)


DIGITAL_MEDIATION = ActionType(
    key=_KEY,
    label=N_("Médiation numérique itinérante"),
    summary=N_(
        "Un conseiller numérique va de commune en commune aider à travailler et à faire ses démarches en ligne."
    ),
    axis="c",
    owner=N_("Communautés de communes"),
    placement="epci",
    evidence_grade="D",
    source=N_("Module « Digital Fit » d'AlpSatellites (Autriche) ; part d'habitants aidés non sourcée"),
    parameters=(
        "digital_mediation_cost_eur_year",
        "conseiller_numerique_grant_eur_year",
        "digital_mediation_reach_gain",
    ),
    months_parameters=("months_to_start_digital_mediation",),
    dependencies=(N_("Un recrutement, et des salles prêtées par les communes."),),
    duplication_conditions=(N_("Une subvention de l'État qui baisse d'année en année : prévoir la suite."),),
    options=(ActionOption("state_grant", N_("Subvention de l'État"), default="oui", choices=("oui", "non")),),
    examples=({}, {"state_grant": "non"}),
    apply=_apply,
)
