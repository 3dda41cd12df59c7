"""French text for a terminal: columns that line up, and counts of things."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from alpsat_geo.report.figures import format_number

_GAP = "  "
_LEAST_PLURAL = 2


def align_columns(rows: Sequence[Sequence[str]], *, indent: str = "", right: Collection[int] = ()) -> list[str]:
    """Write rows of cells as lines: each column is as wide as its widest cell, two spaces from the next.

    Parameters
    ----------
    rows : sequence of sequences of str
        All of the same length.
    indent : str
        Before each line.
    right : collection of int
        Columns set to the right; the others stand to the left.
    """
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        indent
        + _GAP.join(
            cell.rjust(width) if place in right else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def write_count(count: float, one: str, many: str) -> str:
    """Write a number of things, ``1 erreur``, ``12 erreurs``; in French the plural begins at two."""
    return f"{format_number(count)} {one if abs(count) < _LEAST_PLURAL else many}"
