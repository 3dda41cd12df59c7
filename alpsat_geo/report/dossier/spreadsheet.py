"""The figures of a dossier as a long table for spreadsheets, and the dictionary of its columns."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from alpsat_geo.compute.benefit import PlaceBenefits
from alpsat_geo.domain.text import N_
from alpsat_geo.report.dossier.columns import PARTS, Column, list_numbers, list_place_numbers
from alpsat_geo.report.dossier.subject import Subject, name_scenario
from alpsat_geo.report.language import _

TERRITORY, EPCI, COMMUNE = "territory", "epci", "commune"
_LEVELS = {TERRITORY: N_("tout le territoire"), EPCI: N_("communauté de communes"), COMMUNE: N_("commune")}


def write_csv(subject: Subject) -> bytes:
    """Write one line a scenario, place and criterion, with every digit.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark, semicolons and decimal commas: what a French spreadsheet opens as it is.
        An empty cell is without object.
    """
    return _write([column.name for column in list_columns()], list_figures(subject))


def write_dictionary(subject: Subject) -> bytes:
    """Write the dictionary of the table: each column, then each value that a column of keys may hold."""
    rows = [[column.name, "", column.label, column.unit, column.description] for column in list_columns()]
    rows += [["place_level", key, _(label), "", ""] for key, label in _LEVELS.items()]
    for criterion in subject.comparison.problem.criteria:
        rows.append(["criterion_key", criterion.key, _(criterion.label), _(criterion.unit), _(criterion.help)])
    for outcome in subject.comparison.outcomes:
        scenario = outcome.scenario
        rows.append(["scenario_key", scenario.key, name_scenario(scenario), "", scenario.description])
    return _write(["column", "value", "label", "unit", "description"], rows)


def list_figures(subject: Subject) -> list[list[object]]:
    """List the rows of the table: by scenario, then by criterion, then by place; NaN is without object."""
    return [row for position in range(len(subject.names)) for row in _list_rows(subject, position)]


def list_columns() -> tuple[Column, ...]:
    """List the columns of the table, in order."""
    asked = _("dans l'unité du critère")
    return (
        Column("scenario_key", _("Scénario"), "", _("clé du scénario")),
        Column("scenario_name", _("Nom du scénario"), "", _("tel qu'il est montré à l'écran")),
        Column(
            "is_chosen", _("Scénario du dossier"), "", _("1 pour le scénario proposé, 0 pour ceux qu'on lui compare")
        ),
        Column("place_level", _("Niveau"), "", _("tout le territoire, communauté de communes ou commune")),
        Column("place_code", _("Code du lieu"), "", _("clé du territoire, SIREN de la communauté ou code INSEE")),
        Column("place_name", _("Nom du lieu"), "", ""),
        Column("criterion_key", _("Critère"), "", _("clé du critère")),
        Column("unit", _("Unité"), "", _("unité de tous les nombres de la ligne ; une part va de 0 à 1")),
        Column("direction", _("Sens"), "", _("max : plus, c'est mieux ; min : moins, c'est mieux")),
        *(
            Column(part, _(text)[:1].upper() + _(text)[1:], asked, _("vide : sans objet"))
            for part, text in PARTS.items()
        ),
    )


def _list_rows(subject: Subject, position: int) -> Iterator[list[object]]:
    territory, scenario = subject.territory, subject.comparison.outcomes[position].scenario
    own: list[object] = [scenario.key, name_scenario(scenario), int(position == subject.position)]
    epcis = [(epci.siren, epci.name) for epci in territory.epcis]
    communes = list(zip(territory.insee_codes, territory.communes.names, strict=True))
    for benefit in subject.benefits[position]:
        criterion = benefit.criterion
        named: list[object] = [criterion.key, _(criterion.unit), criterion.direction]
        yield [*own, TERRITORY, territory.key, territory.name, *named, *list_numbers(benefit)]
        for level, names, places in ((EPCI, epcis, benefit.by_epci), (COMMUNE, communes, benefit.by_commune)):
            if places is not None:
                yield from _list_place_rows(own, level, names, named, places)


def _list_place_rows(
    own: list[object], level: str, names: Sequence[tuple[str, str]], named: list[object], places: PlaceBenefits
) -> Iterator[list[object]]:
    numbers = np.stack(list_place_numbers(places), axis=1)
    for (code, name), row in zip(names, numbers, strict=True):
        yield [*own, level, code, name, *named, *(float(number) for number in row)]


def _write(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_write_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _write_cell(cell: object) -> str:
    if isinstance(cell, float):
        return repr(cell).replace(".", ",") if math.isfinite(cell) else ""
    text = str(cell)
    # A spreadsheet would take a name that begins so for a formula.
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t"} else text
