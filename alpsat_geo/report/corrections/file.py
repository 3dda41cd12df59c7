"""Corrections as a file, CSV or XLSX: read whole or not at all, and written as they are read."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import xlsxwriter

from alpsat_geo.domain.corrected import correct_territory
from alpsat_geo.domain.correction import AT_MOST, KINDS, Correction
from alpsat_geo.domain.errors import DataError
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.territory import Territory
from alpsat_geo.domain.text import clean_line
from alpsat_geo.report.corrections.lines import Faults, Register, read_cells, tell_absence, write_cells
from alpsat_geo.report.corrections.words import (
    COLUMNS,
    KIND_WORDS,
    OPERATION_WORDS,
    STATUS_WORDS,
    THING_WORDS,
    find_word,
)
from alpsat_geo.report.csv_file import write_csv_table
from alpsat_geo.report.language import _
from alpsat_geo.sources.sentences import shorten
from alpsat_geo.sources.table import check_size, decode_sheet

ENDINGS = (".csv", ".xlsx")
SHEET = "Corrections"
_VALUES_SHEET = "Valeurs permises"
_UNFOLDED_AT_MOST_BYTES = 20 * 1024 * 1024
_PARTS_AT_MOST = 200
_LINES_AT_MOST = 1000
_COLUMNS_AT_MOST = 60
_WIDTHS = {"thing": 10, "operation": 11, "name": 30, "kind": 24, "insee_code": 30, "source": 40, "note": 40, "host": 26}
_FORMULA_GUARD = ("'=", "'+", "'-", "'@")

Lines = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where cells stand: the file, with its sheet when it has several."""

    name: str

    def refuse(self, sentence: str, line: int | None = None, column: str | None = None, value: str = "") -> Finding:
        return Finding("error", self.name, sentence, line, column, shorten(value) or "vide")


def read_corrections(content: bytes, name: str, territory: Territory) -> tuple[Correction, ...]:
    """Read the corrections of a file.

    Parameters
    ----------
    content : bytes
        CSV (UTF-8 or Windows-1252, semicolons or commas), or XLSX; one line a correction under a line of headings.
    name : str
        Of the file: its ending says what it is, and findings name it.
    territory : Territory
        What they correct; those that it has already are passed over.

    Returns
    -------
    tuple of Correction
        At least one, in the order of the file.

    Raises
    ------
    DataError
        With every wrong cell: the file, the sheet, the line, the column, the value and what to do. Nothing of the file
        is then kept.
    """
    place = _Place(shorten(name))
    wrong = check_size(content, place.name)
    if wrong:
        raise DataError(wrong)
    if name.lower().endswith(".xlsx") or content.startswith(b"PK"):
        place, lines = _split_workbook(content, place)
    else:
        lines = _split_text(content, place)
    return _read_lines(lines, place, territory)


def write_csv(corrections: Sequence[Correction], territory: Territory) -> bytes:
    """Write corrections as a table that `read_corrections` reads back."""
    register = Register(territory)
    rows = (list(write_cells(one, register).values()) for one in corrections)
    return write_csv_table(list(COLUMNS.values()), rows)


def write_xlsx(corrections: Sequence[Correction], territory: Territory) -> bytes:
    """Write corrections as a workbook that `read_corrections` reads back, with lists of what its cells may hold.

    Without any correction it is the template: the headings, the lists, and no example.

    Returns
    -------
    bytes
        The same corrections give the same bytes.
    """
    register = Register(territory)
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    day = territory.last_read_on
    book.set_properties({"title": SHEET, "created": datetime(day.year, day.month, day.day)})  # noqa: DTZ001 - a day
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EFEDE6"})
    # Codes keep their zero, and a date stays as it is typed.
    text = book.add_format({"num_format": "@"})
    page, lists = book.add_worksheet(SHEET), book.add_worksheet(_VALUES_SHEET)
    for column, (field, heading) in enumerate(COLUMNS.items()):
        page.set_column(column, column, _WIDTHS.get(field, 14), text)
        page.write_string(0, column, heading, bold)
    for row, correction in enumerate(corrections, start=1):
        for column, cell in enumerate(write_cells(correction, register).values()):
            page.write_string(row, column, cell, text)
    for column, (field, values) in enumerate(_list_values(register).items()):
        lists.set_column(column, column, 30)
        lists.write_column(0, column, [COLUMNS[field], *values])
        letter = chr(ord("A") + column)
        source = f"='{_VALUES_SHEET}'!${letter}$2:${letter}${len(values) + 1}"
        # A kind of space is free text, and so is the name of a commune that is typed: both may leave the list.
        rule = {"validate": "list", "source": source, "show_error": field in {"thing", "operation", "status"}}
        place = list(COLUMNS).index(field)
        page.data_validation(1, place, AT_MOST, place, rule)
    page.freeze_panes(1, 2)
    book.close()
    return content.getvalue()


def _list_values(register: Register) -> dict[str, list[str]]:
    kinds = [KIND_WORDS[key] for keys in KINDS.values() for key in keys]
    return {
        "thing": list(THING_WORDS.values()),
        "operation": list(OPERATION_WORDS.values()),
        "kind": kinds,
        "insee_code": [register.name_commune(code) for code, _name in register.list_communes()],
        "status": list(STATUS_WORDS.values()),
    }


def _split_text(content: bytes, place: _Place) -> Lines:
    text, findings = decode_sheet(content, place.name)
    if findings:
        raise DataError(findings)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    head = text.lstrip("\n").split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",", strict=True)
    start = 1
    try:
        for cells in reader:
            yield start, [cell[1:] if cell.startswith(_FORMULA_GUARD) else cell for cell in cells]
            start = reader.line_num + 1
    except csv.Error:
        sentence = _("la ligne ne se lit pas : vérifiez ses guillemets.")
        value = (text.split("\n", start)[start - 1 : start] or [""])[0]
        raise DataError([place.refuse(sentence, start, value=value)]) from None


def _split_workbook(content: bytes, place: _Place) -> tuple[_Place, Lines]:
    from openpyxl import load_workbook  # noqa: PLC0415 - it takes a while to load, and most files are tables

    unreadable = place.refuse(_("ce n'est pas un classeur XLSX lisible : enregistrez-le de nouveau en « .xlsx »."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    # The libraries say in many ways that a workbook is not one.
    except Exception:  # noqa: BLE001
        raise DataError([unreadable]) from None
    if len(parts) > _PARTS_AT_MOST or sum(part.file_size for part in parts) > _UNFOLDED_AT_MOST_BYTES:
        sentence = _("le classeur déplié est trop grand : n'y laissez que la feuille des corrections.")
        raise DataError([place.refuse(sentence)])
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book[SHEET] if SHEET in book.sheetnames else book[book.sheetnames[0]]
        rows = [
            [_write_value(value) for value in row]
            for row in sheet.iter_rows(max_row=_LINES_AT_MOST + 2, max_col=_COLUMNS_AT_MOST, values_only=True)
        ]
    except Exception:  # noqa: BLE001 - see above
        raise DataError([unreadable]) from None
    named = _Place(_("{file}, feuille « {sheet} »").format(file=place.name, sheet=shorten(sheet.title)))
    while rows and not any(rows[-1]):
        rows.pop()
    return named, iter(enumerate(rows, start=1))


def _write_value(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.10g}"
    return "" if value is None else str(value)


def _read_lines(lines: Lines, place: _Place, territory: Territory) -> tuple[Correction, ...]:
    headings: list[str | None] = []
    findings: list[Finding] = []
    found: list[tuple[int, dict[str, str], Correction]] = []
    register = Register(territory)
    known = {replace(one, is_saved=False) for one in territory.corrections}
    count = 0
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if not headings:
            headings = [find_word(clean_line(cell), COLUMNS) for cell in cells]
            findings += _check_headings(cells, headings, place, number)
            if findings:
                break
            continue
        count += 1
        if count > AT_MOST:
            sentence = _("le fichier compte plus de {count} corrections : coupez-le en plusieurs.")
            findings.append(place.refuse(sentence.format(count=AT_MOST), number))
            break
        if any(cell.strip() for cell in cells[len(headings) :]):
            sentence = _("la ligne a plus de cases que la première : mettez le texte entre guillemets.")
            findings.append(place.refuse(sentence, number, value=";".join(cells)))
            continue
        named = {heading: cell for heading, cell in zip(headings, cells, strict=False) if heading}
        correction, faults = read_cells(named, register)
        findings += _name_faults(faults, named, place, number)
        if correction is not None and correction not in known:
            found.append((number, named, correction))
    if not findings and not count:
        findings.append(place.refuse(_("aucune correction n'est écrite : remplissez une ligne sous les titres.")))
    findings += _find_absences(found, territory, register, place)
    if findings:
        raise DataError(findings)
    return tuple(correction for _number, _cells, correction in found)


def _find_absences(
    found: Sequence[tuple[int, dict[str, str], Correction]], territory: Territory, register: Register, place: _Place
) -> list[Finding]:
    left = {id(one) for one in correct_territory(territory, [correction for _n, _c, correction in found])[1]}
    return [
        finding
        for number, cells, correction in found
        if id(correction) in left
        for finding in _name_faults(tell_absence(correction, register), cells, place, number)
    ]


def _name_faults(faults: Faults, cells: dict[str, str], place: _Place, number: int) -> list[Finding]:
    return [place.refuse(sentence, number, COLUMNS[field], cells.get(field, "")) for field, sentence in faults.items()]


def _check_headings(cells: Sequence[str], headings: Sequence[str | None], place: _Place, number: int) -> list[Finding]:
    expected = ";".join(COLUMNS.values())
    findings = [
        place.refuse(
            _("la colonne « {column} » n'est pas prévue : retirez-la, ou nommez-la comme dans le modèle.").format(
                column=shorten(cell)
            ),
            number,
            shorten(cell),
            cell,
        )
        for cell, heading in zip(cells, headings, strict=True)
        if heading is None and cell.strip()
    ]
    counts = Counter(heading for heading in headings if heading)
    for field in ("thing", "operation"):
        if field not in counts:
            sentence = _("la colonne « {column} » manque : la première ligne est « {header} », ou une partie.")
            sentence = sentence.format(column=COLUMNS[field], header=expected)
            findings.append(place.refuse(sentence, number, COLUMNS[field], ";".join(cells)))
    twice = _("la colonne « {column} » paraît plusieurs fois : n'en gardez qu'une.")
    findings += [
        place.refuse(twice.format(column=COLUMNS[field]), number, COLUMNS[field], COLUMNS[field])
        for field, many in counts.items()
        if many > 1
    ]
    return findings
