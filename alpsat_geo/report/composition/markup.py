"""What is shown of an answer, as HTML: small, so that an answer is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from alpsat_geo.compute.evaluation import apply_actions
from alpsat_geo.compute.net_benefit.appraisal import Appraisal
from alpsat_geo.compute.portfolio.answer import Answer, Programme, Rung
from alpsat_geo.compute.portfolio.measured import MeasuredPortfolios
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.compute.portfolio.selection import AT_PRICES
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.composition.places import Places, place_programme
from alpsat_geo.report.composition.words import (
    PURPOSES,
    name_candidates,
    name_portfolio,
    tell_refusal,
    tell_step,
    tell_step_price,
    write_ceiling,
)
from alpsat_geo.report.decision import ANSWER_AT_MOST, write_cost_per_result, write_sureness
from alpsat_geo.report.dossier.wording import write_interval, write_with_unit
from alpsat_geo.report.figures import format_estimate, format_euros, format_number
from alpsat_geo.report.language import _, begin_lower, begin_upper, choose_plural, join_names
from alpsat_geo.report.markup import (
    Markup,
    frame_verdict,
    join_parts,
    put_in_card,
    write_facts,
    write_list,
    write_table,
    write_tag,
)
from alpsat_geo.report.plots.ladder import draw_ladder
from alpsat_geo.report.remarks import tell_remark
from alpsat_geo.report.uncounted import tell_uncounted

_LEAST_TOLD = 0.05
_LABELS_TOLD = 3


@dataclass(frozen=True, slots=True)
class WrittenProgramme:
    """A programme as it is shown: its purposes in words, its card, where it acts, and the scenario that it makes."""

    title: str
    card: Markup
    places: Places
    scenario: Scenario


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as it is shown.

    Attributes
    ----------
    sentence, ladders, steps, fates : Markup
    programmes : tuple of WrittenProgramme
        At most three; none where none that brings something fits.
    """

    sentence: Markup
    ladders: tuple[Markup, ...]
    steps: Markup
    fates: Markup
    programmes: tuple[WrittenProgramme, ...]


def write_answer(measured: MeasuredPortfolios, question: Question, answer: Answer, territory: Territory) -> Written:
    """Write an answer.

    Parameters
    ----------
    measured : MeasuredPortfolios
    question : Question
    answer : Answer
        To that question.
    territory : Territory
    """
    names = name_candidates(measured.problem, territory)
    appraisal = measured.appraise([programme.portfolio for programme in answer.programmes])
    return Written(
        sentence=frame_verdict(
            say_answer(measured, appraisal, question, answer), _tell_worthless(answer), role="status"
        ),
        ladders=tuple(_draw(measured, key, rungs, question, names) for key, rungs in answer.ladders.items()),
        steps=join_parts(*(_list_steps(measured, key, rungs, names) for key, rungs in answer.ladders.items())),
        fates=_write_fates(measured, answer, names),
        programmes=tuple(
            WrittenProgramme(
                title=_name_purposes(programme),
                card=_write_card(measured, appraisal, answer, place, territory),
                places=place_programme(measured.problem, measured.members[programme.portfolio]),
                scenario=_make_scenario(measured, question, programme.portfolio, place),
            )
            for place, programme in enumerate(answer.programmes)
        ),
    )


def say_answer(measured: MeasuredPortfolios, appraisal: Appraisal, question: Question, answer: Answer) -> str:
    """Say in one sentence what so much money brings and by what, or what the cheapest useful programme costs.

    Parameters
    ----------
    measured : MeasuredPortfolios
    appraisal : Appraisal
        Of the programmes of the answer, in their order, after doing nothing.
    question : Question
    answer : Answer
    """
    if answer.shortage is not None:
        return tell_remark(answer.shortage)
    types, told = measured.problem.decision.action_types, []
    for row, programme in enumerate(answer.programmes, start=1):
        scenario = measured.problem.scenario(measured.members[programme.portfolio])
        labels = [begin_lower(_(types[choice.type_key].label)) for choice in scenario.actions]
        left = len(labels) - _LABELS_TOLD
        if left > 0:
            more = choose_plural("{count} autre action", "{count} autres actions", left)
            labels = [*labels[:_LABELS_TOLD], more.format(count=format_number(left))]
        actions = join_names(labels)
        gains = [_tell_gain(measured, appraisal, row, purpose) for purpose in programme.purposes]
        told.append(_("{purpose} : {actions}").format(purpose=join_names(gains), actions=actions))
    sentence = _("Avec {amount} par an, {programmes}.").format(
        amount=format_euros(question.budget_eur_per_year or 0.0), programmes=_(" ; ").join(told)
    )
    return sentence if len(sentence) <= ANSWER_AT_MOST else sentence[: ANSWER_AT_MOST - 1].rstrip() + "…"


def _tell_gain(measured: MeasuredPortfolios, appraisal: Appraisal, row: int, purpose: str) -> str:
    """Say what a programme brings of the result that it is shown for; of prices, that it is the best at them."""
    if purpose == AT_PRICES:
        return begin_lower(_(PURPOSES[purpose]))
    drawn = appraisal.results[appraisal.column(purpose), row]
    return f"{write_interval(summarise_draws(drawn))} {_name_result(measured, purpose)}"


def _tell_worthless(answer: Answer) -> str:
    """Say that nothing is worth its cost at the prices that are set, where that is so."""
    purposes = {purpose for programme in answer.programmes for purpose in programme.purposes}
    if not any(answer.prices.values()) or AT_PRICES in purposes:
        return ""
    return _("À ces prix, aucun programme qui tient sous ce budget ne vaut son coût en moyenne.")


def _name_purposes(programme: Programme) -> str:
    return begin_upper(join_names([begin_lower(_(PURPOSES[purpose])) for purpose in programme.purposes]))


def _make_scenario(measured: MeasuredPortfolios, question: Question, portfolio: int, place: int) -> Scenario:
    """Make a scenario of a programme, that every page takes like any other."""
    budget_eur = question.budget_eur_per_year or 0.0
    name = _("Programme à {amount} par an").format(amount=format_euros(budget_eur))
    return Scenario(
        key=f"programme-{budget_eur:.0f}" + (f"-{place + 1}" if place else ""),
        name=f"{name} ({place + 1})" if place else name,
        actions=measured.problem.scenario(measured.members[portfolio]).actions,
    )


def _write_card(
    measured: MeasuredPortfolios, appraisal: Appraisal, answer: Answer, place: int, territory: Territory
) -> Markup:
    """Say what a programme holds, costs and brings, what a result costs with it, and how sure at the set prices."""
    programme, row, problem = answer.programmes[place], place + 1, measured.problem
    facts = [(_("Coût public par an, recettes déduites"), write_with_unit(summarise_draws(appraisal.costs[row]), "€"))]
    for column, price in enumerate(measured.prices_of_results):
        drawn = appraisal.results[column, row]
        if price.is_asked_first and abs(drawn.mean()) >= _LEAST_TOLD:
            result = f"{write_interval(summarise_draws(drawn))} {_(price.several_more)}"
            facts.append((result, write_cost_per_result(appraisal.cost_per_result(row, price.key), price)))
    if any(answer.prices.values()):
        share = float((appraisal.net_benefits(answer.prices)[row] > 0).mean())
        facts.append((_("Vaut son coût à ces prix"), write_sureness(share)))
    decision, members = problem.decision, measured.members[programme.portfolio]
    scenario = problem.scenario(members)
    lines = apply_actions(scenario, decision.baseline, decision.draws, decision.action_types).cost_lines
    notes = [write_tag("p", told, "ag-note") for told in (tell_uncounted(lines),) if told]
    title = write_tag("h2", _name_purposes(programme), "ag-section")
    return put_in_card(title, write_list(name_portfolio(problem, territory, members)), write_facts(facts), *notes)


def _name_result(measured: MeasuredPortfolios, key: str) -> str:
    return next(_(price.several_more) for price in measured.prices_of_results if price.key == key)


def _draw(
    measured: MeasuredPortfolios, key: str, rungs: tuple[Rung, ...], question: Question, names: Mapping[str, str]
) -> Markup:
    steps = [(rung.cost_eur_per_year, rung.result, tell_step_price(rung), rung.is_feasible) for rung in rungs]
    told = _(" ; ").join(_tell_rung(measured, key, rung, names) for rung in rungs)
    return draw_ladder(_name_result(measured, key), steps, question.budget_eur_per_year, told)


def _tell_rung(measured: MeasuredPortfolios, key: str, rung: Rung, names: Mapping[str, str]) -> str:
    """Say a step as one says it aloud: ``+ accueil : 38 habitants de plus à 2 600 € l'un``."""
    step = tell_step(rung, names)
    if rung.step_price_eur is None:
        return step
    sentence = _("{step} : {count} {several_more} en tout, {price}")
    count, price = format_estimate(rung.result), tell_step_price(rung)
    return sentence.format(step=step, count=count, several_more=_name_result(measured, key), price=price)


def _list_steps(measured: MeasuredPortfolios, key: str, rungs: tuple[Rung, ...], names: Mapping[str, str]) -> Markup:
    caption = _("Marche par marche : {results}").format(results=_name_result(measured, key))
    headings = [_("Ce que la marche ajoute"), _("Coût par an"), _("En tout"), _("La marche"), _("Tient dès")]
    rows = [
        (
            tell_step(rung, names),
            format_euros(round(rung.cost_eur_per_year, -2)),
            format_estimate(rung.result),
            tell_step_price(rung),
            write_ceiling(rung.budget_needed_eur),
        )
        for rung in rungs
    ]
    return write_tag("div", write_table(caption, headings, rows), "ag-reasons")


def _write_fates(measured: MeasuredPortfolios, answer: Answer, names: Mapping[str, str]) -> Markup:
    """Say of each action of a programme what would replace it, and what refusing it costs."""
    rows = []
    for fate in answer.fates:
        others = [names[key] for key in fate.replaced_by or ()]
        instead = ", ".join(others) or (_("rien") if fate.replaced_by is not None else _("aucun programme ne reste"))
        rows.append((names[fate.key], instead, tell_refusal(measured, fate)))
    headings = [_("Action"), _("Sans elle, à la place"), _("Ce que son refus coûte")]
    return write_tag("div", write_table(_("Action par action"), headings, rows), "ag-reasons")
