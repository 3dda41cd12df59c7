"""The blocks of a dossier as HTML, for the page of the dashboard and the page that stands alone."""

from __future__ import annotations

from collections.abc import Iterable

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
from alpsat_geo.report.markup import (
    Markup,
    frame_verdict,
    join_parts,
    name_drawing,
    write_figure,
    write_list,
    write_table,
    write_tag,
)

_PARAGRAPH_CSS = {"plain": "", "lead": "dossier-lead", "note": "ag-note"}
_TEXT_COLUMNS = 2


def write_sections(sections: Iterable[Section]) -> Markup:
    """Return sections of a dossier, each with its title under its own anchor."""
    return join_parts(
        *(
            write_tag(
                "section",
                (write_tag("h2", section.title), write_blocks(section.blocks)),
                "dossier-section dossier-annex" if section.is_annex else "dossier-section",
                id=section.key,
            )
            for section in sections
        )
    )


def write_blocks(blocks: Iterable[Block]) -> Markup:
    """Return blocks one after the other."""
    return join_parts(*(write_block(block) for block in blocks))


def write_block(block: Block) -> Markup:  # noqa: C901, PLR0911 - one case a kind of block
    """Return one block as HTML; every text is escaped."""
    match block:
        case Paragraph():
            return write_tag("p", block.text, _PARAGRAPH_CSS[block.style])
        case Subtitle():
            return write_tag("h3", block.text)
        case Bullets():
            return write_list(block.items)
        case Verdict():
            return frame_verdict(block.headline, block.detail, is_decided=block.is_decided)
        case Figures():
            figures = (write_figure(one.value, one.label, one.interval, one.change) for one in block.items)
            return write_tag("div", figures, "ag-figures dossier-figures")
        case Table():
            return _write_table(block)
        case Picture():
            return _write_picture(block)
        case Gallery():
            drawn = (write_tag("figure", name_drawing(one.svg, one.alt), "dossier-picture") for one in block.pictures)
            return write_tag("div", drawn, "dossier-gallery dossier-filling" if block.fills_page else "dossier-gallery")
        case Contents():
            entries = (write_tag("a", title, href=f"#{key}") for key, title in block.entries)
            return write_list(entries, "ag-list dossier-contents")
        case Canvas():
            cards = (
                write_tag("div", (write_tag("h3", card.title), write_list(card.items)), "dossier-card")
                for card in block.cards
            )
            return write_tag("div", cards, "dossier-canvas")
        case Link():
            return _write_link(block)


def _write_table(block: Table) -> Markup:
    css = "dossier-table dossier-small" if block.is_small else "dossier-table"
    if len(block.text_columns) > _TEXT_COLUMNS:
        css += " dossier-text"
    return write_tag("div", write_table(block.caption, block.headings, block.rows), css)


def _write_picture(block: Picture) -> Markup:
    parts = [name_drawing(block.svg, block.alt), *[write_tag("figcaption", block.caption)] * bool(block.caption)]
    look = f"max-width:{100 * block.width_share:.0f}%"
    # A caption names its figure: some readers do not tie one to the other by themselves.
    named = {"role": "figure", "aria_label": block.caption} if block.caption else {}
    return write_tag("figure", parts, "dossier-picture", style=look, **named)


def _write_link(block: Link) -> Markup:
    words = [write_tag("p", block.text), write_tag("a", block.label or block.address, href=block.address)]
    if block.warning:
        words.append(write_tag("p", block.warning, "dossier-warning"))
    parts = [write_tag("div", words)]
    if block.qr_code:
        parts.insert(0, write_tag("div", name_drawing(block.qr_code, block.alt), "dossier-code"))
    return write_tag("div", parts, "dossier-link")
