"""Score every subset of candidates of a given size.

Subsets of a size are kept in colexicographic order: those whose highest candidate lies below j are then the first
C(j, size) of the list. One step from size p - 1 to p is thus, for each j, one contiguous minimum of the candidate's
column with a prefix of the previous list: no subset is ever assembled one by one, and blocks stay in the cache.

References
----------
D. E. Knuth, The Art of Computer Programming, volume 4A, section 7.2.1.3 (colexicographic combinations).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import comb
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from alpsat_geo.compute.siting.objectives import decay_reach
from alpsat_geo.compute.siting.problem import SitingProblem
from alpsat_geo.domain.arrays import BoolArray, FloatArray, IntArray
from alpsat_geo.domain.giving_way import give_way

NumberT = TypeVar("NumberT", np.float64, np.int64)

ENUMERATION_LIMIT = 5_000_000
_CHUNK_SUBSETS = 2048
# Numbers held at once for the previous size; rows are split to stay below (64 MB).
_PREFIX_NUMBERS = 8_000_000


@dataclass(frozen=True, slots=True)
class SubsetScores:
    """Scores of every subset of one size, in colexicographic order.

    Attributes
    ----------
    size : int
        Candidates in each subset.
    missed : numpy.ndarray, shape (C(m, size),)
        Weight that reaches no space; 0 for coverage, where it has no part in the order.
    total : numpy.ndarray, shape (C(m, size),)
        Weight covered, sum of weight times minutes of the reachable weight, or minutes of the worst reachable
        commune.
    """

    size: int
    missed: FloatArray
    total: FloatArray


@dataclass(frozen=True, slots=True)
class _Rows:
    tables: tuple[FloatArray, ...]
    bases: tuple[FloatArray, ...]
    weight: FloatArray

    @property
    def can_miss(self) -> bool:
        return any(
            bool((np.isinf(base) & np.isinf(table).any(axis=1)).any())
            for base, table in zip(self.bases, self.tables, strict=True)
        )


def count_subsets(candidate_count: int, sizes: Iterable[int]) -> int:
    """Count the subsets of the given sizes.

    Parameters
    ----------
    candidate_count : int
    sizes : iterable of int

    Returns
    -------
    int
    """
    return sum(comb(candidate_count, size) for size in sizes)


def score_subsets(problem: SitingProblem, size: int) -> SubsetScores:
    """Score every subset of one size.

    Parameters
    ----------
    problem : SitingProblem
    size : int
        1 to m.

    Returns
    -------
    SubsetScores
        Existing spaces count in each.
    """
    subset_count = comb(problem.candidate_count, size)
    missed, total = np.zeros(subset_count), np.zeros(subset_count)
    scores = SubsetScores(size, missed, total)
    tables, bases = _tables(problem)
    row_count = problem.weight.size
    prefix_numbers = len(tables) * comb(problem.candidate_count, size - 1)
    rows_at_once = max(1, min(row_count, _PREFIX_NUMBERS // prefix_numbers))
    for first_row in range(0, row_count, rows_at_once):
        rows = slice(first_row, first_row + rows_at_once)
        part = _Rows(tuple(table[rows] for table in tables), tuple(base[rows] for base in bases), problem.weight[rows])
        _score_rows(problem, part, scores)
    return scores


def mask_feasible(problem: SitingProblem, size: int) -> BoolArray | None:
    """Tell which subsets of one size keep to the budget and open in every EPCI.

    Parameters
    ----------
    problem : SitingProblem
    size : int

    Returns
    -------
    numpy.ndarray of bool, shape (C(m, size),), or None
        None when every subset is feasible.
    """
    feasible: BoolArray | None = None
    if problem.budget_eur is not None and problem.cost_eur is not None:
        # A cent of slack: sums of euros carry rounding, never a real overspend.
        feasible = combine_subsets(problem.cost_eur, size, np.add) <= problem.budget_eur + 0.01
    if problem.epci is not None:
        bits = combine_subsets(np.left_shift(np.int64(1), problem.epci), size, np.bitwise_or)
        covers = bits == (1 << problem.epci_count) - 1
        feasible = covers if feasible is None else feasible & covers
    return feasible


def combine_subsets(keys: npt.NDArray[NumberT], size: int, operation: np.ufunc) -> npt.NDArray[NumberT]:
    """Combine one key per candidate over every subset of one size.

    Parameters
    ----------
    keys : numpy.ndarray, shape (m,)
    size : int
    operation : numpy.ufunc
        Associative, with identity 0 (add, bitwise_or).

    Returns
    -------
    numpy.ndarray, shape (C(m, size),)
        In colexicographic order.
    """
    combined = np.zeros((1, 1), dtype=keys.dtype)
    for level in range(1, size + 1):
        combined = _extend(combined, keys[None, :], level, operation)
    row: npt.NDArray[NumberT] = combined[0]
    return row


def list_subsets(ranks: IntArray, size: int, candidate_count: int) -> IntArray:
    """Name the candidates of subsets from their colexicographic ranks.

    Parameters
    ----------
    ranks : numpy.ndarray of int, shape (K,)
        0 to ``C(m, size) - 1``.
    size : int
    candidate_count : int

    Returns
    -------
    numpy.ndarray of int, shape (K, size)
        Ascending candidates.
    """
    subsets = np.empty((ranks.size, size), dtype=np.int64)
    rest = ranks.astype(np.int64)
    for place in range(size, 0, -1):
        first_ranks = np.array([comb(candidate, place) for candidate in range(candidate_count + 1)], dtype=np.int64)
        subsets[:, place - 1] = np.searchsorted(first_ranks, rest, side="right") - 1
        rest = rest - first_ranks[subsets[:, place - 1]]
    return subsets


def _tables(problem: SitingProblem) -> tuple[list[FloatArray], list[FloatArray]]:
    if problem.objective != "coverage":
        return list(problem.minutes), list(problem.existing_min)
    # Decay falls with time: the most reach of a subset is the reach of its nearest place.
    return (
        [decay_reach(table, problem.catchment_min, is_hard=problem.is_hard) for table in problem.minutes],
        [decay_reach(row, problem.catchment_min, is_hard=problem.is_hard) for row in problem.existing_min],
    )


def _extend(
    previous: npt.NDArray[NumberT], columns: npt.NDArray[NumberT], size: int, operation: np.ufunc
) -> npt.NDArray[NumberT]:
    candidate_count = columns.shape[1]
    extended = np.empty((previous.shape[0], comb(candidate_count, size)), dtype=previous.dtype)
    for last in range(size - 1, candidate_count):
        give_way()
        operation(
            previous[:, : comb(last, size - 1)],
            columns[:, last, None],
            out=extended[:, comb(last, size) : comb(last + 1, size)],
        )
    return extended


def _score_rows(problem: SitingProblem, rows: _Rows, scores: SubsetScores) -> None:
    nearest, worst_season = (np.maximum, np.minimum) if problem.is_maximised else (np.minimum, np.maximum)
    size = scores.size
    prefixes = [base[:, None] for base in rows.bases]
    for level in range(1, size):
        prefixes = [_extend(prefix, table, level, nearest) for prefix, table in zip(prefixes, rows.tables, strict=True)]
    reduce = _reduce if problem.is_maximised or not rows.can_miss else _reduce_with_missed
    buffer = np.empty((rows.weight.size, _CHUNK_SUBSETS))
    for last in range(size - 1, problem.candidate_count):
        end, start = comb(last, size - 1), comb(last, size)
        for low in range(0, end, _CHUNK_SUBSETS):
            give_way()
            high = min(low + _CHUNK_SUBSETS, end)
            block = nearest(prefixes[0][:, low:high], rows.tables[0][:, last, None], out=buffer[:, : high - low])
            for prefix, table in zip(prefixes[1:], rows.tables[1:], strict=True):
                worst_season(block, nearest(prefix[:, low:high], table[:, last, None]), out=block)
            reduce(problem, rows, block, scores, slice(start + low, start + high))


def _reduce_with_missed(
    problem: SitingProblem, rows: _Rows, block: FloatArray, scores: SubsetScores, span: slice
) -> None:
    is_missed = np.isinf(block)
    scores.missed[span] += rows.weight @ is_missed
    block[is_missed] = 0.0
    _reduce(problem, rows, block, scores, span)


def _reduce(problem: SitingProblem, rows: _Rows, block: FloatArray, scores: SubsetScores, span: slice) -> None:
    if problem.objective == "worst":
        worst = block[rows.weight > 0].max(axis=0, initial=0.0)
        np.maximum(scores.total[span], worst, out=scores.total[span])
    else:
        scores.total[span] += rows.weight @ block
