"""What each further slice of money buys, told in what people understand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from alpsat_geo.compute.portfolio.robust import Answer, measure_gains
from alpsat_geo.compute.portfolio.scoring import ScoredPortfolios
from alpsat_geo.report.address.app_state import COMPOSING_BUDGET_MAX_EUR
from alpsat_geo.report.composition.sentence import tell_gains
from alpsat_geo.report.composition.words import list_held, write_ceiling
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.language import _


@dataclass(frozen=True, slots=True)
class Slice:
    """The best programme that needs a budget within one band.

    Attributes
    ----------
    budget_eur_per_year : float
        What it needs.
    value : float
        Mean score, 0 to 100.
    budget, note, held, gains : str
        The same, what it does and what it brings, in words.
    is_best : bool
        Whether no cheaper programme is worth more.
    """

    budget_eur_per_year: float
    value: float
    budget: str
    note: str
    held: str
    gains: str
    is_best: bool


def list_slices(scored: ScoredPortfolios, answer: Answer, names: Mapping[str, str]) -> tuple[Slice, ...]:
    """List what each slice buys, the cheapest first, up to the largest budget that one may ask.

    Parameters
    ----------
    scored : ScoredPortfolios
    answer : Answer
    names : mapping of candidate key to str
    """
    slices: list[Slice] = []
    for step in answer.bands:
        if step.budget_eur_per_year > COMPOSING_BUDGET_MAX_EUR:
            break
        is_nothing = not scored.held(step.portfolio)
        slices.append(
            Slice(
                budget_eur_per_year=step.budget_eur_per_year,
                value=100 * step.value,
                budget=_("{amount} par an").format(amount=write_ceiling(step.budget_eur_per_year)),
                note=format_number(100 * step.value, 1),
                held=", ".join(list_held(scored, names, step.portfolio)),
                gains="" if is_nothing else tell_gains(measure_gains(scored, step.portfolio)),
                is_best=all(100 * step.value > cheaper.value for cheaper in slices),
            )
        )
    return tuple(slices)
