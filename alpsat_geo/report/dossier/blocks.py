"""What a dossier is made of: plain blocks of text and drawings that paper and screen both lay out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from alpsat_geo.report.markup import Cell, Markup

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a note is smaller, a lead is larger."""

    text: str
    style: Literal["plain", "lead", "note"] = "plain"


@dataclass(frozen=True, slots=True)
class Subtitle:
    """A title inside a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer in full letters, framed."""

    headline: str
    detail: str
    is_decided: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A number set large: its value with unit, what it counts, its range, and its change from doing nothing."""

    value: str
    label: str
    interval: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers set large, side by side."""

    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names the rows.

    Attributes
    ----------
    caption : str
    headings : tuple of str
    rows : tuple of rows
    text_columns : tuple of int
        Columns set to the left; numbers stand to the right.
    widths : tuple of float
        Relative widths of the columns; empty: as wide as their text.
    is_small : bool
        Set smaller, for long annexes.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    text_columns: tuple[int, ...] = (0,)
    widths: tuple[float, ...] = ()
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A vector drawing, what it shows in words, and its caption.

    ``width_share`` is its share of the width of the page; a floating drawing may stand at the foot of a page while
    what follows it comes before.
    """

    svg: Markup
    alt: str
    caption: str
    width_share: float = 1.0
    is_floating: bool = False


@dataclass(frozen=True, slots=True)
class Gallery:
    """Drawings two by two; on paper, one that fills its page takes what the other blocks leave."""

    pictures: tuple[Picture, ...]
    fills_page: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One part of the canvas: its title, and what stands in it."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Canvas:
    """The business-model canvas: nine cards in three columns."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """An address that restores the work, with its QR code; empty where the address is too long for one.

    ``warning`` says that others cannot open it. ``label`` stands for an address too long to be copied.
    """

    text: str
    address: str
    qr_code: Markup
    alt: str
    warning: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """The annexes: the key of each, and its title."""

    entries: tuple[tuple[str, str], ...]


Block = Contents | Paragraph | Subtitle | Bullets | Verdict | Figures | Table | Picture | Gallery | Canvas | Link


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its stable key, its title, its blocks; one of the two first pages, or an annex.

    One that is held together never begins on a page to end on the next.
    """

    key: str
    title: str
    blocks: tuple[Block, ...]
    is_annex: bool = True
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole dossier, ready to be laid out."""

    title: str
    subtitle: str
    author: str
    sections: tuple[Section, ...]

    @property
    def two_pages(self) -> tuple[Section, ...]:
        """Return what a council reads."""
        return tuple(section for section in self.sections if not section.is_annex)

    @property
    def annexes(self) -> tuple[Section, ...]:
        """Return what stands apart; empty where it was left out."""
        return tuple(section for section in self.sections if section.is_annex)
