"""The portfolios that are evaluated once, and each question that is answered from them."""

from __future__ import annotations

from dataclasses import dataclass

from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.portfolio.candidates import propose_candidates
from alpsat_geo.compute.portfolio.composition import PORTFOLIO_DRAW_COUNT, score_candidates, weigh_portfolios
from alpsat_geo.compute.portfolio.problem import PortfolioProblem, Question
from alpsat_geo.compute.portfolio.robust import answer_question
from alpsat_geo.compute.portfolio.scoring import ScoredPortfolios
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.composition.markup import Written, write_answer
from alpsat_geo.report.composition.words import name_candidates, write_euros
from alpsat_geo.report.language import _


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
            name=_("Programme à {amount} par an").format(amount=write_euros(budget_eur)),
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
        names = name_candidates(self.problem, territory)
        return write_answer(self.scored, question, answer, names, self.make_scenario(answer.best, question))


def score_programmes(project: Project, settings: Settings) -> Programmes:
    """Evaluate every programme that the catalogue makes here."""
    decision = project.redraw(PORTFOLIO_DRAW_COUNT, project.seed).pose(settings)
    priorities, typical = weigh_portfolios(decision, project.seed)
    candidates = propose_candidates(decision)
    scored = score_candidates(decision, candidates, priorities, typical)
    return Programmes(PortfolioProblem(decision, candidates), scored)


def read_question(current: AppState, keys: tuple[str, ...]) -> Question:
    """Read what is asked; an action that a link names and that is not proposed here is left aside."""
    return Question(
        budget_eur_per_year=float(current.composing_budget_eur),
        certainty_share=int(current.composing_certainty) / 100,
        payer="petr" if current.composing_payer == "petr" else "all",
        required=frozenset(key for key in current.composing_required if key in keys),
        refused=frozenset(key for key in current.composing_refused if key in keys),
    )
