"""What knowing is worth, in euros a year: of everything, and of each unknown alone."""

from __future__ import annotations

from dataclasses import dataclass

from alpsat_geo.compute.comparison import Comparison, DecisionProblem
from alpsat_geo.compute.exchange import price_whole_score
from alpsat_geo.compute.mcda.acceptability import score_scenarios
from alpsat_geo.compute.mcda.applicability import judge_criteria
from alpsat_geo.compute.mcda.information import value_information
from alpsat_geo.compute.mcda.objectives import Priorities
from alpsat_geo.compute.unknowns import Unknown, list_unknowns, slice_unknowns
from alpsat_geo.domain.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class PricedUnknown:
    """What settling one unknown is worth."""

    unknown: Unknown
    eur_per_year: float


@dataclass(frozen=True, slots=True)
class PricedInformation:
    """What knowing is worth at stated weights, in euros a year; NaN when money weighs nothing.

    Attributes
    ----------
    perfect_eur_per_year : float
        Knowing everything before choosing.
    by_unknown : tuple of PricedUnknown
        Every unknown, dearest first, ties by key; 0 unless it stands out of sampling noise.
    """

    perfect_eur_per_year: float
    by_unknown: tuple[PricedUnknown, ...]


def price_comparison(comparison: Comparison) -> PricedInformation:
    """Price what nobody knows yet of a comparison, at its typical weights; see `price_information`."""
    return price_information(comparison.problem, comparison.values, comparison.typical_priorities)


def price_information(problem: DecisionProblem, values: FloatArray, typical: Priorities) -> PricedInformation:
    """Price what nobody knows yet: facts are drawn, priorities are not.

    Parameters
    ----------
    problem : DecisionProblem
        Every unknown that is drawn is priced, structural ones included.
    values : float array (S, D, C)
        Of the scenarios compared, over the criteria of the tree.
    typical : Priorities
        One row: equal weights of the objectives, or the stated ones.

    Raises
    ------
    InputError
        If no criterion that weighs tells the scenarios apart.
    """
    applicable = judge_criteria(values).applicable
    weights = typical.of_criteria(applicable)[0]
    worth = value_information(slice_unknowns(problem), score_scenarios(values, weights, applicable))
    price = price_whole_score(problem, typical.tree.criterion_keys, weights)
    order = sorted(list_unknowns(problem), key=lambda unknown: (-worth.partial[unknown.key], unknown.key))
    return PricedInformation(
        perfect_eur_per_year=price * worth.perfect,
        by_unknown=tuple(PricedUnknown(unknown, price * worth.partial[unknown.key]) for unknown in order),
    )
