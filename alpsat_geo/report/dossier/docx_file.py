"""An editable document for Word (DOCX)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from alpsat_geo.report.dossier.blocks import Table
from alpsat_geo.report.dossier.editable import EditableDocument, is_tight, write_parts
from alpsat_geo.report.markup import Cell
from alpsat_geo.report.zip_file import save_dated

_PAGE_CM, _MARGIN_CM = (21.0, 29.7), 2.2
_TEXT_CM = _PAGE_CM[0] - 2 * _MARGIN_CM
_LINK_AT_MOST = 2000
"""Word does not open a document whose link is longer: it is then a text to copy."""

_SMALL, _ABOVE_TABLE = Pt(9), Pt(10)
_CELL_SIZES = {False: (Pt(9), Pt(8)), True: (Pt(7), Pt(6.5))}
_CELL_MARGIN_CM = 0.08


def write_docx(document: EditableDocument) -> bytes:
    """Write a document for Word; the same document gives the same bytes."""
    pen = _DocxPen(document)
    write_parts(document, pen)
    return save_dated(pen.file.save)


class _DocxPen:
    """Writes blocks with python-docx."""

    def __init__(self, document: EditableDocument) -> None:
        self.file = docx.Document()
        self.main_language, self.language = document.language, document.parts[0].language
        properties = self.file.core_properties
        properties.title, properties.author = document.title, document.author
        properties.language, properties.comments = document.language, ""
        properties.last_modified_by = document.author
        properties.created = properties.modified = datetime.combine(document.day, time())
        for language in self.file.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), document.language)
        page = self.file.sections[0]
        page.page_width, page.page_height = (Cm(side) for side in _PAGE_CM)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(_MARGIN_CM)
        self._add_run(self.file.add_paragraph(style="Title"), document.title)

    def use_language(self, language: str) -> None:
        self.language = language

    def write_heading(self, text: str, level: int, *, starts_page: bool = False) -> None:
        heading = self.file.add_paragraph(style=f"Heading {level}")
        heading.paragraph_format.page_break_before = starts_page or None
        self._add_run(heading, text)

    def write_paragraph(self, text: str, *, is_small: bool = False, is_bold: bool = False) -> None:
        run = self._add_run(self.file.add_paragraph(), text)
        run.bold = is_bold or None
        if is_small:
            run.font.size = _SMALL

    def write_bullets(self, items: Sequence[str]) -> None:
        for item in items:
            self._add_run(self.file.add_paragraph(style="List Bullet"), item)

    def write_table(self, table: Table) -> None:
        caption = self.file.add_paragraph(style="Caption")
        caption.paragraph_format.keep_with_next, caption.paragraph_format.space_before = True, _ABOVE_TABLE
        self._add_run(caption, table.caption)
        grid = self.file.add_table(rows=1, cols=len(table.headings), style="Table Grid")
        _set_margins(grid)
        sizes = _CELL_SIZES[is_tight(table)]
        heads = grid.rows[0]
        heads._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no such setting
        for cell, heading in zip(heads.cells, table.headings, strict=True):
            self._fill(cell, heading, sizes, is_bold=True)
        for row in table.rows:
            for column, (cell, value) in enumerate(zip(grid.add_row().cells, row, strict=True)):
                self._fill(cell, value, sizes, is_number=column not in table.text_columns)
        if table.widths:
            grid.autofit = False
            for column, width in zip(grid.columns, table.widths, strict=True):
                column.width = Cm(_TEXT_CM * width / sum(table.widths))
                for cell in column.cells:
                    cell.width = column.width

    def write_picture(self, png: bytes, alt: str, caption: str, width_share: float) -> None:
        drawn = self.file.add_paragraph().add_run().add_picture(io.BytesIO(png), width=Cm(_TEXT_CM * width_share))
        drawn._inline.docPr.set("descr", alt)  # noqa: SLF001 - the words for who does not see it have no other way
        if caption:
            self._add_run(self.file.add_paragraph(style="Caption"), caption)

    def write_address(self, address: str) -> None:
        paragraph = self.file.add_paragraph()
        if len(address) > _LINK_AT_MOST:
            self._add_run(paragraph, address)
            return
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), self.file.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run = self._add_run(paragraph, address)
        run.font.underline = True
        link.append(run._r)  # noqa: SLF001 - python-docx reads links and writes none
        paragraph._p.append(link)  # noqa: SLF001

    def _fill(
        self, cell: _Cell, value: Cell, sizes: tuple[Pt, Pt], *, is_bold: bool = False, is_number: bool = False
    ) -> None:
        text, second = (value, "") if isinstance(value, str) else value
        paragraph = cell.paragraphs[0]
        run = self._add_run(paragraph, text)
        run.bold, run.font.size = is_bold or None, sizes[0]
        if second:
            run.add_break()
            self._add_run(paragraph, second).font.size = sizes[1]
        if is_number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _add_run(self, paragraph: Paragraph, text: str) -> Run:
        run = paragraph.add_run(text)
        if self.language != self.main_language:
            tag = OxmlElement("w:lang")
            tag.set(qn("w:val"), self.language)
            run._r.get_or_add_rPr().append(tag)  # noqa: SLF001 - the language of a run has no other way
        return run


def _set_margins(grid: WordTable) -> None:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(Cm(_CELL_MARGIN_CM).twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    grid._tblPr.append(margins)  # noqa: SLF001 - python-docx has no such setting
