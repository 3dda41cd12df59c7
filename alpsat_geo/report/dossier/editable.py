"""A document that a word processor edits: the blocks of a dossier, told to a pen that writes one format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from alpsat_geo.report.dossier.blocks import (
    Block,
    Bullets,
    Canvas,
    Contents,
    Figures,
    Gallery,
    Link,
    Paragraph,
    Picture,
    Section,
    Subtitle,
    Table,
    Verdict,
)
from alpsat_geo.report.paper import paint_drawing

_GALLERY_SHARE = 0.75
_WIDE_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class EditablePart:
    """Sections in one language.

    Attributes
    ----------
    language : str
        A tag such as ``fr-FR``.
    title : str
        Heading of the first level, on a new page; empty: the sections are of the first level themselves.
    sections : tuple of Section
    """

    language: str
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class EditableDocument:
    """A whole document.

    Attributes
    ----------
    title, author : str
    language : str
        Of most of it, a tag such as ``fr-FR``; a part may have its own.
    day : date
        The only date that the file carries, so that the same document gives the same bytes.
    parts : tuple of EditablePart
    """

    title: str
    author: str
    language: str
    day: date
    parts: tuple[EditablePart, ...]


def is_tight(table: Table) -> bool:
    """Tell whether a table has so many columns that its numbers need smaller letters to stay whole."""
    return table.is_small or len(table.headings) >= _WIDE_COLUMNS


class Pen(Protocol):
    """What writes one format; each call adds one thing at the end of the document."""

    def use_language(self, language: str) -> None:
        """Say the language of what follows."""

    def write_heading(self, text: str, level: int, *, starts_page: bool = False) -> None:
        """Write a heading, from level 1."""

    def write_paragraph(self, text: str, *, is_small: bool = False, is_bold: bool = False) -> None:
        """Write a paragraph."""

    def write_bullets(self, items: Sequence[str]) -> None:
        """Write a list."""

    def write_table(self, table: Table) -> None:
        """Write a table under its caption, its row of headings repeated on each page."""

    def write_picture(self, png: bytes, alt: str, caption: str, width_share: float) -> None:
        """Write a picture with its words."""

    def write_address(self, address: str) -> None:
        """Write an address as a link."""


def write_parts(document: EditableDocument, pen: Pen) -> None:
    """Write all the parts of a document."""
    for part in document.parts:
        pen.use_language(part.language)
        level = 1
        if part.title:
            pen.write_heading(part.title, 1, starts_page=True)
            level = 2
        for section in part.sections:
            pen.write_heading(section.title, level)
            for block in section.blocks:
                _write_block(block, pen, level + 1)


def _write_block(block: Block, pen: Pen, level: int) -> None:  # noqa: C901, PLR0912 - one case a kind of block
    match block:
        case Paragraph():
            pen.write_paragraph(block.text, is_small=block.style == "note", is_bold=block.style == "lead")
        case Subtitle():
            pen.write_heading(block.text, level)
        case Bullets():
            pen.write_bullets(block.items)
        case Verdict():
            pen.write_paragraph(block.headline, is_bold=True)
            pen.write_paragraph(block.detail)
        case Figures():
            lines = ((item.label, " ".join(filter(None, (item.value, item.interval)))) for item in block.items)
            changes = (item.change for item in block.items)
            pen.write_bullets(
                [", ".join(filter(None, (*line, change))) for line, change in zip(lines, changes, strict=True)]
            )
        case Table():
            pen.write_table(block)
        case Picture():
            pen.write_picture(paint_drawing(block.svg), block.alt, block.caption, block.width_share)
        case Gallery():
            for picture in block.pictures:
                pen.write_picture(paint_drawing(picture.svg), picture.alt, picture.caption, _GALLERY_SHARE)
        case Canvas():
            for card in block.cards:
                pen.write_heading(card.title, level)
                pen.write_bullets(card.items)
        case Link():
            # The address is whole, since it can be followed: a word processor needs no code to scan.
            pen.write_paragraph(" ".join(filter(None, (block.text, block.warning))))
            pen.write_address(block.address)
        case Contents():
            # A word processor lists the headings by itself.
            pass
