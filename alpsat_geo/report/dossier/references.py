"""What a dossier rests on: limits, sources, parameters with their grades, and the address that restores it."""

from __future__ import annotations

from collections.abc import Iterable

from alpsat_geo.compute.baseline import BASKET_KINDS
from alpsat_geo.domain.parameters import Parameter
from alpsat_geo.domain.provenance import GRADE_LABELS
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.blanks import tell_awaited
from alpsat_geo.report.corrections.told import (
    describe_correction,
    order_by_day,
    tell_corrections,
    tell_origin,
    tell_use,
)
from alpsat_geo.report.decision import tell_prices
from alpsat_geo.report.dossier.blocks import Block, Bullets, Link, Paragraph, Row, Section, Subtitle, Table
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.dossier.wording import SEASON_LABELS, SHARE_UNIT
from alpsat_geo.report.figures import format_number, format_share, format_vintage
from alpsat_geo.report.language import _
from alpsat_geo.report.link import warn_of_reach
from alpsat_geo.report.markup import Markup
from alpsat_geo.report.qr_code import draw_qr_code
from alpsat_geo.report.roads_in_use import say_placed, say_times


def write_limits(subject: Subject) -> Section:
    """Say what the study left out, and on what the numbers of this dossier stand."""
    return Section(
        "limits", _("Ce que ce dossier ne dit pas"), (Bullets(list_limits(subject)), write_link(subject)), is_held=True
    )


def list_limits(subject: Subject) -> tuple[str, ...]:
    """List the sentences of `write_limits`."""
    settings = subject.comparison.problem.settings
    sentences = [
        _("Hors étude : le logement et la mobilité n'ont pas été analysés ; ils apparaissent comme des contraintes."),
        *(
            _("Hors étude dans ce scénario : {label}, dont le coût et l'effet sont des hypothèses.").format(
                label=_(action.label)
            )
            for action, _choice in subject.choices
            if action.is_outside_study
        ),
        _("Trajets en voiture : {times}. Seuls les écarts de plus de 5 minutes méritent une phrase.").format(
            times=say_times(subject.territory.roads)
        ),
        *tell_awaited(subject.territory),
        _("Un espace est placé à la mairie de sa commune. Services : {placed}.").format(
            placed=say_placed(subject.territory, BASKET_KINDS)
        ),
        _(
            "Choix de lecture : saison {season}, la moitié des usagers viennent encore à {minutes} min,"
            " {draws} simulations, graine {seed}. La même demande redonne les mêmes chiffres."
        ).format(
            season=_(SEASON_LABELS[settings.season]),
            minutes=format_number(settings.catchment_min),
            draws=format_number(subject.comparison.problem.draws.size),
            seed=subject.seed,
        ),
    ]
    sentences += [
        _("Hypothèse changée par le lecteur : {label} vaut ici {value}.").format(
            label=_(subject.table[key].label), value=_write_number(subject.table[key].value, subject.table[key].unit)
        )
        for key in subject.moved_keys
    ]
    return (*tell_corrections(subject.territory), *tell_prices_set(subject), *sentences)


def tell_prices_set(subject: Subject) -> tuple[str, ...]:
    """Say the prices that were set, and that far communes count for more; nothing without any."""
    told = tell_prices(subject.whole)
    return (_("Choix de lecture : {choices}.").format(choices=told),) if told else ()


def write_link(subject: Subject) -> Link:
    """Give the address that restores the work, with its QR code, and say so when others cannot open it."""
    text = _("Retrouver et modifier ce dossier à l'écran :")
    alt = _("Code QR de l'adresse qui redonne ce dossier : {address}").format(address=subject.link)
    try:
        drawn = draw_qr_code(subject.link)
    except ValueError:
        # Scenarios of one's own make an address that no code holds.
        drawn = Markup()
    return Link(text, subject.link, drawn, alt, warn_of_reach(subject.link))


def write_sources(territory: Territory) -> Section:
    """List every file of data: producer, vintage, licence."""
    origins = dict.fromkeys(
        (origin.producer, _(origin.title), format_vintage(origin.vintage), _(origin.licence))
        for _path, origin in sorted(territory.origins.items())
    )
    rows = tuple(((title, producer), vintage, licence) for producer, title, vintage, licence in origins)
    headings = (_("Données"), _("Année des données"), _("Licence"))
    day = format_vintage(str(territory.last_read_on))
    caption = _("Les données du territoire, lues au plus tard le {day}.").format(day=day)
    table = Table(caption, headings, rows, (0, 1, 2), (3.0, 1.8, 1.4), is_small=True)
    return Section("sources", _("Les sources"), (table,))


def write_corrections(territory: Territory) -> tuple[Section, ...]:
    """List the corrections to the data that are in force; no section without any."""
    found = order_by_day(territory.corrections)
    if not found:
        return ()
    rows = tuple((describe_correction(one, territory), tell_use(one), tell_origin(one)) for one in found)
    headings = (_("Correction"), _("Ce qui en dépend"), _("Qui, quand, d'après quoi"))
    caption = " ".join(tell_corrections(territory))
    table = Table(caption, headings, rows, (0, 1, 2), (2.6, 2.4, 2.4), is_small=True)
    return (Section("corrections", _("Les corrections aux données"), (table,)),)


def write_parameters(subject: Subject) -> Section:
    """List the parameters: those that the actions read with their sources, then all the others."""
    table = subject.table
    read = dict.fromkeys(
        key for action, _choice in subject.choices for key in (*action.parameters, *action.months_parameters)
    )
    own = [table[key] for key in read]
    others = [row for key, row in table.items() if key not in read]
    blocks: list[Block] = [Paragraph(tell_grades(), "note")]
    for title, rows in (
        (_("Lus par les actions du scénario"), own),
        (_("Communs à tous les scénarios, ou lus par d'autres actions"), others),
    ):
        if rows:
            blocks += [Subtitle(title), list_parameters(title, rows)]
    return Section("parameters", _("Les hypothèses et leur fiabilité"), tuple(blocks))


def tell_grades() -> str:
    """Say what each grade means."""
    meanings = [_("{letter} {meaning}").format(letter=key, meaning=_(text)) for key, text in GRADE_LABELS.items()]
    return _("Fiabilité : {grades}.").format(grades=_(" ; ").join(meanings))


def list_parameters(title: str, rows: Iterable[Parameter]) -> Table:
    """List parameters with their values, ranges and grades."""
    cells: list[Row] = [
        (
            (_(row.label), _(row.source)),
            _write_number(row.value, row.unit),
            ""
            if row.low is None or row.high is None
            else _("{low} à {high}").format(low=_write_bare(row.low, row.unit), high=_write_bare(row.high, row.unit)),
            row.grade,
        )
        for row in rows
    ]
    headings = (_("Hypothèse et source"), _("Valeur retenue"), _("De … à …"), _("Fiabilité (A à D)"))
    empty = _("Une étendue vide : la valeur est la même dans toutes les simulations.")
    # Who hears the page tells its tables apart by their names.
    return Table(f"{title}. {empty}", headings, tuple(cells), (0,), (4.4, 1.6, 1.5, 0.6), is_small=True)


def _write_number(value: float, unit: str) -> str:
    return _write_bare(value, unit) if unit == SHARE_UNIT else f"{_write_bare(value, unit)} {_(unit)}".strip()


def _write_bare(value: float, unit: str) -> str:
    if unit == SHARE_UNIT:
        return format_share(value, 0 if float(100 * value).is_integer() else 1)
    # A parameter is printed as it is in the table, not rounded as an estimate would be.
    decimals = 0 if float(value).is_integer() else len(f"{value:.10g}".partition(".")[2])
    return format_number(value, decimals)
