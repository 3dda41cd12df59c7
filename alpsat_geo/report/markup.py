"""Pieces of HTML that several views share; every text is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

_WIDE_COLUMN_COUNT = 4

Cell = str | tuple[str, str]
"""A cell of a table: a text, or a text and a smaller second line."""


def write_tag(name: str, text: str, css: str = "") -> str:
    """Return one element that holds text."""
    attribute = f' class="{css}"' if css else ""
    return f"<{name}{attribute}>{escape(text)}</{name}>"


def write_facts(pairs: Iterable[tuple[str, str]]) -> str:
    """Return a list of terms and values."""
    rows = "".join(f"<dt>{escape(term)}</dt><dd>{escape(value)}</dd>" for term, value in pairs)
    return f'<dl class="ag-facts">{rows}</dl>'


def write_list(items: Iterable[str]) -> str:
    """Return a bulleted list."""
    return '<ul class="ag-list">' + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"


def write_bar(
    label: str,
    value: str,
    share: float | None,
    *,
    interval: tuple[float, float] | None = None,
    ends: tuple[str, str] | None = None,
    trust: str = "",
) -> str:
    """Return a labelled bar.

    Parameters
    ----------
    label, value : str
    share : float or None
        Length of the bar between 0 and 1; None draws the hatch of a missing datum.
    interval : (low, high) shares, optional
        Drawn over the bar.
    ends : texts of both ends of the scale, optional
    trust : str
        What the value rests on.
    """
    track = '<i class="ag-hatch" style="width:100%"></i>'
    if share is not None:
        track = f'<i style="width:{100 * min(max(share, 0), 1):.1f}%"></i>'
    if interval is not None:
        low, high = (100 * min(max(end, 0), 1) for end in interval)
        track += f'<i class="ag-interval" style="left:{low:.1f}%;width:{max(high - low, 0.5):.1f}%"></i>'
    parts = [write_tag("b", label), write_tag("span", value, "ag-value"), f'<span class="ag-track">{track}</span>']
    if ends:
        parts.append(f'<span class="ag-ends">{write_tag("span", ends[0])}{write_tag("span", ends[1])}</span>')
    if trust:
        parts.append(write_tag("span", trust, "ag-trust"))
    return f'<div class="ag-bar">{"".join(parts)}</div>'


def write_table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a table whose first column names the rows.

    Parameters
    ----------
    caption : str
    headings : sequence of str
    rows : iterable of sequences of Cell
    """
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    is_wide = len(headings) >= _WIDE_COLUMN_COUNT
    # On a phone a wide table is read row by row: each cell then says its column.
    body = "".join(_write_row(row, headings if is_wide else ()) for row in rows)
    css = "ag-table ag-wide" if is_wide else "ag-table"
    return (
        f'<div class="ag-table-box" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="{css}">'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _write_row(row: Sequence[Cell], headings: Sequence[str]) -> str:
    cells = [_write_cell(cell) for cell in row]
    labels = [f' data-label="{escape(heading)}"' for heading in headings] or [""] * len(cells)
    parts = [f"<td{label}>{cell}</td>" for label, cell in zip(labels[1:], cells[1:], strict=True)]
    return f'<tr><th scope="row">{cells[0]}</th>{"".join(parts)}</tr>'


def _write_cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return escape(cell)
    return f"{escape(cell[0])}<small>{escape(cell[1])}</small>"
