"""Twenty dots beside a ranged number: people count chances better than they read a bar with whiskers."""

from __future__ import annotations

import numpy as np

from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.report.figures import format_number, tell_ends
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, write_tag

DOT_COUNT = 20
_COLUMN_COUNT = 30
_DOT_PX = 7
_QUARTERS = (25.0, 75.0)


def place_dots(draws: FloatArray, column_count: int = _COLUMN_COUNT) -> list[tuple[int, int]]:
    """Place one dot for each twentieth of the draws, those of one column on top of each other.

    A quantile dotplot (Kay, Kola, Hullman and Munson, 2016): the dots are the quantiles 2.5, 7.5, ... 97.5 %.

    Parameters
    ----------
    draws : float array (D,)
        Finite.
    column_count : int
        Columns between the ends of the scale: from 0, or the first dot if it is negative, to the last dot.

    Returns
    -------
    list of (column, height), 20 of them
        Columns from 0, in order; heights from 0.
    """
    dots = quantile_dots(draws)
    first, last = min(float(dots[0]), 0.0), max(float(dots[-1]), 0.0)
    columns = np.round((dots - first) / (last - first or 1.0) * (column_count - 1)).astype(int)
    heights = [int((columns[:k] == column).sum()) for k, column in enumerate(columns)]
    return list(zip(columns.tolist(), heights, strict=True))


def quantile_dots(draws: FloatArray) -> FloatArray:
    """Return the middle of each twentieth of the draws, (20,)."""
    dots: FloatArray = np.percentile(draws, 100 * (np.arange(DOT_COUNT) + 0.5) / DOT_COUNT)
    return dots


def write_dots(draws: FloatArray) -> Markup:
    """Return the picture of uncertain people or things that are counted, with its words; empty when nothing varies.

    Parameters
    ----------
    draws : float array (D,)
    """
    if not np.isfinite(draws).all() or draws.min() == draws.max():
        return Markup()
    dots = quantile_dots(draws)
    low, high = np.percentile(draws, _QUARTERS)
    quarters = tell_ends(float(low), float(high))
    words = _("Vingt points, un par vingtième des simulations : la moitié entre {low} et {high}.").format(
        low=quarters[0], high=quarters[1]
    )
    placed = place_dots(draws)
    height_px = _DOT_PX * (1 + max(height for _column, height in placed))
    marks = (
        write_tag("span", "", "ag-mark", style=f"left:{100 * column / _COLUMN_COUNT:.1f}%;bottom:{_DOT_PX * height}px")
        for column, height in placed
    )
    first = format_number(0) if dots[0] >= 0 else tell_ends(float(dots[0]), float(dots[-1]))[0]
    last = tell_ends(float(dots[0]), float(dots[-1]))[1] if dots[-1] >= 0 else format_number(0)
    ends = (write_tag("span", text) for text in (first, _("chaque point : une simulation sur vingt"), last))
    parts = (
        write_tag("span", marks, style=f"height:{height_px}px"),
        write_tag("span", ends, "ag-ends", aria_hidden="true"),
    )
    return write_tag("span", parts, "ag-dots", role="img", aria_label=words)
