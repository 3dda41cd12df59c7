"""JSON documents of the command line: one document, sorted as built, no NaN."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

import numpy as np

from alpsat_geo.compute.summary import Interval
from alpsat_geo.domain.arrays import FloatArray

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def number_or_null(value: float) -> float | None:
    """Return a finite number, or None for what is missing, without object or unreachable."""
    return float(value) if math.isfinite(value) else None


def numbers_or_null(values: FloatArray) -> Json:
    """Return nested lists of an array of any shape; None where not finite."""
    if values.ndim == 1:
        return [number_or_null(value) for value in values]
    return [numbers_or_null(row) for row in values]


def interval_document(interval: Interval) -> dict[str, Json]:
    """Return low, value and high."""
    return {
        "low": number_or_null(interval.low),
        "value": number_or_null(interval.value),
        "high": number_or_null(interval.high),
    }


def estimate_document(interval: Interval) -> dict[str, Json]:
    """Return low, value, high and mean: what is linear in a price is so in its mean alone."""
    return {**interval_document(interval), "mean": number_or_null(interval.mean)}


def columns_document(names: Sequence[str], summary: FloatArray) -> dict[str, Json]:
    """Return one interval for each column of a summary (3, n), by name."""
    return {
        name: interval_document(Interval(float(low), float(value), float(high)))
        for name, low, value, high in zip(names, *np.asarray(summary), strict=True)
    }


def dump(document: Json) -> str:
    """Serialise a document: UTF-8, no NaN."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False)
