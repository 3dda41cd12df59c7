"""HTML and SVG: the one place that writes a tag. Text is escaped as it enters; what is ``Markup`` was written here."""

from __future__ import annotations

import base64
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

from markupsafe import Markup as Markup  # noqa: PLC0414 - who writes HTML imports it all from here
from markupsafe import escape

from alpsat_geo.report.language import _

_WIDE_COLUMN_COUNT = 4
_SVG_START = re.compile(r'<svg (?:role="[a-z]+" aria-label="[^"]*" )?')
_LONG_PATH = re.compile(r'<path d="(?P<path>[^"]{60,})"')
_DRAWING = re.compile(r'<svg role="img" aria-label="(?P<words>[^"]*)".*?</svg>', re.DOTALL)

Cell = str | tuple[str, str]
"""A cell of a table: a text, or a text and a smaller second line."""

Role = Literal["alert", "status", "note"]
"""How a notice reaches who does not see it: at once, when there is time, or where it is read."""


def write_tag(
    name: str, content: str | Iterable[str] | None = None, css: str = "", /, **attributes: str | bool | None
) -> Markup:
    """Write one element.

    Parameters
    ----------
    name : str
        Of the element, in HTML or SVG.
    content : str, iterable of str, or None
        Text, which is escaped, and ``Markup``, which is not; None closes the element at once: ``<br/>``.
    css : str
        Its classes.
    attributes : str, bool or None
        ``stroke_width`` is written stroke-width. True writes the name alone; False and None write nothing.
    """
    written = f' class="{escape(css)}"' if css else ""
    for attribute, value in attributes.items():
        if value is True:
            written += f" {attribute}"
        elif value is not None and value is not False:
            written += f' {attribute.replace("_", "-")}="{escape(value)}"'
    if content is None:
        return Markup(f"<{name}{written}/>")  # noqa: S704 - escaped above
    inner = escape(content) if isinstance(content, str) else _join(content)
    return Markup(f"<{name}{written}>{inner}</{name}>")  # noqa: S704 - escaped above


def join_parts(*parts: str) -> Markup:
    """Write texts, which are escaped, and ``Markup`` one after the other."""
    return Markup(_join(parts))  # noqa: S704 - escaped below


def _join(parts: Iterable[str]) -> str:
    # Markup.join asks each part twice what it is: tables have thousands.
    return "".join([part if isinstance(part, Markup) else escape(part) for part in parts])


def frame_chart(drawn: str, x: float, y: float) -> Markup:
    """Place in a larger drawing a chart that the renderer drew: it escapes the texts that it was given."""
    return Markup(drawn.replace("<svg ", f'<svg x="{x:g}" y="{y:g}" ', 1))  # noqa: S704 - escaped by the renderer


def put_in_card(*parts: str, css: str = "") -> Markup:
    """Write parts in a card."""
    return write_tag("div", parts, f"ag-card {css}".rstrip())


def put_in_notice(role: Role | None, *parts: str) -> Markup:
    """Write in a notice one sentence, or the parts of a longer one."""
    is_sentence = len(parts) == 1 and not isinstance(parts[0], Markup)
    return write_tag("div", [write_tag("span", parts[0])] if is_sentence else parts, "ag-notice", role=role)


def write_facts(pairs: Iterable[tuple[str, str]], css: str = "ag-facts") -> Markup:
    """Write a list of terms and values."""
    return write_tag("dl", (write_tag("dt", term) + write_tag("dd", value) for term, value in pairs), css)


def write_list(items: Iterable[str], css: str = "ag-list", *, is_ordered: bool = False) -> Markup:
    """Write a list, bulleted or numbered."""
    return write_tag("ol" if is_ordered else "ul", (write_tag("li", item) for item in items), css)


def write_figure(value: str, label: str, *details: str) -> Markup:
    """Write a number set large, what it counts, and smaller lines under it; empty ones are left out."""
    smaller = (write_tag("small", detail) for detail in details if detail)
    return write_tag("div", [write_tag("b", value), write_tag("span", label), *smaller], "ag-figure")


def frame_verdict(headline: str, *details: str, is_decided: bool = False, role: Role | None = None) -> Markup:
    """Write an answer in full letters, framed, and what is said under it; what is empty is left out."""
    parts = [write_tag("strong", headline), *(write_tag("span", detail) for detail in details if detail)]
    return write_tag("div", parts, "ag-verdict ag-decided" if is_decided else "ag-verdict", role=role)


def write_pair(label: str, value: str) -> Markup:
    """Write a label set bold and what it is, with the colon of the reader's language."""
    return Markup(escape(_("{label} : {value}"))).format(label=write_tag("b", label), value=value)  # noqa: S704 - escaped


def write_bar(
    label: str,
    value: str,
    share: float | None,
    *,
    interval: tuple[float, float] | None = None,
    ends: tuple[str, str] | None = None,
    trust: str = "",
) -> Markup:
    """Write a labelled bar.

    Parameters
    ----------
    label, value : str
    share : float or None
        Length of the bar between 0 and 1; None or NaN draws the hatch of a missing datum.
    interval : (low, high) shares, optional
        Drawn over the bar.
    ends : texts of both ends of the scale, optional
    trust : str
        What the value rests on.
    """
    if share is not None and math.isnan(share):
        share = interval = None
    width = "100%" if share is None else f"{100 * min(max(share, 0), 1):.1f}%"
    track = [write_tag("span", "", "ag-mark ag-hatch" if share is None else "ag-mark", style=f"width:{width}")]
    if interval is not None:
        low, high = (100 * min(max(end, 0), 1) for end in interval)
        track.append(
            write_tag("span", "", "ag-mark ag-interval", style=f"left:{low:.1f}%;width:{max(high - low, 0.5):.1f}%")
        )
    parts = [write_tag("b", label), write_tag("span", value, "ag-value"), write_tag("span", track, "ag-track")]
    if ends:
        parts.append(write_tag("span", (write_tag("span", end) for end in ends), "ag-ends"))
    if trust:
        parts.append(write_tag("span", trust, "ag-trust"))
    return write_tag("div", parts, "ag-bar")


def write_table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Markup:
    """Write a table whose first column names the rows.

    Parameters
    ----------
    caption : str
    headings : sequence of str
    rows : iterable of sequences of Cell
    """
    is_wide = len(headings) >= _WIDE_COLUMN_COUNT
    head = write_tag("tr", (write_tag("th", heading, scope="col") for heading in headings))
    # On a phone a wide table is read row by row: each cell then says its column.
    body = [_write_row(row, headings if is_wide else [None] * len(row)) for row in rows]
    parts = [write_tag("caption", caption), write_tag("thead", head), write_tag("tbody", body)]
    return make_scrollable(caption, write_tag("table", parts, "ag-table ag-wide" if is_wide else "ag-table"))


def make_scrollable(caption: str, table: Markup) -> Markup:
    """Write a table where it can be scrolled, with the keyboard too."""
    return write_tag("div", table, "ag-table-box", tabindex="0", role="region", aria_label=caption)


def _write_row(row: Sequence[Cell], labels: Sequence[str | None]) -> Markup:
    first, *others = (
        cell if isinstance(cell, str) else join_parts(cell[0], write_tag("small", cell[1])) for cell in row
    )
    cells = (write_tag("td", cell, data_label=label) for cell, label in zip(others, labels[1:], strict=True))
    return write_tag("tr", [write_tag("th", first, scope="row"), *cells])


def write_style(css: str) -> Markup:
    """Write a style sheet; no text in it can end it."""
    return Markup("<style>{}</style>").format(Markup(css.replace("</", "<\\/")))  # noqa: S704 - cannot end


def write_script(script: str, **attributes: str | bool) -> Markup:
    """Write a script; no text in it can end it."""
    return write_tag("script", Markup(script.replace("</script", "<\\/script")), **attributes)  # noqa: S704 - cannot end


def write_json(value: object, list_fields: Callable[[Any], object] | None = None) -> str:
    """Write a value as a script reads it, without any sign that HTML reads; another function lists what JSON cannot."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=list_fields)
    return written.replace("<", "\\u003c")


def write_html_page(language: str, title: str, head: Iterable[Markup], body: Iterable[Markup]) -> Markup:
    """Write a whole page.

    Parameters
    ----------
    language : str
    title : str
    head : iterable of Markup
        What stands in it beside the title.
    body : iterable of Markup
    """
    first = (
        write_tag("meta", charset="utf-8"),
        write_tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        write_tag("title", title),
    )
    parts = write_tag("head", (*first, *head)), write_tag("body", body)
    return Markup("<!doctype html>") + write_tag("html", parts, lang=language)


def name_drawing(drawn: Markup, words: str, role: Literal["img", "group"] = "img") -> Markup:
    """Give a drawing its words, for who does not see it; a group lets what stands in it be reached, its links too.

    Words that it had are replaced.
    """
    named = f'<svg role="{role}" aria-label="{escape(words)}" '
    return Markup(_SVG_START.sub(lambda _found: named, str(drawn), count=1))  # noqa: S704 - escaped


def share_paths(markup: Markup) -> Markup:
    """Write once, before all the rest, each long path that the drawings of a page repeat, and refer to it elsewhere."""
    counts = Counter(match["path"] for match in _LONG_PATH.finditer(markup))
    numbers = {path: number for number, path in enumerate(path for path, count in counts.items() if count > 1)}
    if not numbers:
        return markup

    def refer(match: re.Match[str]) -> str:
        number = numbers.get(match["path"])
        return match[0] if number is None else f'<use href="#path-{number}"'

    shared = write_tag("defs", (write_tag("path", id=f"path-{k}", d=path) for path, k in numbers.items()))
    return hide_drawing(shared) + Markup(_LONG_PATH.sub(refer, markup))  # noqa: S704 - written here


def hide_drawing(defined: Markup) -> Markup:
    """Write what the drawings of a page refer to; not displayed, it would not be found by every browser."""
    style = "position:absolute;width:0;height:0"
    return write_tag("svg", defined, width="0", height="0", aria_hidden="true", style=style)


def embed_drawings(markup: Markup) -> Markup:
    """Turn the drawings that have words into pictures, where only plain HTML is let through."""
    return Markup(_DRAWING.sub(_embed, markup))  # noqa: S704 - written here


def _embed(match: re.Match[str]) -> str:
    drawn = match[0].replace(f' role="img" aria-label="{match["words"]}"', "", 1)
    return write_tag("img", alt=Markup(match["words"]), src=write_data_address(drawn))  # noqa: S704 - escaped already


def write_data_address(drawn: str) -> str:
    """Write the address of a picture that holds its drawing itself."""
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}"
