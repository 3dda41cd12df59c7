"""Remarks, and the errors that carry one, in the reader's language."""

from __future__ import annotations

from datetime import date

from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.domain.remark import Remark, Value
from alpsat_geo.report.figures import format_number, format_vintage
from alpsat_geo.report.language import _

# Of a file: they name a line, and are no quantity.
_RANKS = frozenset({"line", "first", "second"})
# Beyond, and for what is no finite number, digits would not tell more.
_TOLD_IN_FULL = (1e-4, 1e15)


def tell_remark(said: Remark) -> str:
    """Write a remark in the reader's language."""
    return _(said.sentence).format(**{name: _tell_value(name, value) for name, value in said.values})


def tell_error(error: AlpSatError) -> str:
    """Write why something failed or was refused, in the reader's language when the error carries a remark."""
    return tell_remark(error.said) if isinstance(error.said, Remark) else str(error)


def _tell_value(name: str, value: Value) -> Value:
    if isinstance(value, Remark):
        return tell_remark(value)
    if isinstance(value, float):
        return _tell_decimal(value)
    if isinstance(value, date):
        return format_vintage(value.isoformat())
    return format_number(value) if isinstance(value, int) and name not in _RANKS else value


def _tell_decimal(value: float) -> str:
    written = f"{value:g}"
    if not _TOLD_IN_FULL[0] <= abs(value) < _TOLD_IN_FULL[1] and value != 0:
        return written
    return format_number(value, 0 if "e" in written else len(written.partition(".")[2]))
