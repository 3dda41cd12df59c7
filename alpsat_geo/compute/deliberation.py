"""What a room may see of its votes: priorities, support of the scenarios, agreement on one, and who would move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alpsat_geo.compute.consultation import (
    COLLEGES,
    College,
    ConsultationSummary,
    choose_unrejected,
    keep_shown,
    summarise_priorities,
    support_by_college,
)
from alpsat_geo.compute.mcda.acceptability import score_scenarios, share_first
from alpsat_geo.compute.mcda.applicability import judge_criteria
from alpsat_geo.compute.mcda.weights import draw_votes, restrict_weights
from alpsat_geo.compute.weight_shift import WeightShift, find_least_shift
from alpsat_geo.domain.arrays import BoolArray, FloatArray, freeze_floats


@dataclass(frozen=True, slots=True)
class Stance:
    """Where a college that is shown stands.

    Attributes
    ----------
    support : numpy.ndarray, shape (S,)
        How often each scenario is first under the weights of the college, read-only.
    present_weights : numpy.ndarray, shape (C,)
        Mean of its votes over what tells the scenarios apart, read-only.
    shift : WeightShift or None
        Least change that makes the unrejected scenario its best; None when no weights do.
    """

    support: FloatArray
    present_weights: FloatArray
    shift: WeightShift | None


@dataclass(frozen=True, slots=True)
class Deliberation:
    """The answer of a room on S scenarios and C objectives or criteria; it depends on no vote of a hidden college.

    Attributes
    ----------
    summary : ConsultationSummary
    stances : tuple of (College, Stance or None)
        In the order of `COLLEGES`; None is hidden.
    support : numpy.ndarray, shape (S,), or None
        How often each scenario is first under the weights of everyone, one voice a person, read-only; that of the
        college when a single one is shown, None when none is.
    unrejected : int or None
        Place of the scenario that colleges reject least; None when no college is shown.
    """

    summary: ConsultationSummary
    stances: tuple[tuple[College, Stance | None], ...]
    support: FloatArray | None
    unrejected: int | None

    @property
    def shown(self) -> tuple[Stance, ...]:
        """Stances of the colleges that are shown."""
        return tuple(stance for _college, stance in self.stances if stance is not None)

    @property
    def least_support(self) -> float:
        """How often the least rejected scenario is first for the college that supports it least; NaN without any."""
        if self.unrejected is None:
            return float("nan")
        return min(float(stance.support[self.unrejected]) for stance in self.shown)

    @property
    def has_consensus(self) -> bool:
        """Whether no college rejects a scenario: each has it first at least as often as chance alone would."""
        return self.support is not None and self.least_support >= 1 / self.support.size


def deliberate(values: FloatArray, votes: npt.ArrayLike, colleges: Sequence[College], seed: int) -> Deliberation:
    """Answer with the votes of a room.

    Parameters
    ----------
    values : numpy.ndarray, shape (S, D, C)
        Value scores of the scenarios on what is weighed; NaN is "sans objet".
    votes : array_like, shape (P, C)
        Points or weights, one row a participant; P may be 0.
    colleges : sequence of College
        One a participant.
    seed : int
        The same votes, in whatever order, then give the same answer to the last digit.

    Returns
    -------
    Deliberation

    Raises
    ------
    InputError
        If a vote is not a row of weights, a college is unknown, nothing tells the scenarios apart, or a vote of a
        shown college weighs only what does not.
    """
    table = np.asarray(votes, dtype=np.float64).reshape(len(colleges), values.shape[2])
    rows, members = _sort_votes(*keep_shown(table, colleges))
    summary = summarise_priorities(rows, members)
    if not members:
        return Deliberation(summary, tuple((college, None) for college in COLLEGES), None, None)
    support = support_by_college(values, rows, members, _seed_stream(seed, 1))
    shown = np.stack([share for _college, share in support if share is not None])
    unrejected = choose_unrejected(shown)
    applicable = judge_criteria(values).applicable
    weights = restrict_weights(rows, applicable)
    means = np.where(applicable, values.mean(axis=1), 0.0)
    own = np.array(members)
    stances: list[tuple[College, Stance | None]] = []
    for college, share in support:
        stance = None
        if share is not None:
            present = weights[own == college].mean(axis=0)
            stance = _measure_stance(share, present, means, applicable, unrejected)
        stances.append((college, stance))
    if len(shown) == 1:
        # Everyone is that college: drawn again, the same share would read otherwise.
        return Deliberation(summary, tuple(stances), freeze_floats(shown[0]), unrejected)
    drawn = draw_votes(rows, values.shape[1], _seed_stream(seed, 2))
    everyone = share_first(score_scenarios(values, drawn, applicable)).mean(axis=1)
    return Deliberation(summary, tuple(stances), freeze_floats(everyone), unrejected)


def _sort_votes(rows: FloatArray, members: list[College]) -> tuple[FloatArray, list[College]]:
    # Who voted before whom must leave no trace either, not even in the last digit of a draw.
    order = np.lexsort((*rows.T, [COLLEGES.index(college) for college in members]))
    return rows[order], [members[place] for place in order]


def _measure_stance(
    support: FloatArray, present: FloatArray, means: FloatArray, applicable: BoolArray, unrejected: int
) -> Stance:
    shift = find_least_shift(present[applicable], means[:, applicable], unrejected)
    if shift is not None:
        moved = np.zeros(applicable.size)
        moved[applicable] = shift.weights
        shift = WeightShift(shift.share, freeze_floats(moved))
    return Stance(support, freeze_floats(present), shift)


def _seed_stream(seed: int, stream: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, stream])))
