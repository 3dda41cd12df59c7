"""Parameters of the model in words: value, range, and the table to take away."""

from __future__ import annotations

import csv
import io
import math

from alpsat_geo.domain.parameters import SHARE_UNIT, Parameter, ParameterTable
from alpsat_geo.report.figures import format_number, format_share
from alpsat_geo.report.language import _
from alpsat_geo.report.punctuation import NO_BREAK_SPACE

_DIGITS = 4


def format_parameter(row: Parameter, value: float) -> str:
    """Format a value of a parameter with its unit; a share becomes a percentage.

    Parameters
    ----------
    row : Parameter
    value : float
        In the unit of the row.
    """
    if row.unit == SHARE_UNIT:
        return format_share(value, _count_decimals(100 * value))
    return f"{format_number(value, _count_decimals(value))}{NO_BREAK_SPACE}{_(row.unit)}".rstrip(NO_BREAK_SPACE)


def format_bounds(row: Parameter) -> str:
    """Format the range of a parameter, empty for one without bounds."""
    if row.low is None or row.high is None:
        return ""
    low = 100 * row.low if row.unit == SHARE_UNIT else row.low
    told = format_number(low, _count_decimals(low))
    return _("{low} à {high}").format(low=told, high=format_parameter(row, row.high))


def write_parameters_csv(table: ParameterTable, embedded: ParameterTable) -> bytes:
    """Write the table as it is used, one row a parameter, numbers with a point as in the project's own file.

    Parameters
    ----------
    table : ParameterTable
        In use.
    embedded : ParameterTable
        Of the project; ``project_value`` shows what was moved.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    columns = ("key", "label", "unit", "low", "value", "high", "is_drawn", "grade", "source", "note", "family")
    writer.writerow([*columns, "settled_by", "project_value"])
    for key, row in table.items():
        bounds = ("" if end is None else f"{end:.12g}" for end in (row.low, row.value, row.high))
        writer.writerow(
            [
                *(key, row.label, row.unit, *bounds, "oui" if row.is_drawn else "non", row.grade, row.source, row.note),
                *(row.family or "", row.settled_by, f"{embedded[key].value:.12g}"),
            ]
        )
    # A byte order mark makes spreadsheets read the accents.
    return text.getvalue().encode("utf-8-sig")


def _count_decimals(value: float) -> int:
    """Return the decimals that four significant digits take, without zeros at their end."""
    if value == 0 or not math.isfinite(value):
        return 0
    shown = f"{value:.{_DIGITS}g}"
    number = f"{float(shown):.12f}".rstrip("0")
    return len(number.partition(".")[2])
