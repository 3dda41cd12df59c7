"""The two pages that a council reads: the answer and its map, then for whom, who pays, and when to stop.

What they hold is bounded, so that two pages are enough: what is left out is counted, and stands in the annexes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from alpsat_geo.compute.benefit import Benefit
from alpsat_geo.compute.summary import list_intervals, summarise_draws
from alpsat_geo.report.accounts import CAPEX, CAPEX_GRANT, NET_PETR, NET_PUBLIC, OPEX, REVENUE
from alpsat_geo.report.bearing import BEARER_LABELS
from alpsat_geo.report.commune.change import measure_change
from alpsat_geo.report.commune.sentence import tell_scenario
from alpsat_geo.report.corrections.told import tell_corrections
from alpsat_geo.report.decision import list_signposts
from alpsat_geo.report.dossier.blocks import (
    Block,
    Bullets,
    Contents,
    Figure,
    Figures,
    Link,
    Paragraph,
    Row,
    Section,
    Subtitle,
    Table,
)
from alpsat_geo.report.dossier.doubts import list_dangers
from alpsat_geo.report.dossier.gains import list_first, name_unit, tabulate_places
from alpsat_geo.report.dossier.maps import draw_two_maps
from alpsat_geo.report.dossier.prices import list_first_checks, tell_worth, write_verdict
from alpsat_geo.report.dossier.references import tell_prices_set, write_link
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.dossier.wording import (
    SHARE_UNIT,
    find_least,
    name_places,
    write_change,
    write_ends,
    write_middle,
    write_with_unit,
)
from alpsat_geo.report.figures import format_vintage
from alpsat_geo.report.language import _, begin_lower, choose_plural

_ACTIONS_SHOWN = 4
_PLACES_LENGTH = 90
_PAYERS_SHOWN = 5
_DANGERS_SHOWN = 4
_SIGNPOSTS_SHOWN = 2
_CHECKS_SHOWN = 2
_LOST_KEY = "sunk_cost"
_ADDRESS_LENGTH = 400


def write_answer(subject: Subject) -> Section:
    """Write the first page: what is paid for, at what price a result, how sure, when to stop, what to verify first."""
    others = [_("« {name} »").format(name=name) for name in subject.names if name != subject.name]
    question = _(
        "Faut-il soutenir « {name} » ? Qu'est-ce que cela change, pour qui, à quel coût, et en est-on sûr ?"
    ).format(name=subject.name)
    compared = (
        _(
            "Comparé à {names}. Données lues au plus tard le {day} ; les chiffres sont des estimations, sauf les"
            " montants saisis."
        )
        if any(not choice.figures.is_empty for _action, choice in subject.choices)
        else _("Comparé à {names}. Données lues au plus tard le {day} ; tous les chiffres sont des estimations.")
    ).format(names=", ".join(others), day=format_vintage(str(subject.day)))
    blocks: tuple[Block, ...] = (
        Paragraph(question, "lead"),
        Paragraph(_tell_actions(subject)),
        write_verdict(subject),
        Figures(tuple(map(_write_figure, _list_figures(subject)))),
        Bullets((*tell_worth(subject), *_tell_closing(subject), *_tell_checks(subject))),
        Paragraph(
            " ".join(
                (
                    _("Valeur du milieu (fourchette de neuf simulations sur dix)."),
                    compared,
                    *tell_prices_set(subject),
                    *tell_corrections(subject.territory),
                )
            ),
            "note",
        ),
        draw_two_maps(subject),
    )
    return Section("summary", _("La question et la réponse"), blocks, is_annex=False)


def write_stakes(subject: Subject, annexes: Sequence[Section]) -> Section:
    """Write the second page: for whom, who pays, what may go wrong, and what the annexes hold.

    Parameters
    ----------
    subject : Subject
    annexes : sequence of Section
        With their titles, even where they are left out.
    """
    blocks: tuple[Block, ...] = (
        *_tell_places(subject),
        Subtitle(_("Qui paie quoi")),
        _list_payments(subject),
        Paragraph(_tell_payers(subject)),
        Subtitle(_("Ce qui peut mal tourner")),
        Bullets(_shorten(list_dangers(subject), _DANGERS_SHOWN)),
        *_list_annexes(subject, annexes),
        _write_link(subject),
    )
    return Section("stakes", _("Pour qui, et payé par qui"), blocks, is_annex=False)


def _tell_actions(subject: Subject) -> str:
    """Say in one line what is proposed, and where."""
    if not subject.choices:
        return _("Aucune action : la situation d'aujourd'hui se poursuit, les espaces vivent ou ferment sans aide.")
    told = []
    for action, choice in subject.choices[:_ACTIONS_SHOWN]:
        places = name_places(subject.territory, subject.outcome.baseline, action, choice)
        told.append(f"{_(action.label)} ({_cut(places)})")
    left = len(subject.choices) - len(told)
    if left:
        told.append(choose_plural("{count} autre action", "{count} autres actions", left).format(count=left))
    return _("Ce qui est proposé : {actions}.").format(actions=_(" ; ").join(told))


def _cut(names: str) -> str:
    """Cut a list of names after the last that is whole."""
    if len(names) <= _PLACES_LENGTH:
        return names
    return names[:_PLACES_LENGTH].rpartition(", ")[0] + "…"


def _list_figures(subject: Subject) -> list[Benefit]:
    """List the first criteria, then what one loses by stopping after two years."""
    return [*list_first(subject), *(one for one in subject.own_benefits if one.criterion.key == _LOST_KEY)]


def _write_figure(benefit: Benefit) -> Figure:
    criterion = benefit.criterion
    unit = criterion.unit
    # What is counted is named by the label; an amount needs its unit.
    value = write_middle(benefit.value, unit if unit == SHARE_UNIT or "€" in unit else "")
    interval = write_ends(benefit.value, unit)
    change = _("par rapport à ne rien faire : {change}").format(change=write_change(benefit.change, unit))
    return Figure(value, _(criterion.label), interval, change)


def _tell_places(subject: Subject) -> tuple[Block, ...]:
    """Say what changes for the commune that reads, by scenario; by EPCI when none was chosen."""
    territory = subject.territory
    if not subject.commune_code:
        return Subtitle(_("Par communauté de communes")), tabulate_places(subject, is_epci=True)
    position = territory.insee_codes.index(subject.commune_code)
    shown = [s for s, outcome in enumerate(subject.comparison.outcomes) if outcome.scenario.actions]
    rows: list[Row] = []
    for k, own in enumerate(subject.own_benefits):
        if not own.criterion.is_shown_first or own.by_commune is None:
            continue
        changes = (subject.benefits[s][k].by_commune for s in shown)
        cells = (
            "" if places is None else write_change(list_intervals(places.changes)[position], own.criterion.unit)
            for places in changes
        )
        rows.append(((_(own.criterion.label), name_unit(own)), *cells))
    name = territory.communes.names[position]
    caption = _("Pour {commune}, différence avec « Ne rien faire » : valeur du milieu des écarts (fourchette).")
    headings = (_("Critère"), *(subject.names[s] for s in shown))
    table = Table(
        caption.format(commune=name), headings, tuple(rows), (0,), (2.4, *(2.0 for _s in shown)), is_small=True
    )
    change = measure_change(subject.outcome, territory.communes.names, position, subject.bearer)
    told = tell_scenario(name, subject.name, change, subject.outcome.settings.catchment_min)
    return Subtitle(_("Ce que cela change pour {commune}").format(commune=name)), Paragraph(told), table


def _list_payments(subject: Subject) -> Table:
    outcome = subject.outcome
    shown = (CAPEX, CAPEX_GRANT, OPEX, REVENUE, NET_PUBLIC, NET_PETR)
    rows = tuple(
        (_(account.label), write_with_unit(summarise_draws(account.measure(outcome)), account.unit))
        for account in shown
        if account not in {CAPEX_GRANT, REVENUE} or account.measure(outcome).any()
    )
    caption = _("Coût net : part annuelle de l'investissement et fonctionnement, moins les recettes.")
    return Table(caption, (_("Compte"), _("Montant")), rows, (0,), (3.0, 3.0), is_small=True)


def _tell_payers(subject: Subject) -> str:
    """Say how much each place would bear, under the convention that was chosen."""
    cost = next(benefit for benefit in subject.own_benefits if benefit.criterion.key == "net_public_cost")
    is_host = subject.bearer == "host"
    names = subject.territory.communes.names if is_host else tuple(epci.name for epci in subject.territory.epcis)
    places = cost.by_commune if is_host else cost.by_epci
    if places is None or not np.any(np.abs(places.changes[1]) >= find_least(cost.criterion.unit)):
        return _("Rien à payer de plus qu'en ne faisant rien.")
    changes, middle = list_intervals(places.changes), np.nan_to_num(places.changes[1])
    payers = [int(i) for i in np.argsort(-middle, kind="stable") if middle[i] >= find_least(cost.criterion.unit)]
    told = [f"{names[i]}, {write_with_unit(changes[i], cost.criterion.unit)}" for i in payers[:_PAYERS_SHOWN]]
    left = len(payers) - len(told)
    if left:
        told.append(choose_plural("{count} autre lieu", "{count} autres lieux", left).format(count=left))
    return _("Qui porte les coûts : {bearer}. {amounts}. C'est une convention, à décider avec les financeurs.").format(
        bearer=begin_lower(_(BEARER_LABELS[subject.bearer])), amounts=_(" ; ").join(told)
    )


def _tell_closing(subject: Subject) -> tuple[str, ...]:
    found = list_signposts(subject.outcome, subject.territory.communes.names)
    if not found:
        return (_("Ce scénario n'ouvre aucun espace : il n'y en a aucun à fermer."),)
    told = [_("{label} : {value}").format(label=where, value=when) for where, when in found]
    return tuple(_("Quand s'arrêter. {told}.").format(told=one) for one in _shorten(told, _SIGNPOSTS_SHOWN))


def _tell_checks(subject: Subject) -> tuple[str, ...]:
    checks = _(" ; ").join(list_first_checks(subject)[:_CHECKS_SHOWN])
    return (_("À vérifier d'abord. {checks}.").format(checks=checks),)


def _shorten(sentences: Sequence[str], count: int) -> tuple[str, ...]:
    left = len(sentences) - count
    if left <= 0:
        return tuple(sentences)
    told = choose_plural("{count} autre point est en annexe.", "{count} autres points sont en annexe.", left)
    return (*sentences[:count], told.format(count=left))


def _list_annexes(subject: Subject, annexes: Sequence[Section]) -> tuple[Block, ...]:
    if subject.is_short:
        told = _("Ces deux pages vont sans leurs {count} annexes : elles s'ouvrent à l'adresse ci-dessous.")
        return (Paragraph(told.format(count=len(annexes)), "note"),)
    return Subtitle(_("Annexes")), Contents(tuple((section.key, section.title) for section in annexes))


def _write_link(subject: Subject) -> Link:
    """Give the address where it can be copied; a longer one is a link to follow, whole in the last annex."""
    found = write_link(subject)
    if len(found.address) <= _ADDRESS_LENGTH:
        return found
    return dataclasses.replace(found, label=_("ouvrir ce dossier à l'écran (son adresse est trop longue à recopier)"))
