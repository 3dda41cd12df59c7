"""The blocks of a dossier as HTML, for the page of the dashboard and the page that stands alone."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from functools import singledispatch
from html import escape

from alpsat_geo.report.dossier.blocks import (
    Block,
    Bullets,
    Canvas,
    Document,
    Figure,
    Figures,
    Gallery,
    Link,
    Paragraph,
    Picture,
    Subtitle,
    Table,
    Verdict,
)
from alpsat_geo.report.figures import NO_BREAK_SPACE
from alpsat_geo.report.markup import write_list, write_table, write_tag

_PARAGRAPH_CSS = {"plain": "", "lead": "dossier-lead", "note": "ag-note"}
_TEXT_COLUMNS = 2
_SET_APART = re.compile(r" [:;?!»]|« ")
_DRAWING = re.compile(r'<svg role="img" aria-label="(?P<words>[^"]*)".*?</svg>', re.DOTALL)


def write_sections(document: Document) -> str:
    """Return all the sections of a dossier, each with its title under its own anchor."""
    return "".join(
        f'<section class="dossier-section" id="{escape(section.key)}">'
        f"{bind_punctuation(write_tag('h2', section.title))}{write_blocks(section.blocks)}</section>"
        for section in document.sections
    )


def write_blocks(blocks: Iterable[Block]) -> str:
    """Return blocks one after the other."""
    return bind_punctuation("".join(write_block(block) for block in blocks))


def bind_punctuation(text: str) -> str:
    """Keep on its line what French sets apart from its word."""
    return _SET_APART.sub(lambda match: match[0].replace(" ", NO_BREAK_SPACE), text)


def embed_drawings(markup: str) -> str:
    """Turn drawings into pictures, where only plain HTML is let through."""
    return _DRAWING.sub(_embed, markup)


def _embed(match: re.Match[str]) -> str:
    words, drawn = match["words"], match[0].replace(f' role="img" aria-label="{match["words"]}"', "", 1)
    return f'<img alt="{words}" src="data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}">'


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
        f"{name_drawing(block.svg, block.alt)}{caption}</figure>"
    )


@write_block.register
def _(block: Gallery) -> str:
    drawn = "".join(
        f'<figure class="dossier-picture">{name_drawing(picture.svg, picture.alt)}</figure>'
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
    code = f'<div class="dossier-code">{name_drawing(block.qr_code, block.alt)}</div>' if block.qr_code else ""
    warning = write_tag("p", block.warning, "dossier-warning") if block.warning else ""
    words = f'<div>{write_tag("p", block.text)}<a href="{address}">{address}</a>{warning}</div>'
    return f'<div class="dossier-link">{code}{words}</div>'


def name_drawing(svg: str, alt: str) -> str:
    """Give a drawing its words, for who does not see it."""
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(alt)}" ', 1)
