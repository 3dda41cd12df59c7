"""What is shown of an answer, as HTML: small, so that an answer is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from alpsat_geo.compute.evaluation import apply_actions
from alpsat_geo.compute.levers import baseline_levers
from alpsat_geo.compute.portfolio.fates import Fate, Standing
from alpsat_geo.compute.portfolio.problem import PortfolioProblem, Question
from alpsat_geo.compute.portfolio.robust import NOTHING, Answer, draw_gain, measure_cost, measure_investment
from alpsat_geo.compute.portfolio.scoring import ScoredPortfolios
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.composition.places import Places, place_answer
from alpsat_geo.report.composition.sentence import say_answer
from alpsat_geo.report.composition.slices import Slice, list_slices
from alpsat_geo.report.composition.words import (
    STANDINGS,
    explain_entry,
    explain_swap,
    list_held,
    list_regrets,
    name_candidates,
    tell_gain,
    tell_place,
)
from alpsat_geo.report.dossier.wording import SHARE_UNIT, write_with_unit
from alpsat_geo.report.figures import format_number, format_share
from alpsat_geo.report.language import _, begin_upper
from alpsat_geo.report.lexicon import mark_terms
from alpsat_geo.report.markup import (
    Markup,
    frame_verdict,
    put_in_card,
    write_facts,
    write_list,
    write_table,
    write_tag,
)
from alpsat_geo.report.two_states import find_two_states, tell_two_states
from alpsat_geo.report.uncounted import tell_uncounted

_NEAR_SHOWN = 5
_LEAST_SHARE = 0.005
_ORDER: tuple[Standing, ...] = ("always", "depends", "rarely")


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as it is shown.

    Attributes
    ----------
    sentence, fates, programme_card, given_up_card, reasons : Markup
    places : Places
    slices : tuple of Slice
    programme : Scenario or None
        The best programme, or the first thing to do where doing nothing is best; None: nothing can be done.
    """

    sentence: Markup
    fates: Markup
    programme_card: Markup
    given_up_card: Markup
    reasons: Markup
    places: Places
    slices: tuple[Slice, ...]
    programme: Scenario | None = None


def write_answer(
    problem: PortfolioProblem,
    scored: ScoredPortfolios,
    question: Question,
    answer: Answer,
    territory: Territory,
) -> Written:
    """Write an answer.

    Parameters
    ----------
    problem : PortfolioProblem
    scored : ScoredPortfolios
        Of that problem.
    question : Question
    answer : Answer
        To that question.
    territory : Territory
    """
    names = name_candidates(problem, territory)
    said = say_answer(problem, scored, question, answer, territory)
    return Written(
        sentence=frame_verdict(mark_terms(said.headline), mark_terms(said.details), role="status"),
        fates=_write_fates(answer, names),
        programme_card=_write_programme(problem, scored, question, answer, territory),
        given_up_card=_write_given_up(scored, answer, names),
        reasons=_write_reasons(scored, answer, names),
        places=place_answer(problem, answer),
        slices=list_slices(scored, answer, names),
    )


def _write_fates(answer: Answer, names: Mapping[str, str]) -> Markup:
    """Draw the actions, from those that the best programme nearly always holds to those that it cannot pay."""
    parts = [write_tag("h2", _("Dans combien de cas le meilleur programme contient chaque action"), "ag-section")]
    fates = sorted(answer.fates, key=lambda fate: -fate.held_share)
    drawn = [fate for fate in fates if fate.held_share >= _LEAST_SHARE]
    for standing in _ORDER:
        held = [fate for fate in drawn if fate.standing == standing]
        if held:
            parts.append(write_tag("h3", begin_upper(_(STANDINGS[standing]))))
            parts.append(write_tag("ul", [_write_fate(fate, names) for fate in held], f"ag-fates ag-fates-{standing}"))
    never = [fate for fate in fates if fate.held_share < _LEAST_SHARE]
    unpaid = [names[fate.key] for fate in never if fate.reason == "too_expensive"]
    others = [names[fate.key] for fate in never if fate.reason != "too_expensive"]
    if others:
        parts.append(write_tag("p", _("Dans aucun cas : {names}.").format(names=", ".join(others))))
    if unpaid:
        sentence = _("Hors budget : {names}.").format(names=", ".join(unpaid))
        parts.append(write_tag("p", sentence, "ag-unaffordable"))
    return put_in_card(*parts)


def _write_fate(fate: Fate, names: Mapping[str, str]) -> Markup:
    width = f"--share: {100 * fate.held_share:.1f}%"
    parts = [write_tag("span", names[fate.key]), write_tag("b", format_share(fate.held_share))]
    return write_tag("li", parts, style=width)


def _write_programme(
    problem: PortfolioProblem,
    scored: ScoredPortfolios,
    question: Question,
    answer: Answer,
    territory: Territory,
) -> Markup:
    """Say what the best programme holds, brings and costs, or what to begin with where doing nothing is best."""
    shown, title = answer.best, _("Le meilleur programme")
    if shown == NOTHING and answer.first_step is not None:
        shown, title = answer.first_step, _("S'il faut agir : le meilleur programme après ne rien faire")
    cost, invested = measure_cost(scored, question, shown), measure_investment(scored, question, shown)
    facts = [
        (_("Coût public par an, recettes déduites"), write_with_unit(cost, "€")),
        (_("Investissement"), write_with_unit(invested, "€")),
    ]
    existing = baseline_levers(problem.decision.baseline, problem.decision.draws).spaces
    for criterion in scored.criteria:
        if criterion.objective != "money":
            drawn = draw_gain(scored, shown, criterion.key)
            gain, split = summarise_draws(drawn), find_two_states(existing, drawn)
            told = tell_gain(gain, criterion.unit)
            if split is not None:
                # The label says of whom, or of what.
                unit = criterion.unit if criterion.unit == SHARE_UNIT else ""
                told = f"{told} ({tell_two_states(split, unit, territory)})"
            facts.append((_(criterion.label), told))
    held = list_held(scored, name_candidates(problem, territory), shown)
    note = _("Face à ne rien faire : valeur du milieu des écarts (neuf simulations sur dix).")
    decision = problem.decision
    programme = problem.scenario(scored.members[shown])
    lines = apply_actions(programme, decision.baseline, decision.draws, decision.action_types).cost_lines
    notes = [write_tag("p", told, "ag-note") for told in (tell_uncounted(lines), note) if told]
    return put_in_card(write_tag("h2", title, "ag-section"), write_list(held), write_facts(facts), *notes)


def _write_given_up(scored: ScoredPortfolios, answer: Answer, names: Mapping[str, str]) -> Markup:
    """Say what the best of each case has more than the programme chosen, and which programmes are nearly as good."""
    title = _("Ce qu'on laisse : ce que le meilleur de chaque cas a de plus, en moyenne")
    regrets = list_regrets(scored, answer)
    parts = [write_tag("h2", title, "ag-section")]
    parts.append(write_facts(regrets) if regrets else write_tag("p", _("rien qui se mesure")))
    others = [portfolio for portfolio in answer.near_best if portfolio != answer.best]
    if others:
        count = format_number(len(others))
        parts.append(write_tag("h3", _("Presque aussi bons, à moins de 2 % du meilleur : {count}").format(count=count)))
        parts.append(write_list(", ".join(list_held(scored, names, other)) for other in others[:_NEAR_SHOWN]))
    return put_in_card(*parts)


def _write_reasons(scored: ScoredPortfolios, answer: Answer, names: Mapping[str, str]) -> Markup:
    """Say of each action why, from which budget, and what would replace it."""
    rows = [
        (
            names[fate.key],
            format_share(fate.held_share),
            begin_upper(tell_place(fate)),
            explain_entry(fate, answer.largest_budget_eur_per_year),
            explain_swap(scored, fate, names),
        )
        for fate in sorted(answer.fates, key=lambda fate: -fate.held_share)
    ]
    headings = [
        _("Action"),
        _("Part des cas"),
        _("À ce budget"),
        _("À partir de quel budget"),
        _("Si l'on fait l'inverse, en moyenne"),
    ]
    return write_tag("div", write_table(_("Action par action"), headings, rows), "ag-reasons")
