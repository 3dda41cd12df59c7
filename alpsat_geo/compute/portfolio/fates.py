"""What becomes of each candidate: how often it is held, what replaces it, and why it lost."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from alpsat_geo.compute.mcda.acceptability import DECISION_THRESHOLD_SHARE
from alpsat_geo.compute.portfolio.frontier import Step
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.compute.portfolio.scoring import ScoredPortfolios
from alpsat_geo.compute.portfolio.selection import Selection, find_best, select_portfolios
from alpsat_geo.compute.viability import EFFECTS
from alpsat_geo.domain.arrays import FloatArray

_RARELY_SHARE = 1 / 3
_TOLERANCE = 1e-9

Standing = Literal["always", "depends", "rarely"]
Reason = Literal["refused", "excluded", "too_expensive", "no_effect", "outweighed"]


@dataclass(frozen=True, slots=True)
class Swap:
    """The best portfolio on the other side of one candidate: without it where the best holds it, with it elsewhere.

    What is required or refused of that candidate is lifted.

    Attributes
    ----------
    portfolio : int
    added, removed : tuple of str
        What it holds and the best does not, and the reverse.
    loss_score, loss_eur_per_year : float
        What going there costs, at the typical weights for euros; negative where a requirement or a refusal costs more.
    changes : mapping of criterion key to float
        What it has more than the best, on average, in the unit of the criterion; NaN: without object.
    """

    portfolio: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    loss_score: float
    loss_eur_per_year: float
    changes: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one candidate.

    Attributes
    ----------
    key : str
    held_share : float
        Share of the draws in which the best portfolio holds it, ties shared.
    standing : {"always", "depends", "rarely"}
        At least two thirds, between, at most one third.
    is_in_best : bool
    entry_budget_eur_per_year : float or None
        From which it is in the best portfolio, all other constraints the same; None: at no budget.
    swap : Swap or None
        None when no portfolio is left on its other side.
    reason : {"refused", "excluded", "too_expensive", "no_effect", "outweighed"} or None
        Why the best does not hold it: refused, excluded by what is required, over the ceilings, without effect beside
        the best, or worth less than it takes. None when the best holds it.
    """

    key: str
    held_share: float
    standing: Standing
    is_in_best: bool
    entry_budget_eur_per_year: float | None
    swap: Swap | None
    reason: Reason | None


def judge_held(held_share: float) -> Standing:
    """Say how often the best portfolio holds a candidate."""
    if held_share >= DECISION_THRESHOLD_SHARE - _TOLERANCE:
        return "always"
    return "rarely" if held_share <= _RARELY_SHARE + _TOLERANCE else "depends"


def tell_fates(
    scored: ScoredPortfolios,
    question: Question,
    selection: Selection,
    *,
    best: int,
    held_shares: FloatArray,
    frontier: Sequence[Step],
) -> tuple[Fate, ...]:
    """Tell what becomes of each candidate.

    Parameters
    ----------
    scored : ScoredPortfolios
    question : Question
    selection : Selection
        Of that question.
    best : int
    held_shares : float array (N,)
    frontier : sequence of Step
    """
    fates = []
    for c, key in enumerate(scored.keys):
        entered = next((step for step in frontier if scored.members[step.portfolio, c]), None)
        is_in_best = bool(scored.members[best, c])
        fates.append(
            Fate(
                key=key,
                held_share=float(held_shares[c]),
                standing=judge_held(float(held_shares[c])),
                is_in_best=is_in_best,
                entry_budget_eur_per_year=None if entered is None else entered.budget_eur_per_year,
                swap=_find_swap(scored, question, selection, best, c),
                reason=None if is_in_best else _find_reason(scored, question, selection, best, c),
            )
        )
    return tuple(fates)


def _find_swap(scored: ScoredPortfolios, question: Question, selection: Selection, best: int, c: int) -> Swap | None:
    key = scored.keys[c]
    if key in question.required | question.refused:
        lifted = dataclasses.replace(question, required=question.required - {key}, refused=question.refused - {key})
        selection = select_portfolios(scored, lifted)
    others = np.flatnonzero(selection.feasible & (scored.members[:, c] != scored.members[best, c]))
    if not others.size:
        return None
    other = find_best(others, scored.mean_scores, selection.budget_needed)
    held, held_before = set(scored.held(other)), set(scored.held(best))
    loss = float(scored.mean_scores[best] - scored.mean_scores[other])
    changes = scored.mean_measures[other] - scored.mean_measures[best]
    return Swap(
        portfolio=other,
        added=tuple(name for name in scored.keys if name in held - held_before),
        removed=tuple(name for name in scored.keys if name in held_before - held),
        loss_score=loss,
        loss_eur_per_year=loss * scored.eur_per_score,
        changes={x.key: float(change) for x, change in zip(scored.criteria, changes, strict=True)},
    )


def _find_reason(scored: ScoredPortfolios, question: Question, selection: Selection, best: int, c: int) -> Reason:
    holds = scored.members[:, c]
    if scored.keys[c] in question.refused:
        return "refused"
    if not (selection.allowed & holds).any():
        return "excluded"
    if not (selection.feasible & holds).any():
        return "too_expensive"
    beside = scored.members[best].copy()
    beside[c] = True
    (found,) = np.nonzero((scored.members == beside).all(axis=1))
    effects = [i for i, criterion in enumerate(scored.criteria) if criterion.objective in EFFECTS]
    before, after = scored.mean_measures[best, effects], scored.mean_measures[found][:, effects]
    is_idle = bool(found.size) and np.allclose(before, after, rtol=_TOLERANCE, atol=_TOLERANCE, equal_nan=True)
    return "no_effect" if is_idle else "outweighed"
