"""Fixed classes and colours of the maps: printed in the legend, never fitted to what is shown.

Colours go from pale to deep, so that they stay apart for colour-blind people, in grey, and on a
projector; differences use a brown to teal scale around paper.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.report.language import _
from alpsat_geo.report.punctuation import NO_BREAK_SPACE

SEQUENTIAL = ("#f8efd8", "#c1d09f", "#8cbdac", "#579c9a", "#2a727f", "#123f52")
DIVERGING = ("#8c510a", "#cf9f52", "#f0dfb4", "#fcfaf0", "#b8dcde", "#5ab4ac", "#01665e")
MISSING_DIGIT = "-"


@dataclass(frozen=True, slots=True)
class Classes:
    """Classes of one map.

    Attributes
    ----------
    bounds : tuple of float
        Increasing limits between classes; a value equal to a limit belongs to the class above.
    colours : tuple of str
        One more than the limits, from the lowest values to the highest.
    format : function of a limit to its French text, unit included
    names : tuple of str
        Names of the classes where limits would read badly; empty: named by their limits.
    """

    bounds: tuple[float, ...]
    colours: tuple[str, ...]
    format: Callable[[float], str]
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse classes whose colours do not match their limits."""
        if len(self.colours) != len(self.bounds) + 1 or list(self.bounds) != sorted(set(self.bounds)):
            raise ValueError(f"{len(self.colours)} colours for limits {self.bounds}")

    def digits(self, values: FloatArray) -> str:
        """Return the class of each value as one digit; ``-`` where the value is missing (NaN)."""
        digits = np.searchsorted(self.bounds, values, side="right").astype(str)
        return "".join(np.where(np.isnan(values), MISSING_DIGIT, digits))

    def labels(self) -> tuple[str, ...]:
        """Return the French text of each class, from the lowest to the highest."""
        if self.names:
            return tuple(_(name) for name in self.names)
        limits = [self.format(bound).replace(" ", NO_BREAK_SPACE) for bound in self.bounds]
        return (
            _("moins de {limit}").format(limit=limits[0]),
            *(
                _("{low} à {high}").format(low=_drop_unit(low, high), high=high)
                for low, high in itertools.pairwise(limits)
            ),
            _("{limit} et plus").format(limit=limits[-1]),
        )


def deepest_first(colours: tuple[str, ...]) -> tuple[str, ...]:
    """Return the colours for a quantity where less is better, such as minutes."""
    return tuple(reversed(colours))


def spread_colours(count: int) -> tuple[str, ...]:
    """Return as many colours as there are classes, spread from pale to deep."""
    ranks = np.linspace(0, len(SEQUENTIAL) - 1, count).round().astype(int)
    return tuple(SEQUENTIAL[rank] for rank in ranks)


def _drop_unit(low: str, high: str) -> str:
    """Leave the unit out of the first limit when the second ends with the same."""
    number, separator, unit = low.rpartition(NO_BREAK_SPACE)
    if separator and high.endswith(separator + unit) and not unit[:1].isdigit():
        return number
    number = low.rstrip("%").rstrip("\u202f")
    return number if low.endswith("%") and high.endswith("%") else low
