"""The answer to "so much money a year, what first?" in one sentence, read from the back of a room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from alpsat_geo.compute.portfolio.problem import PortfolioProblem, Question
from alpsat_geo.compute.portfolio.robust import NOTHING, Answer, measure_cost, measure_gains
from alpsat_geo.compute.portfolio.scoring import ScoredPortfolios
from alpsat_geo.compute.summary import Interval
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.commune.sentence import tell_users_gained
from alpsat_geo.report.composition.words import name_portfolio, say_cases
from alpsat_geo.report.dossier.wording import write_with_unit
from alpsat_geo.report.figures import format_euros, tell_range
from alpsat_geo.report.language import _, begin_lower, begin_upper, choose_plural

_TOLD_AT_MOST = 3
_LEAST_TOLD = 0.05


@dataclass(frozen=True, slots=True)
class Said:
    """The answer, then what it brings and how sure it is."""

    headline: str
    details: str


def say_answer(
    problem: PortfolioProblem, scored: ScoredPortfolios, question: Question, answer: Answer, territory: Territory
) -> Said:
    """Say what to support first, what it brings and costs, and in how many cases doing nothing is as good.

    Parameters
    ----------
    problem : PortfolioProblem
    scored : ScoredPortfolios
        Of that problem.
    question : Question
    answer : Answer
        To that question.
    territory : Territory

    Returns
    -------
    Said
        Where doing nothing is best, it is said first, then what to begin with if one acts all the same.
    """
    amount = format_euros(question.budget_eur_per_year or 0.0)
    if answer.best != NOTHING:
        actions = _list_actions(problem, scored, answer.best, territory)
        headline = _("Avec {amount} par an, à soutenir d'abord : {actions}.").format(amount=amount, actions=actions)
        brings = begin_upper(_tell_gains_and_cost(scored, question, answer.best))
        return Said(headline, f"{brings} {_tell_doubt(question, answer)}")
    sentence = _("Avec {amount} par an, ne rien faire reste le meilleur programme, en moyenne et dans {cases}.")
    headline = sentence.format(amount=amount, cases=say_cases(answer.nothing_share))
    if answer.first_step is None:
        return Said(headline, _("Aucune action ne tient sous ce plafond."))
    begin = _("S'il faut agir, d'abord : {actions} ; {gains}").format(
        actions=_list_actions(problem, scored, answer.first_step, territory),
        gains=_tell_gains_and_cost(scored, question, answer.first_step),
    )
    return Said(headline, begin)


def _tell_doubt(question: Question, answer: Answer) -> str:
    """Say in how many cases doing nothing is as good, where it may be chosen at all."""
    if question.required or question.is_one_per_epci:
        return _("Meilleur programme en moyenne parmi ceux qui contiennent ce que vous exigez.")
    if answer.nothing_share == 0:
        return _("Meilleur programme en moyenne ; ne rien faire n'est le meilleur dans aucun cas.")
    sentence = _("Meilleur programme en moyenne ; ne rien faire reste le meilleur dans {cases}.")
    return sentence.format(cases=say_cases(answer.nothing_share))


def _list_actions(problem: PortfolioProblem, scored: ScoredPortfolios, portfolio: int, territory: Territory) -> str:
    """Name the first actions of a programme, and count the others."""
    names = [begin_lower(name) for name in name_portfolio(problem, territory, scored.members[portfolio])]
    told, others = names[:_TOLD_AT_MOST], len(names) - _TOLD_AT_MOST
    if others > 0:
        more = choose_plural("{count} autre action", "{count} autres actions", others).format(count=others)
        return ", ".join(told) + _(" et ") + more
    return _(" et ").join((", ".join(told[:-1]), told[-1])) if len(told) > 1 else told[0]


def _tell_gains_and_cost(scored: ScoredPortfolios, question: Question, portfolio: int) -> str:
    cost = measure_cost(scored, question, portfolio)
    told = tell_gains(measure_gains(scored, portfolio))
    is_shared = question.payer == "all"
    sentence = (
        _("{gains}, pour {cost} par an.")
        if is_shared
        else _("{gains}, pour {cost} par an aux collectivités du territoire.")
    )
    return sentence.format(gains=told, cost=write_with_unit(cost, "€"))


def tell_gains(gains: Mapping[str, Interval]) -> str:
    """Tell the gains that anyone understands: people who come, people who use a space.

    Parameters
    ----------
    gains : mapping of criterion key to Interval
        Against doing nothing.

    Returns
    -------
    str
        Where nobody more comes, the people who get a space near enough; where not even that, that nothing shows.
    """
    inhabitants, users = gains.get("additional_inhabitants"), gains.get("regular_users")
    people = []
    if inhabitants and inhabitants.value >= _LEAST_TOLD:
        unit = choose_plural("habitant de plus", "habitants de plus", max(round(inhabitants.value), 1))
        people.append(tell_range(inhabitants.low, inhabitants.value, inhabitants.high, unit))
    if users and users.value >= _LEAST_TOLD:
        people.append(tell_users_gained(users))
    near = gains.get("residents_within_reach")
    if not people and near and near.value >= 1:
        people = [tell_range(near.low, near.value, near.high, _("habitants de plus assez proches d'un espace"))]
    return _(" et ").join(people) or _("sans effet qui se mesure sur les habitants ni les usagers")
