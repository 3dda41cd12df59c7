"""What the answers of a room support: each is a pair of prices, and at each pair of prices a programme is the best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.consultation import College, ConsultationSummary, keep_shown, summarise_answers
from alpsat_geo.compute.net_benefit.appraisal import Appraisal
from alpsat_geo.compute.net_benefit.choice_map import ChoiceMap
from alpsat_geo.domain.arrays import FloatArray

CONSENSUS_SHARE = 0.5
"""Of the answers: a programme that no more support is not what the room agrees on."""


@dataclass(frozen=True, slots=True)
class Support:
    """What the answers of the shown colleges support on the choice map.

    Attributes
    ----------
    choice_map : ChoiceMap
    counts : mapping of tuple of int to int
        Answers by programmes of a region, the most supported first; a region that holds none is not there.
    unknown_count : int
        Answers without a price on one of the axes: they fall in no region.
    dots : tuple of (College, float, float)
        Medians of each college that is shown, on both axes; none where a median is not told.
    """

    choice_map: ChoiceMap
    counts: Mapping[tuple[int, ...], int]
    unknown_count: int
    dots: tuple[tuple[College, float, float], ...]

    @property
    def answer_count(self) -> int:
        """Answers of the colleges that are shown."""
        return sum(self.counts.values()) + self.unknown_count

    @property
    def leaders(self) -> tuple[tuple[int, ...], ...]:
        """Programmes of the regions that hold most answers; several when they hold as many."""
        most = max(self.counts.values(), default=0)
        return tuple(programmes for programmes, count in self.counts.items() if count == most)

    @property
    def agreement(self) -> float:
        """Share of the answers in the region that holds most; 0 before there is one."""
        return max(self.counts.values(), default=0) / max(self.answer_count, 1)

    @property
    def has_consensus(self) -> bool:
        """Whether more than half of the answers support the same."""
        return self.agreement > CONSENSUS_SHARE


def place_answers(
    appraisal: Appraisal, asked: Sequence[str], answers: FloatArray, colleges: Sequence[College]
) -> Support | None:
    """Place answers on the choice map; a price that was not asked for is 0.

    Parameters
    ----------
    appraisal : Appraisal
        Of the scenarios that are compared.
    asked : sequence of str, length R
        Results.
    answers : numpy.ndarray, shape (P, R)
        Euros a year; NaN is "does not know".
    colleges : sequence of College
        Length P.

    Returns
    -------
    Support or None
        None when no axis of the map was asked for.

    Raises
    ------
    InputError
        As `keep_shown`.
    """
    if not set(asked) & set(appraisal.axes):
        return None
    choice_map = appraisal.choice_map()
    rows, members = keep_shown(answers, colleges)
    pairs = _read_axes(rows, asked, appraisal.axes)
    is_known = ~np.isnan(pairs).any(axis=1)
    found = [choice_map.find_region(*map(float, pair)).programmes for pair in pairs[is_known]]
    order = sorted(set(found), key=lambda programmes: (-found.count(programmes), programmes))
    return Support(
        choice_map,
        {programmes: found.count(programmes) for programmes in order},
        int((~is_known).sum()),
        _find_dots(summarise_answers(rows, members), asked, appraisal.axes),
    )


def _read_axes(rows: FloatArray, asked: Sequence[str], axes: tuple[str, str]) -> FloatArray:
    return np.stack([rows[:, asked.index(axis)] if axis in asked else np.zeros(len(rows)) for axis in axes], axis=1)


def _find_dots(
    summary: ConsultationSummary, asked: Sequence[str], axes: tuple[str, str]
) -> tuple[tuple[College, float, float], ...]:
    medians = [
        (college, _read_axes(group.medians[None, :], asked, axes)[0])
        for college, group in summary.by_college
        if group is not None
    ]
    return tuple((college, float(x), float(y)) for college, (x, y) in medians if not np.isnan(x + y))
