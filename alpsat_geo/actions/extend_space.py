"""Extend or equip an existing workspace."""

from __future__ import annotations

import dataclasses

import numpy as np

from alpsat_geo.compute.action_type import ActionContext, ActionOption, ActionType
from alpsat_geo.compute.levers import Levers, Start
from alpsat_geo.domain.text import N_

_KEY = "extend_space"


def _apply(levers: Levers, context: ActionContext) -> Levers:
    draws = context.draws
    added = context.number("added_desks")
    added_desks = draws["frugal_desks_count"] if added is None else np.full(draws.size, added)
    chosen = {context.baseline.spaces[j].key for j in context.place_index}
    spaces = tuple(
        dataclasses.replace(space, desks_count=space.desks_count + added_desks) if space.key in chosen else space
        for space in levers.spaces
    )
    extended = dataclasses.replace(levers, spaces=spaces)
    for commune in context.commune_index:
        # Running it is the operator's own cost, like the rest of an existing space.
        capex = added_desks * draws["extend_space_capex_per_desk_eur"]
        line = context.price(_KEY, capex_eur=capex, lifetime="space_lifetime_year", commune_index=(commune,))
        extended = extended.with_cost(line, Start(_KEY, draws["months_to_start_extend_space"], (commune,)))
    return extended


EXTEND_SPACE = ActionType(
    key=_KEY,
    label=N_("Agrandir ou équiper un espace existant"),
    summary=N_("Ajouter des places, des cabines d'appel et un accès sans clé à un espace qui existe déjà."),
    axis="b",
    owner=N_("Gestionnaire de l'espace, avec sa communauté de communes"),
    placement="space",
    places_required=True,
    is_repeatable=True,
    evidence_grade="D",
    source=N_("Besoins recueillis par AlpSatellites ; coût par place non sourcé"),
    parameters=(
        "extend_space_capex_per_desk_eur",
        "frugal_desks_count",
        "space_lifetime_year",
        "public_discount_rate",
        "existing_space_desks",
        "huff_desks_exponent",
        "telework_days_per_week",
    ),
    months_parameters=("months_to_start_extend_space",),
    dependencies=(
        N_("Un espace ouvert : agrandir un espace fermé ne sert à personne."),
        N_("Un espace qui refuse du monde : sinon les places ajoutées restent vides."),
    ),
    duplication_conditions=(N_("Un gestionnaire solide et un comptage de fréquentation qui montre la saturation."),),
    options=(
        ActionOption(
            "added_desks",
            N_("Places ajoutées"),
            N_("places"),
            default_parameter="frugal_desks_count",
            minimum=1,
            maximum=60,
        ),
    ),
    examples=({}, {"added_desks": 6}),
    apply=_apply,
)
