"""The ``compose`` command: with so much public money a year, what do we get for it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from alpsat_geo.commands.choices import choose_word
from alpsat_geo.commands.compare import costs_document, map_document
from alpsat_geo.commands.documents import Json, estimate_document
from alpsat_geo.commands.text import align_columns, write_count
from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.draws import SEED
from alpsat_geo.compute.net_benefit.appraisal import Appraisal, Prices, check_prices
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.portfolio.answer import Answer, Rung, answer_question
from alpsat_geo.compute.portfolio.candidates import propose_candidates
from alpsat_geo.compute.portfolio.fates import Fate
from alpsat_geo.compute.portfolio.measured import PORTFOLIO_DRAW_COUNT, MeasuredPortfolios, measure_candidates
from alpsat_geo.compute.portfolio.problem import CERTAINTIES, Candidate, Payer, Question
from alpsat_geo.compute.portfolio.selection import AT_PRICES
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.domain.errors import InputError
from alpsat_geo.project import Project
from alpsat_geo.report.composition.words import name_candidates
from alpsat_geo.report.decision import write_cost_per_result, write_price, write_sureness
from alpsat_geo.report.dossier.wording import write_interval, write_with_unit
from alpsat_geo.report.figures import format_euros, format_number, format_share
from alpsat_geo.report.roads_in_use import say_times

PAYERS: tuple[Payer, ...] = ("all", "petr")
_PURPOSES: Mapping[str, str] = {
    "inhabitant": "Le plus d'habitants",
    "user": "Le plus d'usagers",
    AT_PRICES: "Le meilleur à ces prix",
}


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of the command.

    Attributes
    ----------
    question : Question
    settings : Settings
    places : tuple of str
        INSEE codes in which to propose spaces; empty: those of a siting plan.
    prices : mapping of result key to euros a year
    draw_count, seed : int
    """

    question: Question
    settings: Settings
    places: tuple[str, ...] = ()
    prices: Prices = field(default_factory=dict)
    draw_count: int = PORTFOLIO_DRAW_COUNT
    seed: int = SEED


@dataclass(frozen=True, eq=False)
class Composition:
    """A call and its answer; the appraisal holds the programmes of the answer, in their order, after doing nothing."""

    call: Call
    decision: DecisionProblem
    measured: MeasuredPortfolios
    answer: Answer
    appraisal: Appraisal


def parse_ceiling(name: str, euros: float | None) -> float | None:
    """Read a ceiling: a finite amount, not negative.

    Raises
    ------
    InputError
    """
    if euros is not None and not 0 <= euros < math.inf:
        raise InputError(f"{name} vaut {euros:g} € : donnez un montant positif ou nul.")
    return euros


def parse_certainty(percent: int) -> float:
    """Read a certainty in per cent; refused with the allowed ones."""
    allowed = [round(100 * share) for share in CERTAINTIES]
    if percent not in allowed:
        raise InputError(f"La certitude vaut {percent} : choisissez parmi {', '.join(map(str, allowed))}.")
    return CERTAINTIES[allowed.index(percent)]


def parse_payer(text: str) -> Payer:
    """Read who pays; refused with the allowed ones."""
    return choose_word("Le payeur", text, PAYERS, "all (tous les financeurs publics) ou petr")


def compose(project: Project, call: Call) -> Composition:
    """Propose candidates, evaluate every portfolio, and answer.

    Raises
    ------
    InputError
        If something cannot be asked, or if no programme that brings something fits; said before anything long is
        computed where possible.
    """
    check_prices(call.prices, project.criteria)
    decision = project.redraw(call.draw_count, call.seed).pose(call.settings)
    candidates = propose_candidates(decision, call.places, is_one_per_epci=call.question.is_one_per_epci)
    call.question.check(candidate.key for candidate in candidates)
    measured = measure_candidates(decision, candidates, call.prices)
    answer = answer_question(measured, call.question, call.prices)
    if answer.shortage is not None:
        raise InputError(answer.shortage)
    appraisal = measured.appraise([programme.portfolio for programme in answer.programmes])
    return Composition(call, decision, measured, answer, appraisal)


def composition_document(composition: Composition) -> dict[str, Json]:
    """Build the JSON document of the command."""
    measured, answer = composition.measured, composition.answer
    found = measured.choice_map(answer.affordable, answer.prices)
    names = ["+".join(measured.held(int(row))) or "ne-rien-faire" for row in answer.affordable]
    return {
        "candidates": [_candidate_document(composition.decision, candidate) for candidate in measured.candidates],
        "portfolios": len(measured.members),
        "feasible": int(answer.feasible.sum()),
        "programmes": _programme_documents(composition),
        "ladder": {key: [_rung_document(measured, rung) for rung in rungs] for key, rungs in answer.ladders.items()},
        "choice_map": map_document(found, names)["choice_map"],
        "fates": [_fate_document(fate) for fate in answer.fates],
    }


def _candidate_document(decision: DecisionProblem, candidate: Candidate) -> Json:
    return {
        "key": candidate.key,
        "action": candidate.choice.type_key,
        "insee_code": _find_commune(decision, candidate),
        "places": list(candidate.choice.places),
    }


def _find_commune(decision: DecisionProblem, candidate: Candidate) -> str | None:
    """INSEE code of the only commune in which an action stands; None where it stands in several."""
    places, baseline = candidate.choice.places, decision.baseline
    placement = decision.action_types[candidate.choice.type_key].placement
    if len(places) != 1 or placement not in {"commune", "space"}:
        return None
    if placement == "commune":
        return places[0]
    return next(baseline.insee_codes[space.commune_index] for space in baseline.spaces if space.key == places[0])


def _programme_documents(composition: Composition) -> list[Json]:
    """Tell each programme once for each of its purposes."""
    measured, appraisal = composition.measured, composition.appraisal
    documents: list[Json] = []
    for row, programme in enumerate(composition.answer.programmes, start=1):
        shared: dict[str, Json] = {
            "candidates": list(measured.held(programme.portfolio)),
            "net_public_cost": estimate_document(summarise_draws(appraisal.costs[row])),
            "results": {
                key: estimate_document(summarise_draws(appraisal.results[column, row]))
                for column, key in enumerate(appraisal.result_keys)
            },
            "cost_per_result": costs_document(appraisal, row),
            "worth_its_cost": _share_worth(composition, row),
        }
        documents += [{"for": purpose, **shared} for purpose in programme.purposes]
    return documents


def _share_worth(composition: Composition, row: int) -> float | None:
    """Share of the draws in which a programme is worth its cost at the set prices; None while none is set."""
    if not any(composition.call.prices.values()):
        return None
    return float((composition.appraisal.net_benefits(composition.call.prices)[row] > 0).mean())


def _rung_document(measured: MeasuredPortfolios, rung: Rung) -> Json:
    return {
        "candidates": list(measured.held(rung.portfolio)),
        "cost": rung.cost_eur_per_year,
        "result": rung.result,
        "step_price": rung.step_price_eur,
        "added": list(rung.added),
        "removed": list(rung.removed),
    }


def _fate_document(fate: Fate) -> Json:
    return {
        "candidate": fate.key,
        "replaced_by": None if fate.replaced_by is None else list(fate.replaced_by),
        "refusal_costs": {**fate.lost, "eur_year": fate.lost_eur_per_year},
    }


def composition_text(project: Project, composition: Composition) -> str:
    """Write the answer in French: at most three programmes, then the ladder along each result."""
    measured, answer, call = composition.measured, composition.answer, composition.call
    names = name_candidates(measured.problem, project.territory)
    counted = write_count(len(measured.members), "programme possible", "programmes possibles")
    fitting = write_count(int(answer.feasible.sum()), "tient", "tiennent")
    lines = [
        _tell_question(call.question),
        (
            f"{counted} ; {fitting} sous ce plafond dans au moins {format_share(call.question.certainty_share)} des"
            f" simulations ({format_number(call.draw_count)} simulations)."
        ),
    ]
    for row, programme in enumerate(answer.programmes, start=1):
        purposes = " ; ".join(_PURPOSES[purpose] for purpose in programme.purposes)
        held = ", ".join(names[key] for key in measured.held(programme.portfolio))
        lines += ["", f"{purposes} : {held}", *(f"  {told}" for told in _tell_programme(composition, row))]
    purposes_shown = {purpose for programme in answer.programmes for purpose in programme.purposes}
    if any(call.prices.values()) and AT_PRICES not in purposes_shown:
        lines += ["", "À ces prix, aucun programme qui tient sous ce plafond ne vaut son coût en moyenne."]
    for key, rungs in answer.ladders.items():
        lines += ["", f"Marche par marche, pour {_find_one_more(measured, key)}", *_tell_rungs(rungs, names)]
    lines += ["", f"Trajets : {say_times(project.territory.roads)}. Les simulations sont les mêmes pour tous."]
    return "\n".join(lines)


def _tell_question(question: Question) -> str:
    payer = "d'argent public" if question.payer == "all" else "à la charge des collectivités du territoire"
    sentence = f"Au plus {format_euros(question.budget_eur_per_year or 0.0)} par an {payer}"
    if question.investment_eur is not None:
        sentence += f", et {format_euros(question.investment_eur)} d'investissement"
    return f"{sentence} : qu'obtient-on ?"


def _tell_programme(composition: Composition, row: int) -> list[str]:
    appraisal = composition.appraisal
    told = [f"{write_with_unit(summarise_draws(appraisal.costs[row]), '€')} par an"]
    for column, price in enumerate(composition.measured.prices_of_results):
        cost = write_cost_per_result(appraisal.cost_per_result(row, price.key), price)
        if cost:
            drawn = write_interval(summarise_draws(appraisal.results[column, row]))
            told.append(f"{drawn} {price.several_more}, {cost}")
    share = _share_worth(composition, row)
    return told if share is None else [*told, f"vaut son coût à ces prix dans {write_sureness(share)}"]


def _find_one_more(measured: MeasuredPortfolios, key: str) -> str:
    return next(price.one_more for price in measured.prices_of_results if price.key == key)


def _tell_rungs(rungs: Sequence[Rung], names: Mapping[str, str]) -> list[str]:
    rows = [
        (
            f"{format_euros(rung.cost_eur_per_year)} par an",
            format_number(rung.result, 1),
            f"{write_price(rung.step_price_eur)} l'un" if rung.step_price_eur is not None else "",
            " ; ".join([f"+ {names[key]}" for key in rung.added] + [f"\u2212 {names[key]}" for key in rung.removed])
            or "Ne rien faire",
        )
        for rung in rungs
    ]
    return align_columns(rows, indent="  ", right=(0, 1, 2))
