"""The retained action: a shared digital platform for the whole territory."""

from __future__ import annotations

from alpsat_geo.compute.action_type import ActionContext, ActionType
from alpsat_geo.compute.levers import NEWCOMER_INTENSITY, USE_FACTOR, Levers, Start
from alpsat_geo.domain.text import N_

_KEY = "shared_platform"


def _apply(levers: Levers, context: ActionContext) -> Levers:
    draws = context.draws
    line = context.price(_KEY, capex_eur=draws["platform_capex_eur"], opex_eur_per_year=draws["platform_opex_eur_year"])
    start = Start(_KEY, draws["months_to_start_shared_platform"])
    known = levers.with_cost(line, start).move(USE_FACTOR, draws["platform_awareness_factor"])
    return known.move(NEWCOMER_INTENSITY, draws["platform_intensity"])


SHARED_PLATFORM = ActionType(
    key=_KEY,
    label=N_("Site internet commun (plateforme)"),
    summary=N_(
        "Un site internet unique qui présente les atouts du territoire, ses espaces de travail et les"
        " démarches pour s'installer, tenu à jour par une équipe du territoire."
    ),
    axis="c",
    owner=N_("PETR, pays ou autre structure commune, avec les communautés de communes"),
    placement="territory",
    evidence_grade="D",
    source=N_("Action retenue par AlpSatellites (HAL hal-04524061, résumé) ; effet propre non mesuré"),
    parameters=(
        "platform_capex_eur",
        "platform_opex_eur_year",
        "platform_intensity",
        "platform_awareness_factor",
        "equipment_lifetime_year",
        "public_discount_rate",
        "newcomer_solos_per_1000_inhabitants_year",
        "newcomer_effect_decay_per_year",
        "newcomer_butfor_share",
        "newcomer_retention_5y_share",
        "newcomer_people_per_solo",
        "mobilisable_vacant_home_share",
    ),
    months_parameters=("months_to_start_shared_platform",),
    dependencies=(
        N_("Une équipe d'animation désignée : sans mise à jour, l'effet disparaît."),
        N_("Des espaces ouverts et vérifiés à montrer : sans espace ouvert, l'usage ne change pas."),
    ),
    duplication_conditions=(
        N_("Plusieurs communautés de communes qui partagent un bassin de vie et une même promesse d'accueil."),
        N_("Un coût faible, porté par les collectivités, des subventions et, si possible, des fonds européens."),
    ),
    apply=_apply,
)
