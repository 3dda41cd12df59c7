"""Sheets of a workbook, written for Excel (XLSX) and for LibreOffice (ODS): the same cells in both."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Literal

import xlsxwriter
from odf.dc import Date, Title
from odf.meta import CreationDate
from odf.namespaces import STYLENS
from odf.number import Number, NumberStyle, PercentageStyle, Text
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import (
    MasterPage,
    PageLayout,
    PageLayoutProperties,
    ParagraphProperties,
    Style,
    TableCellProperties,
    TableColumnProperties,
    TextProperties,
)
from odf.table import Table, TableCell, TableColumn, TableHeaderRows, TableRow
from odf.text import P

from alpsat_geo.report.zip_file import save_dated

Kind = Literal["whole", "decimal", "share", "cents"]

_FORMATS: Mapping[Kind, str] = {"whole": "#,##0", "decimal": "#,##0.0", "share": "0.0%", "cents": "#,##0.00"}
_DIGITS: Mapping[Kind, int] = {"whole": 0, "decimal": 1, "share": 1, "cents": 2}
_NAME_AT_MOST = 31
_FORBIDDEN_IN_NAMES = set("[]:*?/\\")
_WIDTH_AT_LEAST, _WIDTH_AT_MOST = 9, 60
_CM_PER_CHARACTER = 0.2
_A4 = 9  # as Excel counts papers


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as a spreadsheet keeps it (Excel: sixteen digits), and how many of its digits are shown."""

    value: float
    kind: Kind


Cell = str | Amount


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Attributes
    ----------
    name : str
        What Excel takes: at most 31 characters, no bracket, colon, star, question mark nor slash, no apostrophe at
        an end.
    headings : tuple of str
        Empty: a sheet of text, without a row of headings.
    rows : tuple of rows of cells
        A number that is missing or infinite makes an empty cell.
    widths : tuple of int
        In characters, of the first columns; the others fit what they hold.
    """

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a name that no spreadsheet takes."""
        is_named = 0 < len(self.name) <= _NAME_AT_MOST and self.name.strip("'") == self.name
        if not is_named or _FORBIDDEN_IN_NAMES & set(self.name):
            raise ValueError(f"no spreadsheet takes a sheet named {self.name!r}")

    def list_lines(self) -> tuple[tuple[Cell, ...], ...]:
        """Return all the lines, headings first when there are some."""
        return (self.headings, *self.rows) if self.headings else self.rows

    def measure_columns(self) -> list[int]:
        """Return the width of each column, in characters."""
        lines = self.list_lines()
        found = []
        for column in range(max(map(len, lines), default=0)):
            texts = [len(str(line[column])) for line in lines if column < len(line) and isinstance(line[column], str)]
            found.append(min(max([_WIDTH_AT_LEAST, *texts]), _WIDTH_AT_MOST))
        return [*self.widths, *found[len(self.widths) :]]


def write_xlsx(sheets: Sequence[Sheet], title: str, day: date) -> bytes:
    """Write a workbook for Excel.

    Parameters
    ----------
    sheets : sequence of Sheet
    title : str
    day : date
        The only date that the file carries, so that the same sheets give the same bytes.

    Returns
    -------
    bytes
    """
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.set_properties({"title": title, "created": datetime.combine(day, time(), UTC)})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    formats = {kind: book.add_format({"num_format": text, "valign": "top"}) for kind, text in _FORMATS.items()}
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for column, width in enumerate(sheet.measure_columns()):
            page.set_column(column, column, width)
        for row, line in enumerate(sheet.list_lines()):
            is_heading = bool(sheet.headings) and row == 0
            for column, cell in enumerate(line):
                if isinstance(cell, str):
                    # Never a formula nor a link, whatever it begins with.
                    page.write_string(row, column, cell, bold if is_heading else plain)
                elif math.isfinite(cell.value):
                    page.write_number(row, column, cell.value, formats[cell.kind])
        if sheet.headings:
            page.freeze_panes(1, 1)
            page.autofilter(0, 0, len(sheet.rows), len(sheet.headings) - 1)
            page.repeat_rows(0)
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
    book.close()
    return content.getvalue()


def write_ods(sheets: Sequence[Sheet], title: str, day: date) -> bytes:
    """Write a workbook for LibreOffice; parameters and result as `write_xlsx`."""
    book = OpenDocumentSpreadsheet()
    styles = _add_styles(book)
    _lay_out_page(book, styles)
    for sheet in sheets:
        table = Table(name=sheet.name, stylename=styles["sheet"])
        for width in sheet.measure_columns():
            table.addElement(TableColumn(stylename=_find_column_style(book, styles, width)))
        for row, line in enumerate(sheet.list_lines()):
            is_heading = bool(sheet.headings) and row == 0
            written = TableRow()
            for cell in line:
                written.addElement(_write_cell(cell, styles, is_heading=is_heading))
            if is_heading:
                headings = TableHeaderRows()
                headings.addElement(written)
                table.addElement(headings)
            else:
                table.addElement(written)
        book.spreadsheet.addElement(table)
    _add_title(book, title, day)
    return save_dated(book.save)


def _add_styles(book: OpenDocumentSpreadsheet) -> dict[str, Style]:
    styles = {}
    for name, is_bold in (("heading", True), ("text", False)):
        style = Style(name=name, family="table-cell")
        style.addElement(TableCellProperties(wrapoption="wrap", verticalalign="top"))
        style.addElement(ParagraphProperties(textalign="start"))
        if is_bold:
            style.addElement(TextProperties(fontweight="bold"))
        styles[name] = style
    for kind, digits in _DIGITS.items():
        shape = (PercentageStyle if kind == "share" else NumberStyle)(name=f"number-{kind}")
        shape.addElement(Number(decimalplaces=digits, minintegerdigits=1, grouping="true"))
        if kind == "share":
            shape.addElement(Text(text="%"))
        book.automaticstyles.addElement(shape)
        styles[kind] = Style(name=kind, family="table-cell", datastylename=f"number-{kind}")
    for style in styles.values():
        book.automaticstyles.addElement(style)
    return styles


def _lay_out_page(book: OpenDocumentSpreadsheet, styles: dict[str, Style]) -> None:
    """Print each sheet across, as wide as the paper and as long as it takes."""
    layout = PageLayout(name="across")
    page = PageLayoutProperties(printorientation="landscape", pagewidth="29.7cm", pageheight="21cm", margin="1.5cm")
    for side, count in (("X", 1), ("Y", 0)):
        # An attribute of ODF 1.3, which odfpy does not know.
        page.setAttrNS(STYLENS, f"scale-to-{side}", str(count))
    layout.addElement(page)
    book.automaticstyles.addElement(layout)
    master = MasterPage(name="across", pagelayoutname=layout)
    book.masterstyles.addElement(master)
    styles["sheet"] = Style(name="sheet", family="table", masterpagename=master)
    book.automaticstyles.addElement(styles["sheet"])


def _find_column_style(book: OpenDocumentSpreadsheet, styles: dict[str, Style], width: int) -> Style:
    name = f"column-{width}"
    if name not in styles:
        styles[name] = Style(name=name, family="table-column")
        styles[name].addElement(TableColumnProperties(columnwidth=f"{width * _CM_PER_CHARACTER:.2f}cm"))
        book.automaticstyles.addElement(styles[name])
    return styles[name]


def _write_cell(cell: Cell, styles: Mapping[str, Style], *, is_heading: bool) -> TableCell:
    if isinstance(cell, str):
        written = TableCell(valuetype="string", stylename=styles["heading" if is_heading else "text"])
        if cell:
            written.addElement(P(text=cell))
        return written
    if not math.isfinite(cell.value):
        return TableCell()
    kind = "percentage" if cell.kind == "share" else "float"
    return TableCell(valuetype=kind, value=repr(float(cell.value)), stylename=styles[cell.kind])


def _add_title(book: OpenDocumentSpreadsheet, title: str, day: date) -> None:
    book.meta.addElement(Title(text=title))
    book.meta.addElement(CreationDate(text=f"{day.isoformat()}T00:00:00"))
    book.meta.addElement(Date(text=f"{day.isoformat()}T00:00:00"))
