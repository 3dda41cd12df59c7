"""The figures of a dossier as a workbook: scenarios side by side at each level of places, then the communes today."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from alpsat_geo.compute.financing import finance_scenario
from alpsat_geo.domain.text import N_
from alpsat_geo.report.bearing import tell_conventions
from alpsat_geo.report.corrections.told import list_corrections
from alpsat_geo.report.decision import write_answer
from alpsat_geo.report.dossier.all_figures import KINDS, Figure, list_all_figures
from alpsat_geo.report.dossier.columns import PARTS
from alpsat_geo.report.dossier.references import list_limits
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.dossier.wording import SHARE_UNIT
from alpsat_geo.report.figures import format_vintage
from alpsat_geo.report.financing import list_tables, name_years, tell_reading
from alpsat_geo.report.labels import name_scenario
from alpsat_geo.report.language import _
from alpsat_geo.report.sheets import Amount, Cell, Kind, Sheet

# What each scenario's columns say of a figure, and where it stands among its numbers.
_COLUMNS = {
    "low": N_("bas"),
    "value": N_("milieu"),
    "high": N_("haut"),
    "mean": N_("moyenne"),
    "change_value": N_("écart avec ne rien faire"),
}
_POSITIONS = tuple(list(PARTS).index(part) for part in _COLUMNS)
_MIDDLE = list(PARTS).index("value")
_TODAY = ("funnel", "profile", "indicator")
_UNNUMBERED = "correction"
_LEVEL_SHEETS = {
    "territory": N_("Territoire"),
    "epci": N_("Par communauté de communes"),
    "commune": N_("Par commune"),
    "space": N_("Par espace"),
}


def write_workbook(subject: Subject, write: Callable[[Sequence[Sheet], str, date], bytes]) -> bytes:
    """Write the workbook as `write_xlsx` or `write_ods` does."""
    title = _("Le dossier pour décider : {name}").format(name=subject.name)
    return write(list_sheets(subject), title, subject.day)


def list_sheets(subject: Subject) -> tuple[Sheet, ...]:
    """List the sheets: how to read them, the financing plan, the scenarios by level of places, the communes today."""
    figures = list(list_all_figures(subject))
    by_level = (
        _compare(subject, _(name), [f for f in figures if f.place[0] == level and f.kind not in (*_TODAY, _UNNUMBERED)])
        for level, name in _LEVEL_SHEETS.items()
    )
    today = _tell_today([f for f in figures if f.kind in _TODAY])
    return (_introduce(subject), *_finance(subject), *by_level, today)


def _introduce(subject: Subject) -> Sheet:
    """Say what was asked, what was answered, how to read the columns, and what the figures stand on."""
    outcomes = subject.comparison.outcomes
    described = [(name_scenario(one.scenario), _(one.scenario.description)) for one in outcomes]
    verdict = write_answer(subject.whole, subject.project_names)
    reading = _(
        "bas et haut : neuf simulations sur dix tombent entre les deux ; milieu : la moitié des simulations est"
        " au-dessous ; écart : valeur du milieu des écarts avec ne rien faire."
    )
    lines = [
        (_("Réponse"), verdict),
        *described,
        (_("Comment lire"), reading),
        (_("Qui porte les coûts ?"), tell_conventions(subject.bearer)),
        (_("Données"), _("lues au plus tard le {day}").format(day=format_vintage(str(subject.day)))),
        *((_("À savoir"), sentence) for sentence in list_limits(subject)),
        *((_("Correction"), sentence) for sentence in list_corrections(subject.territory)),
        (_("Adresse"), subject.link),
    ]
    return Sheet(_("À lire"), (), tuple(lines), widths=(28, 110))


def _finance(subject: Subject) -> tuple[Sheet, ...]:
    """Put the financing plan of the chosen scenario on a sheet; none where there is nothing to pay."""
    financed = finance_scenario(subject.outcome, subject.bearer)
    tables = list_tables(financed, subject.territory, is_whole=True)
    if not tables:
        return ()
    rows: list[tuple[Cell, ...]] = []
    for table in tables:
        rows += [
            (table.title, row.label, *(Amount(cents / 100, "cents") for cents in (*row.cents, row.total)))
            for row in (*table.rows, table.total)
        ]
    headings = (_("Dépense"), _("Qui paie (€)"), *name_years(financed), _("Total"))
    rows += [(_("Comment lire"), sentence) for sentence in tell_reading(financed)]
    return (Sheet(_("Plan de financement"), headings, tuple(rows), widths=(18, 48, *(14 for _year in headings[2:]))),)


def _compare(subject: Subject, name: str, figures: Sequence[Figure]) -> Sheet:
    """Put the scenarios side by side: one line a figure and place."""
    keys = [outcome.scenario.key for outcome in subject.comparison.outcomes]
    lines: dict[tuple[object, ...], dict[str, Figure]] = {}
    for figure in figures:
        lines.setdefault((figure.kind, figure.key, figure.place), {})[figure.scenario[0]] = figure
    rows = []
    for found in lines.values():
        first = next(iter(found.values()))
        # What is the same in all scenarios stands in the columns of each.
        numbers = [found.get(key, found.get("")) for key in keys]
        amounts = [_write_amount(figure, position) if figure else "" for figure in numbers for position in _POSITIONS]
        rows.append((first.place[2], _(KINDS[first.kind]), first.label, first.unit, *amounts))
    parts = [_(part) for part in _COLUMNS.values()]
    named = [f"{scenario}, {part}" for scenario in subject.names for part in parts]
    return Sheet(
        name, (_("Lieu"), _("Famille"), _("Chiffre"), _("Unité"), *named), tuple(rows), widths=(30, 24, 48, 12)
    )


def _tell_today(figures: Iterable[Figure]) -> Sheet:
    """Put what is measured of the communes today side by side: one line a commune."""
    headings: dict[tuple[str, str], str] = {}
    lines: dict[tuple[str, str], dict[tuple[str, str], Figure]] = {}
    for figure in figures:
        headings.setdefault((figure.kind, figure.key), f"{figure.label} ({figure.unit})")
        lines.setdefault((figure.place[1], figure.place[2]), {})[figure.kind, figure.key] = figure
    rows: list[tuple[Cell, ...]] = [
        (code, name, *(_write_amount(found[key], _MIDDLE) if key in found else "" for key in headings))
        for (code, name), found in lines.items()
    ]
    named = (_("Code INSEE"), _("Commune"), *headings.values())
    return Sheet(_("Communes aujourd'hui"), named, tuple(rows), widths=(12, 30, *(16 for _key in headings)))


def _write_amount(figure: Figure, position: int) -> Amount:
    return Amount(float(figure.numbers[position]), _choose_kind(figure.unit))


def _choose_kind(unit: str) -> Kind:
    if unit == _(SHARE_UNIT):
        return "share"
    return "whole" if "€" in unit else "decimal"
