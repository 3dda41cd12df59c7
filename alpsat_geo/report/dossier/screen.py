"""The blocks of a dossier as HTML, for the page of the dashboard and the page that stands alone."""

from __future__ import annotations

from functools import singledispatch
from html import escape

from alpsat_geo.report.dossier.blocks import (
    Bullets,
    Canvas,
    Document,
    Figure,
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
from alpsat_geo.report.markup import write_list, write_table, write_tag

_PARAGRAPH_CSS = {"plain": "", "lead": "dossier-lead", "note": "ag-note"}
_TEXT_COLUMNS = 2


def write_sections(document: Document) -> str:
    """Return all the sections of a dossier, each under its own anchor."""
    return "".join(write_section(section) for section in document.sections)


def write_section(section: Section) -> str:
    """Return one section with its title."""
    return (
        f'<section class="dossier-section" id="{escape(section.key)}">{write_tag("h2", section.title)}'
        f"{write_blocks(section)}</section>"
    )


def write_blocks(section: Section) -> str:
    """Return the blocks of a section, without its title."""
    return "".join(write_block(block) for block in section.blocks)


@singledispatch
def write_block(block: object) -> str:
    """Return one block as HTML; every text is escaped."""
    message = f"no HTML for {type(block).__name__}"
    raise TypeError(message)


@write_block.register
def _(block: Paragraph) -> str:
    return write_tag("p", block.text, _PARAGRAPH_CSS[block.style])


@write_block.register
def _(block: Subtitle) -> str:
    return write_tag("h3", block.text)


@write_block.register
def _(block: Bullets) -> str:
    return write_list(block.items)


@write_block.register
def _(block: Verdict) -> str:
    css = "ag-verdict ag-decided" if block.is_decided else "ag-verdict"
    return f'<div class="{css}">{write_tag("strong", block.headline)}{write_tag("span", block.detail)}</div>'


@write_block.register
def _(block: Figures) -> str:
    return f'<div class="ag-figures dossier-figures">{"".join(_write_figure(figure) for figure in block.items)}</div>'


def _write_figure(figure: Figure) -> str:
    details = "".join(write_tag("small", detail) for detail in (figure.interval, figure.change) if detail)
    return f'<div class="ag-figure">{write_tag("b", figure.value)}{write_tag("span", figure.label)}{details}</div>'


@write_block.register
def _(block: Table) -> str:
    css = "dossier-table dossier-small" if block.is_small else "dossier-table"
    if len(block.text_columns) > _TEXT_COLUMNS:
        css += " dossier-text"
    return f'<div class="{css}">{write_table(block.caption, block.headings, block.rows)}</div>'


@write_block.register
def _(block: Picture) -> str:
    caption = write_tag("figcaption", block.caption) if block.caption else ""
    return (
        f'<figure class="dossier-picture" style="max-width:{100 * block.width_share:.0f}%">'
        f"{_name_drawing(block.svg, block.alt)}{caption}</figure>"
    )


@write_block.register
def _(block: Gallery) -> str:
    drawn = "".join(
        f'<figure class="dossier-picture">{_name_drawing(picture.svg, picture.alt)}</figure>'
        for picture in block.pictures
    )
    return f'<div class="dossier-gallery">{drawn}</div>'


@write_block.register
def _(block: Canvas) -> str:
    cards = "".join(
        f'<div class="dossier-card">{write_tag("h3", card.title)}{write_list(card.items)}</div>' for card in block.cards
    )
    return f'<div class="dossier-canvas">{cards}</div>'


@write_block.register
def _(block: Link) -> str:
    address = escape(block.address)
    code = f'<div class="dossier-code">{_name_drawing(block.qr_code, block.alt)}</div>' if block.qr_code else ""
    words = f'<div>{write_tag("p", block.text)}<a href="{address}">{address}</a></div>'
    return f'<div class="dossier-link">{code}{words}</div>'


def _name_drawing(svg: str, alt: str) -> str:
    """Give a drawing its words, for who does not see it."""
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(alt)}" ', 1)
