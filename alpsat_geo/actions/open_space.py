"""Open a workspace in a commune: frugal (a room of a public building) or standard."""

from __future__ import annotations

import dataclasses
from collections import Counter
from functools import partial

import numpy as np

from alpsat_geo.compute.action_type import ActionContext, ActionOption, ActionType
from alpsat_geo.compute.finance import mean_open_share
from alpsat_geo.compute.levers import CostLine, Levers, SpaceKind, SpaceState, Start
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_

_KEY = "open_space"
_FRUGAL_DESKS = (3, 4)


def _apply(levers: Levers, context: ActionContext) -> Levers:
    opened_before = Counter(space.commune_index for space in levers.spaces if space.is_new)
    options = tuple(context.options.items())
    opened = []
    for commune in context.place_index:
        key = f"{_KEY}:{context.baseline.insee_codes[commune]}:{opened_before[commune] + 1}"
        compute = partial(_open, context, commune, key)
        opened.append(context.draws.keep((_KEY, commune, key, options), compute))
    return dataclasses.replace(
        levers,
        spaces=(*levers.spaces, *(space for space, _, _ in opened)),
        cost_lines=(*levers.cost_lines, *(line for _, line, _ in opened)),
        starts=(*levers.starts, *(start for _, _, start in opened)),
    )


def _open(context: ActionContext, commune: int, key: str) -> tuple[SpaceState, CostLine, Start]:
    draws = context.draws
    kind: SpaceKind = "frugal" if context.options["kind"] == "frugal" else "standard"
    desks_count = _desks(context, kind)
    price = context.number("price_month_eur")
    capex_eur = desks_count * draws[f"{kind}_capex_per_desk_eur"]
    # A grant never exceeds the investment it helps to pay.
    grant_eur = np.minimum(context.number("grant_eur") or 0.0, capex_eur)
    # The space of one place falls alike in all scenarios: paid host or volunteers, open or closed since.
    is_host_paid = draws.event_quantile(f"host:{key}") < draws["host_paid_share"]
    open_share = mean_open_share(draws["new_space_open_3y_share"], draws["new_space_open_5y_share"])
    is_open = draws.event_quantile(f"open:{key}") < open_share
    host_eur_per_year = np.where(is_host_paid, draws["host_cost_eur_year"], 0.0)
    opex_eur_per_year = desks_count * draws[f"{kind}_opex_per_desk_eur_year"] + host_eur_per_year
    space = SpaceState(
        key=key,
        name=context.baseline.insee_codes[commune],
        kind=kind,
        commune_index=commune,
        is_open=is_open,
        desks_count=desks_count,
        capex_eur=capex_eur,
        opex_eur_per_year=opex_eur_per_year,
        grant_eur=grant_eur,
        price_month_eur=draws["space_price_month_eur"] if price is None else np.full(draws.size, price),
    )
    # A space that has closed runs no more; what it cost to open is still to be written off.
    spent_eur = np.where(is_open, opex_eur_per_year, 0.0)
    line = context.price(
        _KEY,
        capex_eur=capex_eur,
        opex_eur_per_year=spent_eur,
        grant_eur=grant_eur,
        lifetime="space_lifetime_year",
        commune_index=(commune,),
    )
    return space, line, Start(_KEY, draws[f"months_to_start_open_space_{kind}"], (commune,))


def _desks(context: ActionContext, kind: SpaceKind) -> FloatArray:
    desks = context.number("desks")
    if desks is None:
        return context.draws[f"{kind}_desks_count"]
    if kind == "frugal" and not _FRUGAL_DESKS[0] <= desks <= _FRUGAL_DESKS[1]:
        sentence = N_(
            "Un espace frugal compte {least} ou {most} places (reçu : {desks}) : choisissez le type « standard » pour"
            " davantage."
        )
        raise InputError(remark(sentence, least=_FRUGAL_DESKS[0], most=_FRUGAL_DESKS[1], desks=float(desks)))
    return np.full(context.draws.size, desks)


OPEN_SPACE = ActionType(
    key=_KEY,
    label=N_("Ouvrir un espace de travail"),
    summary=N_(
        "Frugal : trois ou quatre places dans un bâtiment public existant. Standard : une dizaine de places dans un"
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
        "host_paid_share",
        "host_cost_eur_year",
        "new_space_open_3y_share",
        "new_space_open_5y_share",
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
        ActionOption("desks", N_("Nombre de places"), N_("places"), minimum=1, maximum=60),
        ActionOption(
            "price_month_eur",
            N_("Prix mensuel"),
            N_("€/mois"),
            default_parameter="space_price_month_eur",
            minimum=0,
            maximum=1000,
        ),
        ActionOption(
            "grant_eur", N_("Subvention d'investissement, par espace"), "€", default=0, minimum=0, maximum=2_000_000
        ),
    ),
    examples=({"kind": "frugal"}, {"kind": "standard", "grant_eur": 30_000}),
    apply=_apply,
)
