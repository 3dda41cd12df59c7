"""Priorities of the four colleges: spread, agreement, and what each supports.

A college of fewer than three participants is hidden: nothing that is shown, not even a total, depends on its votes, so
that no subtraction gives them back, at once or from one moment to the next. Everyone means the colleges that are shown.
A spread is shown from five participants on: the quartiles of three or four people give back their very answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from alpsat_geo.compute.mcda.acceptability import score_scenarios, share_first
from alpsat_geo.compute.mcda.applicability import judge_criteria
from alpsat_geo.compute.mcda.weights import draw_votes, normalise_points
from alpsat_geo.domain.arrays import BoolArray, FloatArray, freeze_floats
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_

College = Literal["collectivites", "entreprises", "chambres_consulaires", "lien_social"]
COLLEGES: tuple[College, ...] = get_args(College)
SHOWN_LEAST_COUNT = 3
SPREAD_LEAST_COUNT = 5
CONSENSUS_LEAST_AGREEMENT = 0.5
"""Kendall's W from which people agree at least moderately (R. C. Schmidt, "Managing Delphi surveys using nonparametric
statistical techniques", Decision Sciences 28 (3), 1997, pp. 763-774); below it there is no consensus."""

_QUARTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class GroupPriorities:
    """Weights given by a group that may be shown.

    Attributes
    ----------
    participant_count : int
        At least three.
    median : numpy.ndarray, shape (C,)
        Of each weight, read-only; medians need not sum to 1.
    quartiles : tuple of two numpy.ndarray, shape (C,), or None
        First and third, read-only; None below five participants.
    agreement : float
        Kendall's W on the ranks of what is weighed, 0 to 1; NaN when every participant puts all of it level.
    """

    participant_count: int
    median: FloatArray
    quartiles: tuple[FloatArray, FloatArray] | None
    agreement: float

    @property
    def is_divided(self) -> bool:
        """Whether its participants rank too differently to speak of a consensus."""
        return self.agreement < CONSENSUS_LEAST_AGREEMENT


@dataclass(frozen=True, slots=True)
class ConsultationSummary:
    """What a room may see.

    Attributes
    ----------
    by_college : tuple of (College, GroupPriorities or None)
        In the order of `COLLEGES`; None is hidden (fewer than three participants, their number not said).
    everyone : GroupPriorities or None
        The colleges that are shown, together; None when there is none.
    """

    by_college: tuple[tuple[College, GroupPriorities | None], ...]
    everyone: GroupPriorities | None


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
        raise InputError("Accord entre participants : une valeur par participant et par critère est attendue.")
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
    counted = rows[_is_shown(members, counts)]
    return ConsultationSummary(by_college, _summarise(counted) if counted.size else None)


def keep_shown(votes: npt.ArrayLike, colleges: Sequence[College]) -> tuple[FloatArray, list[College]]:
    """Leave the votes of the hidden colleges out.

    Parameters
    ----------
    votes : array_like, shape (P, C)
    colleges : sequence of College

    Returns
    -------
    votes : numpy.ndarray, shape (Q, C)
        As weights, in their order.
    colleges : list of College
        Length Q.

    Raises
    ------
    InputError
        As `summarise_priorities`.
    """
    rows, members = _require_votes(votes, colleges)
    is_shown = _is_shown(members, {college: int((members == college).sum()) for college in COLLEGES})
    return rows[is_shown], [college for college, kept in zip(colleges, is_shown, strict=True) if kept]


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
        raise InputError(remark(N_("Aucun groupe ne compte trois participants : attendez d'autres réponses.")))
    least, mean = np.round(table.min(axis=0), 12), np.round(table.mean(axis=0), 12)
    return int(np.lexsort((np.arange(least.size), -mean, -least))[0])


def _summarise(rows: FloatArray) -> GroupPriorities:
    first, median, third = np.quantile(rows, _QUARTILES, axis=0)
    has_spread = rows.shape[0] >= SPREAD_LEAST_COUNT
    return GroupPriorities(
        participant_count=int(rows.shape[0]),
        median=freeze_floats(median),
        quartiles=(freeze_floats(first), freeze_floats(third)) if has_spread else None,
        agreement=measure_agreement(rows),
    )


def _is_shown(members: npt.NDArray[np.str_], counts: dict[College, int]) -> BoolArray:
    shown = [college for college, count in counts.items() if count >= SHOWN_LEAST_COUNT]
    return np.isin(members, shown)


def _require_votes(votes: npt.ArrayLike, colleges: Sequence[College]) -> tuple[FloatArray, npt.NDArray[np.str_]]:
    table = np.asarray(votes, dtype=np.float64)
    if table.ndim != 2 or table.shape[0] != len(colleges):  # noqa: PLR2004 - participant by criterion
        raise InputError(
            f"{len(table)} votes pour {len(colleges)} participants : donnez un vote et un groupe par personne."
        )
    unknown = sorted(set(colleges) - set(COLLEGES))
    if unknown:
        raise InputError(f"Groupe « {unknown[0]} » inconnu : choisissez parmi {', '.join(COLLEGES)}.")
    return (normalise_points(table) if table.shape[0] else table), np.array(colleges, dtype=np.str_)
