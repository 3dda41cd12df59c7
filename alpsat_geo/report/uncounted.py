"""What is said beside a cost that some of the chosen communes add nothing to, for want of data."""

from __future__ import annotations

from collections.abc import Iterable

from alpsat_geo.compute.levers import CostLine
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.language import choose_plural


def tell_uncounted(lines: Iterable[CostLine]) -> str:
    """Say that a cost is too low, and how many communes it leaves out; empty where it counts all of them.

    Parameters
    ----------
    lines : iterable of CostLine
        What the cost is made of.
    """
    return say_uncounted(len({commune for line in lines for commune in line.uncounted_index}))


def say_uncounted(count: int) -> str:
    """Say that a cost leaves out a count of communes; empty for none."""
    if not count:
        return ""
    return choose_plural(
        "Coût trop bas : faute de données, {count} commune n'y est pas comptée.",
        "Coût trop bas : faute de données, {count} communes n'y sont pas comptées.",
        count,
    ).format(count=format_number(count))
