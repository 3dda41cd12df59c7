"""The portfolios that are evaluated once, and each question that is answered from them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.portfolio.candidates import propose_candidates
from alpsat_geo.compute.portfolio.composition import PORTFOLIO_DRAW_COUNT, score_candidates, weigh_portfolios
from alpsat_geo.compute.portfolio.problem import PortfolioProblem, Question
from alpsat_geo.compute.portfolio.robust import NOTHING, answer_question
from alpsat_geo.compute.portfolio.scoring import ScoredPortfolios
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.composition.markup import Written, write_answer
from alpsat_geo.report.composition.trace import write_trace
from alpsat_geo.report.figures import format_euros
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup

_RATED = "additional_inhabitants"


@dataclass(frozen=True, slots=True)
class Offer:
    """What programmes are made of and weighed by: all that cannot change without evaluating them again.

    Attributes
    ----------
    settings : Settings
    places : tuple of str
        INSEE codes in which to propose spaces; empty: those of a siting plan.
    is_one_per_epci : bool
        Whether that plan puts one in each EPCI; says nothing where places are named.
    inhabitant_eur_per_year : float or None
        What one more inhabitant is worth; None: every priority between objectives is drawn.
    """

    settings: Settings
    places: tuple[str, ...] = ()
    is_one_per_epci: bool = False
    inhabitant_eur_per_year: float | None = None


@dataclass(frozen=True, eq=False)
class Programmes:
    """Every programme that the catalogue makes in a territory, evaluated and scored."""

    problem: PortfolioProblem
    scored: ScoredPortfolios

    def make_scenario(self, portfolio: int, question: Question) -> Scenario:
        """Make a scenario of a programme, that every page takes like any other."""
        budget_eur = question.budget_eur_per_year or 0.0
        return Scenario(
            key=f"programme-{budget_eur:.0f}",
            name=_("Programme à {amount} par an").format(amount=format_euros(budget_eur)),
            actions=self.problem.scenario(self.scored.members[portfolio]).actions,
        )

    def answer(self, question: Question, territory: Territory) -> Written:
        """Answer a question, as it is shown.

        Raises
        ------
        InputError
            If it cannot be asked, or if no programme fits.
        """
        answer = answer_question(self.scored, question)
        kept = answer.first_step if answer.best == NOTHING else answer.best
        programme = None if kept is None else self.make_scenario(kept, question)
        written = write_answer(self.problem, self.scored, question, answer, territory)
        return dataclasses.replace(written, programme=programme)

    def trace(self, question: Question) -> Markup:
        """Say where the figures of an answer come from."""
        return write_trace(self.problem, self.scored, question, answer_question(self.scored, question))


def score_programmes(project: Project, offer: Offer) -> Programmes:
    """Evaluate every programme that an offer makes here.

    Raises
    ------
    InputError
        If a place is not a commune of the territory, if the rate is not above 0, or if there are too many programmes.
    """
    rates = {} if offer.inhabitant_eur_per_year is None else {_RATED: offer.inhabitant_eur_per_year}
    decision = project.redraw(PORTFOLIO_DRAW_COUNT, project.seed).pose(offer.settings)
    priorities, typical = weigh_portfolios(decision, project.seed, rates)
    candidates = propose_candidates(decision, offer.places, is_one_per_epci=offer.is_one_per_epci)
    scored = score_candidates(decision, candidates, priorities, typical)
    return Programmes(PortfolioProblem(decision, candidates), scored)


def read_offer(current: AppState) -> Offer:
    """Read what programmes are made of."""
    rate_eur = current.composing_rate_eur
    return Offer(
        current.settings,
        current.composing_places,
        is_one_per_epci=current.is_composing_by_epci and not current.composing_places,
        inhabitant_eur_per_year=None if rate_eur is None else float(rate_eur),
    )


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
