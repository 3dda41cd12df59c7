"""The portfolios that are evaluated once, and each question that is answered from them."""

from __future__ import annotations

from dataclasses import dataclass

from alpsat_geo.compute.criterion import list_results
from alpsat_geo.compute.net_benefit.appraisal import NO_PRICES, Prices
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.portfolio.answer import answer_question
from alpsat_geo.compute.portfolio.candidates import propose_candidates
from alpsat_geo.compute.portfolio.evaluation import SHARED_CRITERIA
from alpsat_geo.compute.portfolio.measured import PORTFOLIO_DRAW_COUNT, MeasuredPortfolios, measure_candidates
from alpsat_geo.compute.portfolio.problem import PortfolioProblem, Question
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.territory import Territory
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.composition.markup import Written, write_answer
from alpsat_geo.report.composition.trace import write_trace
from alpsat_geo.report.markup import Markup


@dataclass(frozen=True, slots=True)
class Offer:
    """What programmes are made of and measured on: all that cannot change without evaluating them again.

    Attributes
    ----------
    settings : Settings
    places : tuple of str
        INSEE codes in which to propose spaces; empty: those of a siting plan.
    is_one_per_epci : bool
        Whether that plan puts one in each EPCI; says nothing where places are named.
    """

    settings: Settings
    places: tuple[str, ...] = ()
    is_one_per_epci: bool = False


@dataclass(frozen=True, eq=False)
class Programmes:
    """Every programme that the catalogue makes in a territory, with its results and its cost."""

    measured: MeasuredPortfolios

    @property
    def problem(self) -> PortfolioProblem:
        """Return what the programmes are made of."""
        return self.measured.problem

    def answer(self, question: Question, territory: Territory, prices: Prices = NO_PRICES) -> Written:
        """Answer a question, as it is shown.

        Raises
        ------
        InputError
            If it cannot be asked, or if no programme fits.
        """
        return write_answer(self.measured, question, answer_question(self.measured, question, prices), territory)

    def trace(self, question: Question) -> Markup:
        """Say where the figures of an answer come from."""
        return write_trace(self.measured, question, answer_question(self.measured, question))


def measure_programmes(project: Project, offer: Offer) -> Programmes:
    """Evaluate every programme that an offer makes here.

    Raises
    ------
    InputError
        If a place is not a commune of the territory, or if there are too many programmes.
    """
    decision = project.redraw(PORTFOLIO_DRAW_COUNT, project.seed).pose(offer.settings)
    candidates = propose_candidates(decision, offer.places, is_one_per_epci=offer.is_one_per_epci)
    return Programmes(measure_candidates(decision, candidates))


def read_offer(current: AppState) -> Offer:
    """Read what programmes are made of."""
    return Offer(
        current.settings,
        current.composing_places,
        is_one_per_epci=current.is_composing_by_epci and not current.composing_places,
    )


def read_prices(current: AppState) -> dict[str, float]:
    """Read the prices of the results that programmes share the parts of; others count for nothing here.

    Avoided emissions would be measured one programme after the other, half a minute for whoever opens a link.
    """
    known = {result.key for result in list_results(CRITERIA) if result.criterion.key in SHARED_CRITERIA}
    return {key: float(price) for key, price in current.prices if key in known}


def read_question(current: AppState, keys: tuple[str, ...]) -> Question:
    """Read what is asked; an action that a link names and that is not proposed here is left aside."""
    investment_eur = current.composing_investment_eur
    return Question(
        budget_eur_per_year=float(current.composing_budget_eur),
        investment_eur=None if investment_eur is None else float(investment_eur),
        certainty_share=int(current.composing_certainty) / 100,
        payer="petr" if current.composing_payer == "petr" else "all",
        required=frozenset(key for key in current.composing_required if key in keys),
        refused=frozenset(key for key in current.composing_refused if key in keys),
        is_one_per_epci=current.is_composing_by_epci,
    )
