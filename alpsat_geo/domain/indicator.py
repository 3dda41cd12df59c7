"""A measure of each commune that a source brings, shown as it is: on the map, in the card, in tables and files."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from alpsat_geo.domain.arrays import FloatArray

LIMITS_AT_MOST = 5
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured.

    Attributes
    ----------
    key : str
        Stable name: of its file, in the address and in the columns of data files.
    label : str
        French name, short, for a choice and a heading.
    title : str
        What is measured, in French, for a legend.
    unit : str
        ``part`` is a share between 0 and 1, told as a percentage; ``min`` is minutes; any other follows the number.
    limits : tuple of float
        One to five increasing limits between the classes of the map, fixed before any map is seen.
    is_less_better : bool
        Whether the deepest colour goes to the smallest values.
    decimals : int
        Shown after the comma, for a unit that is neither a share nor minutes.
    """

    key: str
    label: str
    title: str
    unit: str
    limits: tuple[float, ...]
    is_less_better: bool = False
    decimals: int = 0

    def __post_init__(self) -> None:
        """Refuse a key that no address could hold, and limits that do not increase: faults of the code."""
        if not _KEY.fullmatch(self.key):
            raise ValueError(f"key {self.key!r}: at most 40 lower-case letters, digits and underscores")
        if not 1 <= len(self.limits) <= LIMITS_AT_MOST or any(a >= b for a, b in itertools.pairwise(self.limits)):
            raise ValueError(f"limits {self.limits}: one to {LIMITS_AT_MOST}, increasing")


@dataclass(frozen=True, slots=True)
class MeasuredIndicator:
    """An indicator in the n communes of a territory.

    Attributes
    ----------
    indicator : Indicator
    values : float array (n,)
        In the order of ``Territory.insee_codes``; NaN where missing.
    producer, vintage : str
        Of the file, as its origin says.
    """

    indicator: Indicator
    values: FloatArray
    producer: str
    vintage: str
