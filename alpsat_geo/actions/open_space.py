"""Open a workspace in a commune: frugal (a room of a public building) or standard."""

from __future__ import annotations

import dataclasses

import numpy as np

from alpsat_geo.compute.action_type import ActionContext, ActionOption, ActionType
from alpsat_geo.compute.levers import CostLine, Levers, SpaceKind, SpaceState, Start
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.text import N_

_KEY = "open_space"
_FRUGAL_DESKS = (3, 4)


def _apply(levers: Levers, context: ActionContext) -> Levers:
    for commune in context.place_index:
        levers = _open_in(levers, context, commune)
    return levers


def _open_in(levers: Levers, context: ActionContext, commune: int) -> Levers:
    draws = context.draws
    kind: SpaceKind = "frugal" if context.options["kind"] == "frugal" else "standard"
    desks = context.number("desks")
    if kind == "frugal" and desks is not None and not _FRUGAL_DESKS[0] <= desks <= _FRUGAL_DESKS[1]:
        message = (
            f"Un espace frugal compte {_FRUGAL_DESKS[0]} ou {_FRUGAL_DESKS[1]} postes (reçu : {desks:g}) :"
            " choisissez le type « standard » pour davantage."
        )
        raise InputError(message)
    desks_count = draws[f"{kind}_desks_count"] if desks is None else np.full(draws.size, desks)
    price = context.number("price_month_eur")
    price_month_eur = draws["space_price_month_eur"] if price is None else np.full(draws.size, price)
    capex_eur = desks_count * draws[f"{kind}_capex_per_desk_eur"]
    opex_eur_per_year = desks_count * draws[f"{kind}_opex_per_desk_eur_year"]
    # A grant never exceeds the investment it helps to pay.
    grant_eur = np.minimum(context.number("grant_eur") or 0.0, capex_eur)
    code = context.baseline.insee_codes[commune]
    number = sum(space.is_new and space.commune_index == commune for space in levers.spaces) + 1
    space = SpaceState(
        key=f"{_KEY}:{code}:{number}",
        name=code,
        kind=kind,
        commune_index=commune,
        is_open=np.ones(draws.size, dtype=np.bool_),
        desks_count=desks_count,
        capex_eur=capex_eur,
        opex_eur_per_year=opex_eur_per_year,
        grant_eur=grant_eur,
        price_month_eur=price_month_eur,
    )
    line = CostLine(
        action_key=_KEY,
        capex_eur=capex_eur,
        opex_eur_per_year=opex_eur_per_year,
        lifetime_year=draws["space_lifetime_year"],
        grant_eur=grant_eur,
        grant_eur_per_year=np.zeros(draws.size),
        commune_index=(commune,),
    )
    start = Start(_KEY, draws[f"months_to_start_open_space_{kind}"], (commune,))
    return dataclasses.replace(levers.with_cost(line, start), spaces=(*levers.spaces, space))


OPEN_SPACE = ActionType(
    key=_KEY,
    label=N_("Ouvrir un espace de travail"),
    summary=N_(
        "Frugal : trois ou quatre postes dans un bâtiment public existant. Standard : une dizaine de postes dans un"
        " local aménagé."
    ),
    axis="b",
    owner=N_("Commune ou communauté de communes, association ou entreprise locale"),
    placement="commune",
    places_required=True,
    is_repeatable=True,
    evidence_grade="C",
    source=N_("Lapte (Haute-Loire) 2020 pour le coût ; La Cordée à Lamure-sur-Azergues pour l'alerte"),
    parameters=(
        "frugal_desks_count",
        "standard_desks_count",
        "frugal_capex_per_desk_eur",
        "frugal_opex_per_desk_eur_year",
        "standard_capex_per_desk_eur",
        "standard_opex_per_desk_eur_year",
        "space_lifetime_year",
        "public_discount_rate",
        "space_price_month_eur",
        "huff_desks_exponent",
        "telework_days_per_week",
    ),
    months_parameters=("months_to_start_open_space_frugal", "months_to_start_open_space_standard"),
    dependencies=(
        N_("Une connexion fibre et, pour l'espace frugal, une pièce disponible dans un bâtiment public."),
        N_("Quelqu'un qui anime et ouvre : un accès sans clé, des cabines d'appel, une réservation souple."),
    ),
    duplication_conditions=(
        N_("Un bassin d'usagers suffisant : comparez le seuil d'équilibre à la capacité avant de décider."),
        N_("L'accord des espaces voisins : une partie des usagers viendra d'eux."),
    ),
    options=(
        ActionOption("kind", N_("Type d'espace"), default="frugal", choices=("frugal", "standard")),
        ActionOption("desks", N_("Nombre de postes"), N_("postes"), minimum=1, maximum=60),
        ActionOption(
            "price_month_eur",
            N_("Prix mensuel"),
            N_("€/mois"),
            default_parameter="space_price_month_eur",
            minimum=0,
            maximum=1000,
        ),
        ActionOption("grant_eur", N_("Subvention d'investissement"), "€", default=0, minimum=0, maximum=2_000_000),
    ),
    apply=_apply,
)
