"""A figure with two peaks: what it is when the spaces of a commune are open, and when they are closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.levers import SpaceState
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.domain.arrays import FloatArray

_SPLIT_SHARE = 0.5
_VARIATION_SHARE = 1e-9


@dataclass(frozen=True, slots=True)
class SplitFigure:
    """A figure by the state of the existing spaces of one commune.

    Attributes
    ----------
    commune_index : int
    space_keys : tuple of str
    opened, closed : Interval
        Of the draws in which one of them at least is open, and of the others.
    open_share : float
        Share of the draws of the first.
    explained_share : float
        Share of the variance of the figure that this state explains.
    """

    commune_index: int
    space_keys: tuple[str, ...]
    opened: Interval
    closed: Interval
    open_share: float
    explained_share: float

    @property
    def has_two_peaks(self) -> bool:
        """Whether the median alone would mislead: this state explains half of what the figure varies by."""
        return self.explained_share >= _SPLIT_SHARE


def split_by_open_spaces(spaces: Iterable[SpaceState], figure: FloatArray) -> tuple[SplitFigure, ...]:
    """Split a figure by whether the existing spaces of each commune are open, what explains most first.

    Parameters
    ----------
    spaces : iterable of SpaceState
        New ones count for nothing.
    figure : float array (D,)
        On the same draws, without missing values.

    Returns
    -------
    tuple of SplitFigure
        One by commune whose existing spaces are open in some draws and closed in others; none of a figure that varies
        by rounding alone.
    """
    if np.ptp(figure) <= _VARIATION_SHARE * np.abs(figure).max():
        return ()
    existing = [space for space in spaces if not space.is_new]
    total = float(figure.var())
    splits = []
    for commune in sorted({space.commune_index for space in existing}):
        spaces = [space for space in existing if space.commune_index == commune]
        is_open = np.any([space.is_open for space in spaces], axis=0)
        if is_open.all() or not is_open.any():
            continue
        means = np.where(is_open, figure[is_open].mean(), figure[~is_open].mean())
        splits.append(
            SplitFigure(
                commune_index=commune,
                space_keys=tuple(space.key for space in spaces),
                opened=summarise_draws(figure[is_open]),
                closed=summarise_draws(figure[~is_open]),
                open_share=float(is_open.mean()),
                explained_share=float(means.var()) / total,
            )
        )
    return tuple(sorted(splits, key=lambda split: -split.explained_share))
