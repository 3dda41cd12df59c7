"""A figure with two peaks in words: what it is where existing spaces are open, and where they are closed."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from alpsat_geo.compute.levers import SpaceState
from alpsat_geo.compute.states import SplitFigure, split_by_open_spaces
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.figures import tell_value
from alpsat_geo.report.language import _


def find_two_states(spaces: Iterable[SpaceState], figure: FloatArray) -> SplitFigure | None:
    """Find the commune whose spaces, open or closed, make two figures of one; None: the middle value tells enough.

    Parameters
    ----------
    spaces : iterable of SpaceState
        With what each draw says of them.
    figure : float array (D,)
        On the same draws; NaN: without object, and then of one state.
    """
    if not np.isfinite(figure).all():
        return None
    splits = split_by_open_spaces(spaces, figure)
    return splits[0] if splits and splits[0].has_two_peaks else None


def tell_two_states(split: SplitFigure, unit: str, territory: Territory) -> str:
    """Say what a figure is in each state, ``espaces de Briançon ouverts : environ 27 000 ; fermés : environ 9 700``.

    Parameters
    ----------
    split : SplitFigure
    unit : str
        As `tell_value` takes it.
    territory : Territory
    """
    opened, closed = (tell_value(one.low, one.value, one.high, unit) for one in (split.opened, split.closed))
    sentence = _("espaces de {commune} ouverts : {opened} ; fermés : {closed}")
    return sentence.format(commune=territory.communes.names[split.commune_index], opened=opened, closed=closed)
