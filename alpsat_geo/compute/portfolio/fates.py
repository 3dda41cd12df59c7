"""What refusing an action costs, and what takes its place; what lifting a refusal would bring."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from alpsat_geo.compute.portfolio.measured import MeasuredPortfolios
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.compute.portfolio.selection import (
    AT_PRICES,
    find_best,
    find_least,
    list_purposes,
    select_portfolios,
)
from alpsat_geo.domain.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class Fate:
    """What refusing one candidate does to the programme of one purpose.

    Attributes
    ----------
    key : str
    is_refused : bool
        Refused by the question: all is told as if the refusal were lifted.
    purpose : str
        The prices when their programme holds the candidate, else the first result whose programme does; empty for one
        that is refused and that no programme would hold.
    replaced_by : tuple of str or None
        Candidates that the best programme without it holds and the one with it does not; None: nothing is left.
    lost : mapping of result key to float
        How much less the programme without it brings, on average.
    lost_eur_per_year : float
        How much more it costs, of all funders; negative where it costs less.
    """

    key: str
    is_refused: bool
    purpose: str
    replaced_by: tuple[str, ...] | None
    lost: Mapping[str, float]
    lost_eur_per_year: float


def tell_fates(measured: MeasuredPortfolios, question: Question, prices: Mapping[str, float]) -> tuple[Fate, ...]:
    """Tell what refusing each candidate costs, of those that a programme holds or would hold.

    Parameters
    ----------
    measured : MeasuredPortfolios
    question : Question
        One that some portfolio fits.
    prices : mapping of result key to euros a year
    """
    purposes = list_purposes(measured, prices)
    ordered = {key: purposes[key] for key in sorted(purposes, key=lambda key: key != AT_PRICES)}
    fates = (_tell_fate(measured, question, ordered, c) for c in range(len(measured.keys)))
    return tuple(fate for fate in fates if fate is not None)


def _tell_fate(
    measured: MeasuredPortfolios, question: Question, purposes: Mapping[str, FloatArray], c: int
) -> Fate | None:
    key = measured.keys[c]
    is_refused = key in question.refused
    lifted = dataclasses.replace(question, refused=question.refused - {key}) if is_refused else question
    with_it = select_portfolios(measured, lifted).feasible
    refusing = dataclasses.replace(question, required=question.required - {key}, refused=question.refused | {key})
    without_it = select_portfolios(measured, refusing).feasible
    for purpose, values in purposes.items():
        best = find_best(with_it, values, measured.mean_costs)
        if values[best] > find_least(purpose) and measured.members[best, c]:
            if not without_it.any():
                return Fate(key, is_refused, purpose, None, {}, 0.0)
            other = find_best(without_it, values, measured.mean_costs)
            held, before = set(measured.held(other)), set(measured.held(best))
            lost = measured.mean_results[best] - measured.mean_results[other]
            return Fate(
                key=key,
                is_refused=is_refused,
                purpose=purpose,
                replaced_by=tuple(name for name in measured.keys if name in held - before),
                lost=dict(zip(measured.result_keys, lost.tolist(), strict=True)),
                lost_eur_per_year=float(measured.mean_costs[other] - measured.mean_costs[best]),
            )
    return Fate(key, is_refused, "", (), dict.fromkeys(measured.result_keys, 0.0), 0.0) if is_refused else None
