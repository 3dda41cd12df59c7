"""What the scenario brings against doing nothing, and where, with maps."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.benefit import Benefit
from alpsat_geo.compute.summary import Interval, list_intervals
from alpsat_geo.report.bearing import tell_conventions
from alpsat_geo.report.dossier.blocks import Block, Bullets, Paragraph, Row, Section, Subtitle, Table
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.dossier.wording import SHARE_UNIT, find_least, write_change, write_interval
from alpsat_geo.report.language import _, choose_plural, join_pair

_NAMES_SHOWN = 5


def write_benefits(subject: Subject) -> Section:
    """Say what is expected by every criterion, with and without the scenario, then beside the other scenarios."""
    rows = tuple(
        (
            (_(benefit.criterion.label), name_unit(benefit)),
            write_interval(benefit.value, benefit.criterion.unit),
            write_change(benefit.change, benefit.criterion.unit),
        )
        for benefit in subject.own_benefits
    )
    headings = (
        _("Critère"),
        _("Avec le scénario"),
        _("Différence avec « Ne rien faire », valeur du milieu des écarts"),
    )
    caption = _(
        "Valeur du milieu (fourchette de neuf simulations sur dix) ; l'écart est pris simulation par simulation : ce"
        " n'est pas la différence des deux valeurs du milieu."
    )
    own = Table(caption, headings, rows, (0,), (2.6, 2.6, 2.6))
    blocks: list[Block] = [own, _compare_scenarios(subject)]
    return Section("benefits", _("Ce qu'on peut en attendre"), tuple(blocks))


def write_places(subject: Subject) -> Section:
    """Say where it happens: by EPCI in a table, by commune in sentences; the whole table is an annex."""
    blocks: list[Block] = [
        Paragraph(tell_conventions(subject.bearer), "note"),
        Subtitle(_("Par communauté de communes")),
        tabulate_places(subject, is_epci=True, has_name=True),
        Subtitle(_("Par commune")),
        Bullets(_name_places(subject)),
        Paragraph(_("Le tableau des communes, critère par critère, est en annexe."), "note"),
    ]
    return Section("winners", _("Où cela se passe"), tuple(blocks))


def write_commune_annex(subject: Subject) -> Section:
    """List what changes for each commune."""
    table = tabulate_places(subject, is_epci=False, has_name=True)
    return Section("communes", _("Ce qui change dans chaque commune"), (table,))


def list_first(subject: Subject) -> tuple[Benefit, ...]:
    """List what the scenario brings by the criteria that are shown first."""
    return tuple(benefit for benefit in subject.own_benefits if benefit.criterion.is_shown_first)


def name_unit(benefit: Benefit) -> str:
    """Name the unit of a criterion, and which way is better."""
    criterion = benefit.criterion
    unit = _("en %") if criterion.unit == "part" else _(criterion.unit)
    return (
        _("{unit} ; plus, c'est mieux").format(unit=unit)
        if benefit.sign > 0
        else _("{unit} ; moins, c'est mieux").format(unit=unit)
    )


def _compare_scenarios(subject: Subject) -> Table:
    rows: tuple[Row, ...] = tuple(
        (
            (_(own.criterion.label), name_unit(own)),
            *(write_interval(benefits[k].value, own.criterion.unit) for benefits in subject.benefits),
        )
        for k, own in enumerate(subject.own_benefits)
    )
    widths = (2.2, *(2.0 for _name in subject.names))
    caption = _("Les scénarios comparés, sur les mêmes simulations.")
    return Table(caption, (_("Critère"), *subject.names), rows, (0,), widths, is_small=len(subject.names) > 2)  # noqa: PLR2004 - beyond two, columns are narrow


def tabulate_places(subject: Subject, *, is_epci: bool, has_name: bool = False) -> Table:
    """Tell by EPCI or by commune how each of the first criteria differs from doing nothing."""
    territory = subject.territory
    names = tuple(epci.name for epci in territory.epcis) if is_epci else territory.communes.names
    columns: list[tuple[Benefit, list[Interval]]] = []
    for benefit in list_first(subject):
        places = benefit.by_epci if is_epci else benefit.by_commune
        if places is not None:
            columns.append((benefit, list_intervals(places.changes)))
    rows = tuple(
        (
            name,
            *(write_change(changes[i], benefit.criterion.unit, has_unit=False) for benefit, changes in columns),
        )
        for i, name in enumerate(names)
    )
    headings = (
        _("Communauté") if is_epci else _("Commune"),
        *(_write_heading(benefit) for benefit, _changes in columns),
    )
    caption = _(
        "Différence avec « Ne rien faire » : valeur du milieu des écarts (fourchette de neuf simulations"
        " sur dix) ; 0 : trop petite pour compter."
    )
    if has_name:
        # Who hears the page tells its tables apart by their names.
        name = _("Par communauté de communes") if is_epci else _("Par commune")
        caption = f"{name}. {caption}"
    widths = (1.8, *(1.7 for _column in columns))
    return Table(caption, headings, rows, (0,), widths, is_small=True)


def _write_heading(benefit: Benefit) -> str:
    unit = benefit.criterion.unit
    label = _(benefit.criterion.label)
    if unit == SHARE_UNIT:
        return _("{label} (points)").format(label=label)
    return label if unit in benefit.criterion.label.lower() else f"{label} ({_(unit)})"


def _name_places(subject: Subject) -> tuple[str, ...]:
    names = subject.territory.communes.names
    sentences = []
    for benefit in list_first(subject):
        if benefit.by_commune is None:
            continue
        change = benefit.sign * np.nan_to_num(benefit.by_commune.changes[1])
        order = np.argsort(-change, kind="stable")
        least = find_least(benefit.criterion.unit)
        winners = [names[i] for i in order if change[i] >= least]
        losers = [names[i] for i in order[::-1] if change[i] <= -least]
        label = _(benefit.criterion.label)
        if benefit.criterion.kind == "money" and not winners:
            continue  # who pays is told by the accounts, in proportion to residents
        sentences.append(join_pair(label, _tell(winners, losers, len(names))))
    return tuple(sentences)


def _tell(winners: list[str], losers: list[str], count: int) -> str:
    if not winners and not losers:
        return _("rien ne change, dans aucune commune.")
    moved = (
        (
            winners,
            choose_plural("{count} commune y gagne ({names})", "{count} communes y gagnent ({names})", len(winners)),
        ),
        (
            losers,
            choose_plural("{count} commune y perd ({names})", "{count} communes y perdent ({names})", len(losers)),
        ),
    )
    parts = [sentence.format(count=len(names), names=_list_first(names)) for names, sentence in moved if names]
    still = count - len(winners) - len(losers)
    if still:
        parts.append(
            choose_plural("{count} commune ne change pas", "{count} communes ne changent pas", still).format(
                count=still
            )
        )
    return _(" ; ").join(parts) + "."


def _list_first(names: list[str]) -> str:
    shown = ", ".join(names[:_NAMES_SHOWN])
    return _("d'abord {names}").format(names=shown) if len(names) > _NAMES_SHOWN else shown
