"""A shuttle to a service hub: outside the study, since mobility was not analysed."""

from __future__ import annotations

from alpsat_geo.compute.action_type import ActionContext, ActionType
from alpsat_geo.compute.levers import CAR_FREE, Levers, Start
from alpsat_geo.domain.text import N_

_KEY = "shuttle"


def _apply(levers: Levers, context: ActionContext) -> Levers:
    draws = context.draws
    opex = draws["shuttle_cost_eur_year"]
    line = context.price(_KEY, opex_eur_per_year=opex, commune_index=context.commune_index)
    start = Start(_KEY, draws["months_to_start_shuttle"], context.commune_index)
    return levers.with_cost(line, start).move(CAR_FREE, draws["shuttle_shift_share"], context.commune_index)


SHUTTLE = ActionType(
    key=_KEY,
    label=N_("Navette vers un pôle"),
    summary=N_("Un véhicule relie en semaine des communes à un pôle de services et d'espaces de travail."),
    axis="a",
    owner=N_("Autorité organisatrice de la mobilité"),
    placement="commune",
    places_required=True,
    evidence_grade="D",
    source=N_("Hors étude : la mobilité relève d'autres travaux ; coût et effet sont des hypothèses"),
    parameters=("shuttle_cost_eur_year", "shuttle_shift_share"),
    months_parameters=("months_to_start_shuttle",),
    dependencies=(N_("Les études de mobilité en cours sur le territoire."),),
    duplication_conditions=(N_("Un pôle qui concentre emplois, services et espace de travail."),),
    is_outside_study=True,
    apply=_apply,
)
