"""Indicators by commune in words and in classes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from alpsat_geo.domain.indicator import Indicator, MeasuredIndicator
from alpsat_geo.domain.parameters import SHARE_UNIT
from alpsat_geo.report.classes import Classes, deepest_first, spread_colours
from alpsat_geo.report.figures import format_minutes, format_number, format_share, format_vintage
from alpsat_geo.report.language import _
from alpsat_geo.report.punctuation import NO_BREAK_SPACE

MINUTES_UNIT = "min"


def write_indicator(measured: MeasuredIndicator) -> tuple[str, ...]:
    """Write the value of each commune with its unit; what is missing is said."""
    write = choose_writing(measured.indicator)
    return tuple(write(float(value)) for value in measured.values)


def choose_writing(indicator: Indicator) -> Callable[[float], str]:
    """Return how one value of an indicator is written."""
    if indicator.unit == SHARE_UNIT:
        return format_share
    if indicator.unit == MINUTES_UNIT:
        return format_minutes

    def write(value: float) -> str:
        number = format_number(value, indicator.decimals)
        return f"{number}{NO_BREAK_SPACE}{_(indicator.unit)}" if np.isfinite(value) and indicator.unit else number

    return write


def classify_indicator(indicator: Indicator) -> Classes:
    """Return the classes of an indicator: its limits, and as many colours as they need, spread from pale to deep."""
    colours = spread_colours(len(indicator.limits) + 1)
    shown = deepest_first(colours) if indicator.is_less_better else colours
    return Classes(indicator.limits, shown, choose_writing(indicator))


def tell_basis(measured: MeasuredIndicator) -> str:
    """Say what an indicator rests on: who publishes it, and of when it is."""
    return f"{measured.producer}, {format_vintage(measured.vintage)}" if measured.vintage else measured.producer
