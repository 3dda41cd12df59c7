"""Tables that a spreadsheet opens as they are, with every digit."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence

from alpsat_geo.report.punctuation import loosen_punctuation

# A spreadsheet would take a text that begins so for a formula.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def write_csv_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table in the form that a French spreadsheet reads.

    Parameters
    ----------
    headings : sequence of str
    rows : iterable of sequences
        Texts and numbers; None, NaN and what is infinite give an empty cell.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark, semicolons and decimal commas.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_write_cell(heading) for heading in headings])
    writer.writerows([_write_cell(cell) for cell in row] for row in rows)
    # A byte order mark makes spreadsheets read the accents.
    return text.getvalue().encode("utf-8-sig")


def _write_cell(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        # A whole number is written whole: 6 votes, not 6,0.
        return repr(float(cell)).removesuffix(".0").replace(".", ",") if math.isfinite(cell) else ""
    text = loosen_punctuation(str(cell))
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
