"""Columns of a table whose name holds a vintage: any year is read without a change of code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import create_model

from alpsat_geo.domain.arrays import FloatArray, freeze_floats
from alpsat_geo.domain.series import Period, Series
from alpsat_geo.sources.fields import Row

RowT = TypeVar("RowT", bound=Row)

_YEARS = r"((?:19|20)\d{2})(?:_((?:19|20)\d{2}))?"


def find_vintages(template: str, names: Iterable[str]) -> dict[str, Period]:
    """Return the period of each name that a template of ``Row.dated_columns`` describes."""
    pattern = re.compile(re.escape(template).replace(re.escape("{years}"), _YEARS))
    found = {name: pattern.fullmatch(name) for name in names}
    return {name: Period(int(match[1]), int(match[2] or match[1])) for name, match in found.items() if match}


def fit_vintages(row_type: type[RowT], header: Sequence[str]) -> type[RowT]:
    """Return a type of row that has the dated columns of a header as fields; the same type when it dates none.

    Parameters
    ----------
    row_type : type of Row
    header : sequence of str
        Names of the columns of a file.
    """
    dated = tuple(
        (name, template) for template in row_type.dated_columns for name in find_vintages(template, tuple(header))
    )
    return cast("type[RowT]", _add_fields(row_type, dated)) if dated else row_type


@cache
def _add_fields(row_type: type[Row], dated: tuple[tuple[str, str], ...]) -> type[Row]:
    fields: dict[str, Any] = {name: (row_type.dated_columns[template], ...) for name, template in dated}
    return create_model(row_type.__name__, __base__=row_type, **fields)


def read_series(
    label: str, template: str, rows: Sequence[Row | None], name_basis: Callable[[Period], str] | None = None
) -> Series:
    """Return the series that the dated columns of a table hold.

    Parameters
    ----------
    label : str
        What it is, in French.
    template : str
        A key of ``dated_columns``.
    rows : sequence of Row or None
        One a commune, in the order wanted; None where the table has no line.
    name_basis : function of a Period to str, optional
        The method of a period; without it, all have the same.
    """
    first = next((row for row in rows if row is not None), None)
    names = {} if first is None else find_vintages(template, tuple(type(first).model_fields))

    def column(name: str) -> FloatArray:
        values = [getattr(row, name, None) for row in rows]
        return freeze_floats([float("nan") if value is None else value for value in values])

    by_period = {period: column(name) for name, period in names.items()}
    bases = {period: name_basis(period) for period in by_period} if name_basis else None
    return Series.build(label, by_period, len(rows), bases)
