"""The business-model canvas of a scenario, derived from its actions and accounts, and how to do it elsewhere."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.accounts import (
    new_space_revenue,
    total_action_revenue,
    total_capex_grant,
    total_opex_grant,
)
from alpsat_geo.compute.demand import compute_funnel
from alpsat_geo.compute.levers import WEEKLY_GAIN
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.report.dossier.blocks import Block, Bullets, Canvas, Card, Paragraph, Section, Subtitle
from alpsat_geo.report.dossier.money import summarise_costs
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.dossier.wording import name_places, write_interval, write_with_unit
from alpsat_geo.report.language import _


def write_canvas(subject: Subject) -> Section:
    """Lay the scenario out as a business-model canvas; what the catalogue does not say is said so."""
    actions, nothing = [action for action, _choice in subject.choices], (_("aucune action"),)
    cards = (
        Card(_("Porteurs et partenaires"), tuple(dict.fromkeys(_(action.owner) for action in actions)) or nothing),
        Card(_("Activités"), tuple(_(action.label) for action in actions) or nothing),
        Card(_("Ressources"), _list_resources(subject)),
        Card(_("Proposition de valeur"), tuple(_(action.summary) for action in actions) or nothing),
        Card(_("Relation avec les usagers"), (_("À définir par le porteur : le catalogue ne la décrit pas."),)),
        Card(_("Canaux et lieux"), _list_channels(subject) or nothing),
        Card(_("Usagers visés"), _list_users(subject)),
        Card(_("Coûts"), _list_costs(subject)),
        Card(_("Recettes et financements"), _list_revenue(subject)),
    )
    note = _("Tiré du catalogue des actions, des comptes et des données du territoire : rien n'y est ajouté à la main.")
    return Section("canvas", _("Le modèle économique en une page"), (Canvas(cards), Paragraph(note, "note")))


def write_duplication(subject: Subject) -> Section:
    """Say on which conditions the actions can be done elsewhere."""
    blocks: list[Block] = []
    for action, _choice in subject.choices:
        blocks += [Subtitle(_(action.label)), Bullets(tuple(_(sentence) for sentence in action.duplication_conditions))]
    if not blocks:
        blocks = [Paragraph(_("Aucune action : il n'y a rien à reproduire."))]
    return Section("duplication", _("À quelles conditions le faire ailleurs"), tuple(blocks))


def _list_resources(subject: Subject) -> tuple[str, ...]:
    spaces = ", ".join(space.name for space in subject.outcome.baseline.spaces)
    found = [_("Espaces existants : {names}").format(names=spaces)] if spaces else []
    opened = [space for space in subject.outcome.levers.spaces if space.is_new]
    if opened:
        desks = summarise_draws(np.sum([space.desks_count for space in opened], axis=0))
        found.append(_("Places à ouvrir : {desks}").format(desks=write_interval(desks)))
    programmes = ", ".join(dict.fromkeys(programme.label for programme in subject.territory.programmes))
    if programmes:
        found.append(_("Programmes de l'État en cours : {labels}").format(labels=programmes))
    return tuple(found)


def _list_channels(subject: Subject) -> tuple[str, ...]:
    return tuple(
        _("{label} : {places}").format(
            label=_(action.label), places=name_places(subject.territory, subject.outcome.baseline, action, choice)
        )
        for action, choice in subject.choices
    )


def _list_users(subject: Subject) -> tuple[str, ...]:
    outcome = subject.outcome
    funnel = compute_funnel(outcome.baseline, outcome.draws, outcome.levers[WEEKLY_GAIN])
    counts = (
        (_("Télétravailleurs chaque semaine : {count}"), np.nansum(funnel.teleworkers, axis=1)),
        (_("Indépendants qui peuvent travailler à distance : {count}"), np.nansum(funnel.independents, axis=1)),
        (_("Usagers réguliers des espaces : {count}"), outcome.served_users),
        (_("Habitants de plus à cinq ans : {count}"), outcome.additional_inhabitants.sum(axis=1)),
    )
    return tuple(
        sentence.format(count=write_interval(summarise_draws(drawn))) for sentence, drawn in counts if np.any(drawn)
    )


def _list_costs(subject: Subject) -> tuple[str, ...]:
    capex, opex, net, petr = summarise_costs(subject)
    return (
        _("Investissement : {amount}").format(amount=write_with_unit(capex, "€")),
        _("Fonctionnement : {amount}").format(amount=write_with_unit(opex, _("€/an"))),
        _("Net, tous financeurs : {amount}").format(amount=write_with_unit(net, _("€/an"))),
        _("Net, collectivités du territoire : {amount}").format(amount=write_with_unit(petr, _("€/an"))),
    )


def _list_revenue(subject: Subject) -> tuple[str, ...]:
    outcome = subject.outcome
    counted = (
        (
            _("Abonnements payés par les usagers des nouveaux espaces : {amount}"),
            new_space_revenue(outcome).sum(axis=1),
            _("€/an"),
        ),
        (_("Recettes des actions, hors espaces : {amount}"), total_action_revenue(outcome), _("€/an")),
        (_("Subventions d'investissement : {amount}"), total_capex_grant(outcome), "€"),
        (_("Subventions de fonctionnement : {amount}"), total_opex_grant(outcome), _("€/an")),
    )
    found = tuple(
        sentence.format(amount=write_with_unit(summarise_draws(drawn), unit))
        for sentence, drawn, unit in counted
        if np.any(drawn)
    )
    return found or (_("Aucune recette propre, aucune subvention comptée : le coût net est public."),)
