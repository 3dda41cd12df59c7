"""An editable document for LibreOffice (ODT)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence

from odf.dc import Creator, Date, Language, Title
from odf.draw import Frame, Image
from odf.meta import CreationDate
from odf.opendocument import OpenDocumentText
from odf.style import (
    DefaultStyle,
    ListLevelProperties,
    MasterPage,
    PageLayout,
    PageLayoutProperties,
    ParagraphProperties,
    Style,
    TableCellProperties,
    TableColumnProperties,
    TextProperties,
)
from odf.svg import Desc
from odf.table import Table as OdfTable
from odf.table import TableCell, TableColumn, TableHeaderRows, TableRow
from odf.text import A, H, LineBreak, List, ListItem, ListLevelStyleBullet, ListStyle, P, Span

from alpsat_geo.report.dossier.blocks import Table
from alpsat_geo.report.dossier.editable import EditableDocument, is_tight, write_parts
from alpsat_geo.report.markup import Cell
from alpsat_geo.report.zip_file import save_dated

_TEXT_CM, _MARGIN_CM = 16.6, 2.2
_TIGHT = "_tight"
_SIZES = {
    "Title": "22pt",
    "Heading_1": "16pt",
    "Heading_2": "14pt",
    "Heading_3": "12pt",
    "Text": "11pt",
    "Strong": "11pt",
}
_PNG_SIZE = slice(16, 24)


def write_odt(document: EditableDocument) -> bytes:
    """Write a document for LibreOffice; the same document gives the same bytes."""
    pen = _OdtPen(document)
    write_parts(document, pen)
    return save_dated(pen.file.save)


class _OdtPen:
    """Writes blocks with odfpy."""

    def __init__(self, document: EditableDocument) -> None:
        self.file = OpenDocumentText()
        self.main_language, self.language = document.language, document.parts[0].language
        self.styles: dict[str, Style] = {}
        self.picture_count = self.table_count = 0
        day = f"{document.day.isoformat()}T00:00:00"
        for entry in (
            Title(text=document.title),
            Creator(text=document.author),
            Language(text=document.language),
            CreationDate(text=day),
            Date(text=day),
        ):
            self.file.meta.addElement(entry)
        self._set_page()
        self.file.text.addElement(P(stylename=self._find_style("Title", is_bold=True), text=document.title))

    def use_language(self, language: str) -> None:
        self.language = language

    def write_heading(self, text: str, level: int, *, starts_page: bool = False) -> None:
        style = self._find_style(f"Heading_20_{level}_page" if starts_page else f"Heading_20_{level}", is_bold=True)
        self.file.text.addElement(H(outlinelevel=level, stylename=style, text=text))

    def write_paragraph(self, text: str, *, is_small: bool = False, is_bold: bool = False) -> None:
        name = "Note" if is_small else "Strong" if is_bold else "Text"
        self.file.text.addElement(P(stylename=self._find_style(name, is_bold=is_bold), text=text))

    def write_bullets(self, items: Sequence[str]) -> None:
        written = List(stylename=self._keep("Bullets", self._make_list_style))
        for item in items:
            entry = ListItem()
            entry.addElement(P(stylename=self._find_style("Text"), text=item))
            written.addElement(entry)
        self.file.text.addElement(written)

    def write_table(self, table: Table) -> None:
        self.file.text.addElement(P(stylename=self._find_style("Caption"), text=table.caption))
        self.table_count += 1
        grid = OdfTable(name=f"Tableau {self.table_count}")
        widths = table.widths or (1.0,) * len(table.headings)
        for width in widths:
            grid.addElement(TableColumn(stylename=self._find_column(_TEXT_CM * width / sum(widths))))
        heads, row = TableHeaderRows(), TableRow()
        ending = _TIGHT if is_tight(table) else ""
        for heading in table.headings:
            row.addElement(self._make_cell(heading, f"Head{ending}"))
        heads.addElement(row)
        grid.addElement(heads)
        for values in table.rows:
            row = TableRow()
            for column, value in enumerate(values):
                name = "Cell" if column in table.text_columns else "Number"
                row.addElement(self._make_cell(value, f"{name}{ending}"))
            grid.addElement(row)
        self.file.text.addElement(grid)

    def write_picture(self, png: bytes, alt: str, caption: str, width_share: float) -> None:
        self.picture_count += 1
        width, height = struct.unpack(">II", png[_PNG_SIZE])
        width_cm = _TEXT_CM * width_share
        frame = Frame(
            name=f"Image {self.picture_count}",
            anchortype="as-char",
            width=f"{width_cm:.2f}cm",
            height=f"{width_cm * height / width:.2f}cm",
        )
        name = self.file.addPicture(f"Pictures/{self.picture_count}.png", "image/png", png)
        frame.addElement(Image(href=name, type="simple", show="embed", actuate="onLoad"))
        frame.addElement(Desc(text=alt))
        paragraph = P(stylename=self._find_style("Text"))
        paragraph.addElement(frame)
        self.file.text.addElement(paragraph)
        if caption:
            self.file.text.addElement(P(stylename=self._find_style("Caption"), text=caption))

    def write_address(self, address: str) -> None:
        paragraph = P(stylename=self._find_style("Text"))
        paragraph.addElement(A(href=address, type="simple", text=address))
        self.file.text.addElement(paragraph)

    def _make_cell(self, value: Cell, name: str) -> TableCell:
        text, second = (value, "") if isinstance(value, str) else value
        paragraph = P(stylename=self._find_style(name, is_bold=name.startswith("Head")), text=text)
        if second:
            paragraph.addElement(LineBreak())
            paragraph.addElement(Span(stylename=self._keep("Small", self._make_small), text=second))
        cell = TableCell(valuetype="string", stylename=self._keep("Frame", self._make_frame))
        cell.addElement(paragraph)
        return cell

    def _set_page(self) -> None:
        language, _dash, country = self.main_language.partition("-")
        default = DefaultStyle(family="paragraph")
        default.addElement(TextProperties(language=language, country=country, fontsize="11pt"))
        self.file.styles.addElement(default)
        layout = PageLayout(name="A4")
        margin = f"{_MARGIN_CM}cm"
        layout.addElement(PageLayoutProperties(pagewidth="21cm", pageheight="29.7cm", margin=margin))
        self.file.automaticstyles.addElement(layout)
        self.file.masterstyles.addElement(MasterPage(name="Standard", pagelayoutname=layout))

    def _find_style(self, name: str, *, is_bold: bool = False) -> Style:
        """Return the style of a paragraph in the present language, made once; a word processor knows its name."""
        found = self._keep(name, lambda: self._make_style(name, is_bold=is_bold))
        if self.language == self.main_language:
            return found
        return self._keep(f"{name}_{self.language}", lambda: self._translate_style(found, f"{name}_{self.language}"))

    def _make_style(self, name: str, *, is_bold: bool) -> Style:
        style = Style(name=name, displayname=name.replace("_20_", " "), family="paragraph")
        kind = name.removesuffix(_TIGHT)
        spacing = "0cm" if kind in {"Cell", "Number", "Head"} else "0.2cm"
        shape = {"textalign": "end"} if kind == "Number" else {}
        shape |= {"breakbefore": "page"} if name.endswith("_page") else {}
        shape |= {"keepwithnext": "always"} if name == "Caption" or name.startswith("Heading") else {}
        style.addElement(ParagraphProperties(margintop=spacing, marginbottom=spacing, **shape))
        weight = {"fontweight": "bold"} if is_bold else {}
        size = "7pt" if kind != name else _SIZES.get(name.removesuffix("_page"), "9pt")
        style.addElement(TextProperties(fontsize=size, **weight))
        self.file.styles.addElement(style)
        return style

    def _translate_style(self, parent: Style, name: str) -> Style:
        style = Style(name=name, family="paragraph", parentstylename=parent)
        language, _dash, country = self.language.partition("-")
        style.addElement(TextProperties(language=language, country=country))
        self.file.automaticstyles.addElement(style)
        return style

    def _make_list_style(self) -> ListStyle:
        style = ListStyle(name="Bullets")
        bullet = ListLevelStyleBullet(level=1, bulletchar="•")
        bullet.addElement(ListLevelProperties(spacebefore="0.4cm", minlabelwidth="0.5cm"))
        style.addElement(bullet)
        self.file.automaticstyles.addElement(style)
        return style

    def _find_column(self, width_cm: float) -> Style:
        def make() -> Style:
            style = Style(name=name, family="table-column")
            style.addElement(TableColumnProperties(columnwidth=f"{width_cm:.2f}cm"))
            self.file.automaticstyles.addElement(style)
            return style

        name = f"Column_{round(width_cm * 100)}"
        return self._keep(name, make)

    def _make_frame(self) -> Style:
        style = Style(name="Frame", family="table-cell")
        style.addElement(TableCellProperties(border="0.5pt solid #7f7f7f", padding="0.08cm"))
        self.file.automaticstyles.addElement(style)
        return style

    def _make_small(self) -> Style:
        style = Style(name="Small", family="text")
        style.addElement(TextProperties(fontsize="90%"))
        self.file.automaticstyles.addElement(style)
        return style

    def _keep(self, name: str, make: Callable[[], Style]) -> Style:
        if name not in self.styles:
            self.styles[name] = make()
        return self.styles[name]
