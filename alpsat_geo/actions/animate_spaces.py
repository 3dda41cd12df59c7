"""Animate the network of existing spaces: a host, one booking, access without a key."""

from __future__ import annotations

import dataclasses

from alpsat_geo.compute.action_type import ActionContext, ActionType
from alpsat_geo.compute.levers import USE_FACTOR, Levers, Start
from alpsat_geo.domain.text import N_

_KEY = "animate_spaces"


def _apply(levers: Levers, context: ActionContext) -> Levers:
    draws = context.draws
    reopens = draws.space_reopening_quantile < draws["animation_reopening_probability"][:, None]
    spaces = tuple(
        # What a person has verified is a fact: animation reopens only what is uncertain.
        dataclasses.replace(space, is_open=space.is_open | reopens[:, j])
        if j < len(context.baseline.spaces)
        and context.baseline.spaces[j].status != "open"
        and context.baseline.spaces[j].settled_is_open is None
        else space
        for j, space in enumerate(levers.spaces)
    )
    line = context.price(
        _KEY, capex_eur=draws["animation_equipment_eur"], opex_eur_per_year=draws["animation_cost_eur_year"]
    )
    start = Start(_KEY, draws["months_to_start_animate_spaces"])
    animated = levers.with_cost(line, start).move(USE_FACTOR, draws["animation_use_factor"])
    return dataclasses.replace(animated, spaces=spaces)


ANIMATE_SPACES = ActionType(
    key=_KEY,
    label=N_("Animer le réseau d'espaces existants"),
    summary=N_(
        "Un animateur partagé, une réservation commune, un accès sans clé et des cabines d'appel pour faire vivre"
        " les espaces qui existent déjà, avant d'en ouvrir d'autres."
    ),
    axis="b",
    owner=N_("PETR, pays ou association, avec les gestionnaires des espaces"),
    placement="territory",
    evidence_grade="D",
    source=N_("Besoins recueillis par AlpSatellites ; effet propre non mesuré"),
    parameters=(
        "animation_cost_eur_year",
        "animation_equipment_eur",
        "animation_use_factor",
        "animation_reopening_probability",
        "equipment_lifetime_year",
        "public_discount_rate",
        "status_open_unverified_probability",
        "status_mentioned_probability",
    ),
    months_parameters=("months_to_start_animate_spaces",),
    dependencies=(
        N_("L'accord des gestionnaires : les espaces recensés en 2019 n'ont pas été revérifiés depuis."),
        N_("Un appel à chaque espace, avant toute dépense, pour savoir s'il est ouvert."),
    ),
    duplication_conditions=(
        N_("Au moins deux espaces existants dans le même bassin de vie."),
        N_("Un emploi d'animation partagé, financé dans la durée."),
    ),
    apply=_apply,
)
