"""Priorities of the four colleges: spread, agreement, what each supports, and who would have to move.

A college of fewer than three participants is hidden, and no total lets it be worked out: hidden colleges enter the
figures for everyone only when at least two of them are not empty and they gather three participants or more. When a
single college is hidden, everyone means the colleges that are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.stats import rankdata

from alpsat_geo.compute.mcda.acceptability import score_scenarios, share_first
from alpsat_geo.compute.mcda.applicability import VALUE_TOLERANCE, judge_criteria
from alpsat_geo.compute.mcda.weights import draw_votes, normalise_points
from alpsat_geo.domain.arrays import BoolArray, FloatArray, freeze_floats
from alpsat_geo.domain.errors import InputError

College = Literal["collectivites", "entreprises", "chambres_consulaires", "lien_social"]
COLLEGES: tuple[College, ...] = get_args(College)
SHOWN_LEAST_COUNT = 3
_QUARTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class GroupPriorities:
    """Weights given by a group that may be shown.

    Attributes
    ----------
    participant_count : int
        At least three.
    first_quartile, median, third_quartile : numpy.ndarray, shape (C,)
        Of each weight, read-only; medians need not sum to 1.
    agreement : float
        Kendall's W on the ranks of the criteria, 0 to 1; NaN when every participant puts all criteria level.
    """

    participant_count: int
    first_quartile: FloatArray
    median: FloatArray
    third_quartile: FloatArray
    agreement: float


@dataclass(frozen=True, slots=True)
class ConsultationSummary:
    """What a room may see.

    Attributes
    ----------
    by_college : tuple of (College, GroupPriorities or None)
        In the order of `COLLEGES`; None is hidden (fewer than three participants, their number not said).
    everyone : GroupPriorities or None
        None below three participants.
    covers_hidden : bool
        Whether `everyone` also counts the hidden colleges.
    """

    by_college: tuple[tuple[College, GroupPriorities | None], ...]
    everyone: GroupPriorities | None
    covers_hidden: bool


@dataclass(frozen=True, slots=True)
class WeightShift:
    """The least change of weights that makes a scenario the best of a college.

    Attributes
    ----------
    share : float
        Weight that moves from some criteria to others, 0 to 1 (half the sum of absolute changes).
    weights : numpy.ndarray, shape (C,)
        Weights after the change, read-only.
    """

    share: float
    weights: FloatArray


def measure_agreement(scores: npt.ArrayLike) -> float:
    """Kendall's coefficient of concordance between participants, corrected for ties.

    Parameters
    ----------
    scores : array_like, shape (P, C)
        One row per participant; ranked within the row, equal scores sharing their ranks.

    Returns
    -------
    float
        0 (no agreement) to 1 (same ranking); NaN below two participants or two criteria, or when every row is level.

    Raises
    ------
    InputError
        If a score is missing.

    References
    ----------
    M. G. Kendall, B. Babington Smith, "The problem of m rankings", Annals of Mathematical Statistics 10 (3), 1939,
    pp. 275-287; ties as in S. Siegel, N. J. Castellan, Nonparametric Statistics for the Behavioral Sciences, 2nd
    edition, McGraw-Hill, 1988.
    """
    table = np.asarray(scores, dtype=np.float64)
    if table.ndim != 2 or np.isnan(table).any():  # noqa: PLR2004 - participant by criterion
        message = "Accord entre participants : une valeur par participant et par critère est attendue."
        raise InputError(message)
    raters, items = table.shape
    if raters < 2 or items < 2:  # noqa: PLR2004 - agreement needs a pair
        return float("nan")
    ranks = rankdata(table, axis=1)
    spread = float(((ranks.sum(axis=0) - raters * (items + 1) / 2) ** 2).sum())
    ties = sum(float((counts**3 - counts).sum()) for counts in (np.unique(row, return_counts=True)[1] for row in ranks))
    greatest = raters**2 * (items**3 - items) - raters * ties
    return 12 * spread / greatest if greatest > 0 else float("nan")


def summarise_priorities(votes: npt.ArrayLike, colleges: Sequence[College]) -> ConsultationSummary:
    """Summarise weights by college and for everyone, hiding small colleges.

    Parameters
    ----------
    votes : array_like, shape (P, C)
        Points or weights, one row per participant; any non-negative scale.
    colleges : sequence of College
        One per participant.

    Returns
    -------
    ConsultationSummary

    Raises
    ------
    InputError
        If a vote is not a row of weights or a college is unknown.
    """
    rows, members = _require_votes(votes, colleges)
    counts = {college: int((members == college).sum()) for college in COLLEGES}
    by_college = tuple(
        (college, _summarise(rows[members == college]) if counts[college] >= SHOWN_LEAST_COUNT else None)
        for college in COLLEGES
    )
    hidden = [count for count in counts.values() if 0 < count < SHOWN_LEAST_COUNT]
    covers_hidden = len(hidden) > 1 and sum(hidden) >= SHOWN_LEAST_COUNT
    counted = rows if covers_hidden else rows[_is_shown(members, counts)]
    everyone = _summarise(counted) if counted.shape[0] >= SHOWN_LEAST_COUNT else None
    return ConsultationSummary(by_college, everyone, covers_hidden)


def support_by_college(
    values: FloatArray, votes: npt.ArrayLike, colleges: Sequence[College], rng: np.random.Generator
) -> tuple[tuple[College, FloatArray | None], ...]:
    """How often each scenario is first under the weights of each college.

    Parameters
    ----------
    values : numpy.ndarray, shape (S, D, C)
        Value scores; NaN is "sans objet".
    votes : array_like, shape (P, C)
    colleges : sequence of College
    rng : numpy.random.Generator
        Seeded; each college resamples its own votes, D times.

    Returns
    -------
    tuple of (College, numpy.ndarray of shape (S,) or None)
        First-rank acceptability in the order of `COLLEGES`; None is hidden.

    Raises
    ------
    InputError
        As `summarise_priorities`, or if no criterion is applicable.
    """
    rows, members = _require_votes(votes, colleges)
    applicable = judge_criteria(values).applicable
    support: list[tuple[College, FloatArray | None]] = []
    for college in COLLEGES:
        own = rows[members == college]
        if own.shape[0] < SHOWN_LEAST_COUNT:
            support.append((college, None))
            continue
        weights = draw_votes(own, values.shape[1], rng)
        first = share_first(score_scenarios(values, weights, applicable)).mean(axis=1)
        support.append((college, freeze_floats(first)))
    return tuple(support)


def choose_unrejected(support: FloatArray) -> int:
    """Choose the scenario that no college rejects: the largest of the least supports.

    Parameters
    ----------
    support : numpy.ndarray, shape (K, S)
        Support of each scenario in each college shown (first-rank acceptability, or mean score).

    Returns
    -------
    int
        Place of the scenario; ties go to the largest mean support, then to the first.

    Raises
    ------
    InputError
        If no college is shown.
    """
    table = np.asarray(support, dtype=np.float64)
    if table.ndim != 2 or table.size == 0 or np.isnan(table).any():  # noqa: PLR2004 - college by scenario
        message = "Aucun collège ne compte trois participants : attendez d'autres réponses."
        raise InputError(message)
    least, mean = np.round(table.min(axis=0), 12), np.round(table.mean(axis=0), 12)
    return int(np.lexsort((np.arange(least.size), -mean, -least))[0])


def find_least_shift(weights: npt.ArrayLike, values: npt.ArrayLike, scenario: int) -> WeightShift | None:
    """Find the least change of weights that makes a scenario the best, or tied with the best.

    Parameters
    ----------
    weights : array_like, shape (C,)
        Weights of a college (the mean of its votes), any scale.
    values : array_like, shape (S, C)
        Value scores of the scenarios on criteria that apply.
    scenario : int
        Place of the scenario.

    Returns
    -------
    WeightShift or None
        None when no weights make it the best. Exact, by linear programming.

    Raises
    ------
    InputError
        If shapes disagree, a value is missing, or the scenario does not exist.
    """
    row, table = normalise_points(weights), np.asarray(values, dtype=np.float64)
    if table.ndim != 2 or table.shape[1:] != row.shape or np.isnan(table).any():  # noqa: PLR2004 - scenario by criterion
        message = "Déplacement des poids : une valeur par scénario et par critère retenu est attendue."
        raise InputError(message)
    if not 0 <= scenario < table.shape[0]:
        message = f"Scénario n° {scenario + 1} inconnu : il y en a {table.shape[0]}."
        raise InputError(message)
    advantage = table[scenario] - np.delete(table, scenario, axis=0)
    # The change is what is added less what is taken away, w + u - v; no criterion gives more than its weight.
    solved = linprog(
        np.full(2 * row.size, 0.5),
        A_ub=np.hstack((-advantage, advantage)) if advantage.size else None,
        b_ub=advantage @ row + VALUE_TOLERANCE if advantage.size else None,
        A_eq=np.concatenate((np.ones(row.size), -np.ones(row.size)))[None, :],
        b_eq=[0.0],
        bounds=[(0, 1)] * row.size + [(0, float(weight)) for weight in row],
        method="highs",
    )
    if solved.status != 0 or solved.x is None:
        return None
    added, taken = np.split(np.asarray(solved.x, dtype=np.float64), 2)
    moved = np.clip(row + added - taken, 0.0, None)
    share = float(np.clip((added.sum() + taken.sum()) / 2, 0.0, 1.0))
    return WeightShift(share, freeze_floats(moved / moved.sum()))


def _summarise(rows: FloatArray) -> GroupPriorities:
    first, median, third = np.quantile(rows, _QUARTILES, axis=0)
    return GroupPriorities(
        participant_count=int(rows.shape[0]),
        first_quartile=freeze_floats(first),
        median=freeze_floats(median),
        third_quartile=freeze_floats(third),
        agreement=measure_agreement(rows),
    )


def _is_shown(members: npt.NDArray[np.str_], counts: dict[College, int]) -> BoolArray:
    shown = [college for college, count in counts.items() if count >= SHOWN_LEAST_COUNT]
    return np.isin(members, shown)


def _require_votes(votes: npt.ArrayLike, colleges: Sequence[College]) -> tuple[FloatArray, npt.NDArray[np.str_]]:
    table = np.asarray(votes, dtype=np.float64)
    if table.ndim != 2 or table.shape[0] != len(colleges):  # noqa: PLR2004 - participant by criterion
        message = f"{len(table)} votes pour {len(colleges)} participants : donnez un vote et un collège par personne."
        raise InputError(message)
    unknown = sorted(set(colleges) - set(COLLEGES))
    if unknown:
        message = f"Collège « {unknown[0]} » inconnu : choisissez parmi {', '.join(COLLEGES)}."
        raise InputError(message)
    return (normalise_points(table) if table.shape[0] else table), np.array(colleges, dtype=np.str_)
