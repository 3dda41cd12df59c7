"""What knowing is worth at set prices, in euros a year: of everything, and of each unknown alone."""

from __future__ import annotations

from dataclasses import dataclass

from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.net_benefit.information import value_information
from alpsat_geo.compute.unknowns import Unknown, list_unknowns, slice_unknowns


@dataclass(frozen=True, slots=True)
class PricedUnknown:
    """What settling one unknown is worth."""

    unknown: Unknown
    eur_per_year: float


@dataclass(frozen=True, slots=True)
class PricedInformation:
    """What knowing is worth at set prices.

    Attributes
    ----------
    perfect_eur_per_year : float
        Knowing everything before choosing.
    by_unknown : tuple of PricedUnknown
        Every unknown, dearest first, ties by key; 0 unless it stands out of sampling noise.
    """

    perfect_eur_per_year: float
    by_unknown: tuple[PricedUnknown, ...]


def price_information(comparison: Comparison) -> PricedInformation:
    """Price what nobody knows yet of a comparison.

    Parameters
    ----------
    comparison : Comparison
        At its set prices; at none, nothing is worth knowing but what saves money.
    """
    problem = comparison.problem
    worth = value_information(slice_unknowns(problem), comparison.appraisal.net_benefits(comparison.prices))
    order = sorted(list_unknowns(problem), key=lambda unknown: (-worth.partial[unknown.key], unknown.key))
    return PricedInformation(
        worth.perfect, tuple(PricedUnknown(unknown, worth.partial[unknown.key]) for unknown in order)
    )
