"""Answers of the four colleges: how many, their medians, and who does not know.

A college of fewer than three participants is hidden: nothing that is shown, not even a total, depends on its answers,
so that no subtraction gives them back, at once or from one moment to the next. Everyone means the colleges that are
shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from alpsat_geo.domain.arrays import FloatArray, IntArray, freeze_floats, freeze_integers
from alpsat_geo.domain.errors import InputError

College = Literal["collectivites", "entreprises", "chambres_consulaires", "lien_social"]
COLLEGES: tuple[College, ...] = get_args(College)
SHOWN_LEAST_COUNT = 3


@dataclass(frozen=True, slots=True)
class GroupAnswers:
    """Answers of a group that may be shown.

    Attributes
    ----------
    participant_count : int
        At least three.
    medians : numpy.ndarray, shape (R,)
        Of those who know, read-only; NaN where fewer than three do: their very answers would be read.
    unknown_counts : numpy.ndarray, shape (R,)
        Participants who do not know.
    """

    participant_count: int
    medians: FloatArray
    unknown_counts: IntArray


@dataclass(frozen=True, slots=True)
class ConsultationSummary:
    """What a room may see.

    Attributes
    ----------
    by_college : tuple of (College, GroupAnswers or None)
        In the order of `COLLEGES`; None is hidden (fewer than three participants, their number not said).
    everyone : GroupAnswers or None
        The colleges that are shown, together; None when there is none.
    """

    by_college: tuple[tuple[College, GroupAnswers | None], ...]
    everyone: GroupAnswers | None


def keep_shown(answers: npt.ArrayLike, colleges: Sequence[College]) -> tuple[FloatArray, list[College]]:
    """Leave the answers of the hidden colleges out.

    Parameters
    ----------
    answers : array_like, shape (P, R)
        One row per participant; NaN is "does not know".
    colleges : sequence of College
        One per participant.

    Returns
    -------
    answers : numpy.ndarray, shape (Q, R)
        In their order.
    colleges : list of College
        Length Q.

    Raises
    ------
    InputError
        If an answer is not a row of one participant, or if a college is unknown.
    """
    table = np.asarray(answers, dtype=np.float64)
    if table.ndim != 2 or table.shape[0] != len(colleges):  # noqa: PLR2004 - participant by result
        raise InputError(
            f"{len(table)} votes pour {len(colleges)} participants : donnez un vote et un groupe par personne."
        )
    unknown = sorted(set(colleges) - set(COLLEGES))
    if unknown:
        raise InputError(f"Groupe « {unknown[0]} » inconnu : choisissez parmi {', '.join(COLLEGES)}.")
    is_shown = [colleges.count(college) >= SHOWN_LEAST_COUNT for college in colleges]
    return table[is_shown], [college for college, kept in zip(colleges, is_shown, strict=True) if kept]


def summarise_answers(answers: npt.ArrayLike, colleges: Sequence[College]) -> ConsultationSummary:
    """Summarise answers by college and for everyone, hiding small colleges.

    Parameters
    ----------
    answers : array_like, shape (P, R)
    colleges : sequence of College

    Raises
    ------
    InputError
        As `keep_shown`.
    """
    rows, members = keep_shown(answers, colleges)
    own = np.array(members)
    by_college = tuple(
        (college, _summarise(rows[own == college]) if college in members else None) for college in COLLEGES
    )
    return ConsultationSummary(by_college, _summarise(rows) if members else None)


def _summarise(rows: FloatArray) -> GroupAnswers:
    unknown_counts = np.isnan(rows).sum(axis=0)
    is_told = len(rows) - unknown_counts >= SHOWN_LEAST_COUNT
    medians = np.full(rows.shape[1], np.nan)
    medians[is_told] = np.nanmedian(rows[:, is_told], axis=0)
    return GroupAnswers(len(rows), freeze_floats(medians), freeze_integers(unknown_counts))
