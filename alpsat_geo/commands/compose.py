"""The ``compose`` command: what to support first with so much public money a year."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from alpsat_geo.commands.choices import choose_word
from alpsat_geo.commands.documents import Json, interval_document, number_or_null
from alpsat_geo.commands.text import align_columns, write_count
from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.draws import SEED
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.portfolio.candidates import propose_candidates
from alpsat_geo.compute.portfolio.composition import PORTFOLIO_DRAW_COUNT, score_candidates, weigh_portfolios
from alpsat_geo.compute.portfolio.fates import Fate, Swap
from alpsat_geo.compute.portfolio.problem import CERTAINTIES, Candidate, Payer, PortfolioProblem, Question
from alpsat_geo.compute.portfolio.robust import Answer, answer_question, measure_cost, measure_gains
from alpsat_geo.compute.portfolio.scoring import ScoredPortfolios
from alpsat_geo.domain.errors import InputError
from alpsat_geo.project import Project
from alpsat_geo.report.composition.sentence import say_answer
from alpsat_geo.report.composition.words import (
    STANDINGS,
    list_held,
    list_regrets,
    list_steps,
    name_candidates,
    tell_entry,
    tell_place,
)
from alpsat_geo.report.dossier.wording import write_with_unit
from alpsat_geo.report.figures import format_euros, format_number, format_share
from alpsat_geo.report.punctuation import NO_BREAK_SPACE
from alpsat_geo.report.roads_in_use import say_times

PAYERS: tuple[Payer, ...] = ("all", "petr")
RATE_NAMES: Mapping[str, str] = {"inhabitant": "additional_inhabitants", "user": "regular_users"}
"""Short names of what a rate of exchange is said of."""

_NEAR_LISTED, _NEAR_SHOWN = 200, 4


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of the command.

    Attributes
    ----------
    question : Question
    settings : Settings
    places : tuple of str
        INSEE codes in which to propose spaces; empty: those of a siting plan.
    rates : mapping of criterion key to euros a year
    draw_count, seed : int
    """

    question: Question
    settings: Settings
    places: tuple[str, ...] = ()
    rates: Mapping[str, float] = field(default_factory=dict)
    draw_count: int = PORTFOLIO_DRAW_COUNT
    seed: int = SEED


@dataclass(frozen=True, slots=True)
class Composition:
    """A call and its answer."""

    call: Call
    decision: DecisionProblem
    scored: ScoredPortfolios
    answer: Answer


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


def parse_rates(items: list[str]) -> dict[str, float]:
    """Read ``inhabitant=1500``: euros a year for one more unit of a criterion.

    Raises
    ------
    InputError
        If an item is not of that form, or if a criterion is named twice.
    """
    rates: dict[str, float] = {}
    for item in items:
        name, _, amount = item.partition("=")
        key = RATE_NAMES.get(name.strip(), name.strip())
        try:
            rate = float(amount)
        except ValueError:
            rate = math.nan
        if not key or math.isnan(rate) or key in rates:
            raise InputError(f"Le taux « {item} » ne se lit pas : écrivez « inhabitant=1500 », une fois par critère.")
        rates[key] = rate
    return rates


def compose(project: Project, call: Call) -> Composition:
    """Propose candidates, evaluate every portfolio, and answer.

    Raises
    ------
    InputError
        If something cannot be asked, or if no portfolio fits; said before anything long is computed where possible.
    """
    decision = project.redraw(call.draw_count, call.seed).pose(call.settings)
    priorities, typical = weigh_portfolios(decision, call.seed, call.rates)
    candidates = propose_candidates(decision, call.places, is_one_per_epci=call.question.is_one_per_epci)
    call.question.check(candidate.key for candidate in candidates)
    scored = score_candidates(decision, candidates, priorities, typical)
    return Composition(call, decision, scored, answer_question(scored, call.question))


def composition_document(project: Project, composition: Composition) -> dict[str, Json]:
    """Build the JSON document of the command."""
    scored, answer = composition.scored, composition.answer
    near, names = answer.near_best[:_NEAR_LISTED], name_all(project, composition)
    return {
        "candidates": [_candidate_document(composition, candidate, names) for candidate in scored.candidates],
        "portfolios": len(scored.members),
        "feasible": int(answer.feasible.sum()),
        "held": {fate.key: fate.held_share for fate in answer.fates},
        "nothing": answer.nothing_share,
        "best": _portfolio_document(composition, answer.best),
        "near_best": [_portfolio_document(composition, portfolio) for portfolio in near],
        "near_best_count": len(answer.near_best),
        "first_step": None if answer.first_step is None else _portfolio_document(composition, answer.first_step),
        "frontier": [{"budget": step.budget_eur_per_year, "value": step.value} for step in answer.frontier],
        "bands": [
            {"budget": step.budget_eur_per_year, "value": step.value, "candidates": list(scored.held(step.portfolio))}
            for step in answer.bands
        ],
        "fates": {fate.key: _fate_document(fate) for fate in answer.fates},
        "regret": {
            "value": answer.regret.score,
            "eur_year": number_or_null(answer.regret.eur_per_year),
            "changes": {key: number_or_null(change) for key, change in answer.regret.changes.items()},
        },
        "investment": interval_document(answer.investment),
    }


def _candidate_document(composition: Composition, candidate: Candidate, names: Mapping[str, str]) -> Json:
    return {
        "key": candidate.key,
        "action": candidate.choice.type_key,
        "insee_code": _find_commune(composition.decision, candidate),
        "places": list(candidate.choice.places),
        "label": names[candidate.key],
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


def _portfolio_document(composition: Composition, portfolio: int) -> Json:
    scored = composition.scored
    return {
        "candidates": list(scored.held(portfolio)),
        "value": float(scored.mean_scores[portfolio]),
        "net_public_cost": interval_document(measure_cost(scored, composition.call.question, portfolio)),
        "gains": {key: interval_document(gain) for key, gain in measure_gains(scored, portfolio).items()},
    }


def _fate_document(fate: Fate) -> Json:
    return {
        "standing": fate.standing,
        "is_in_best": fate.is_in_best,
        "entry_budget": fate.entry_budget_eur_per_year,
        "reason": fate.reason,
        "swap": None if fate.swap is None else _swap_document(fate.swap),
    }


def _swap_document(swap: Swap) -> Json:
    return {
        "added": list(swap.added),
        "removed": list(swap.removed),
        "loss_value": swap.loss_score,
        "loss_eur_year": number_or_null(swap.loss_eur_per_year),
    }


def composition_text(project: Project, composition: Composition) -> str:
    """Write the answer in French: what holds in most cases, the best programme, what it gives up, and the curve."""
    scored, answer, call = composition.scored, composition.answer, composition.call
    problem = PortfolioProblem(composition.decision, scored.candidates)
    names = name_candidates(problem, project.territory)
    said = say_answer(problem, scored, call.question, answer, project.territory)
    counted = write_count(len(scored.members), "programme possible", "programmes possibles")
    fitting = write_count(int(answer.feasible.sum()), "couvre ses frais", "tiennent")
    lines = [
        _tell_question(call.question),
        said.headline,
        said.details,
        f"{counted} ; {fitting} sous ce plafond dans au moins {format_share(call.question.certainty_share)} des"
        f" simulations ({format_number(call.draw_count)} simulations"
        + (", aux taux d'échange donnés)." if call.rates else ", toutes les priorités possibles)."),
        "",
        "Le meilleur programme en moyenne",
        *(f"  {name}" for name in list_held(scored, names, answer.best)),
        f"  Coût public par an, recettes déduites : {write_with_unit(answer.net_public_cost, '€')}",
        f"  Investissement : {write_with_unit(answer.investment, '€')}",
        "",
        "Part des cas où le meilleur programme contient chaque action",
        *_tell_fates(composition, names),
        f"  Ne rien faire est le meilleur programme dans {format_share(answer.nothing_share)} des cas.",
    ]
    others = [portfolio for portfolio in answer.near_best if portfolio != answer.best]
    if others:
        lines += ["", f"Presque aussi bons, à moins de 2{NO_BREAK_SPACE}% du meilleur : {format_number(len(others))}"]
        lines += [f"  {', '.join(list_held(scored, names, p))}" for p in others[:_NEAR_SHOWN]]
    lines += ["", "Ce que ce programme laisse, face au meilleur de chaque cas", *_tell_regret(composition)]
    lines += ["", "Ce que chaque budget permet (note de 0 à 100)", *_tell_frontier(composition, names)]
    lines += ["", f"Trajets : {say_times(project.territory.roads)}. Les simulations sont les mêmes pour tous."]
    return "\n".join(lines)


def _tell_question(question: Question) -> str:
    payer = "d'argent public" if question.payer == "all" else "à la charge des collectivités du territoire"
    sentence = f"Au plus {format_euros(question.budget_eur_per_year or 0.0)} par an {payer}"
    if question.investment_eur is not None:
        sentence += f", et {format_euros(question.investment_eur)} d'investissement"
    return f"{sentence} : que soutenir d'abord ?"


def name_all(project: Project, composition: Composition) -> dict[str, str]:
    """Return the names of the candidates by key."""
    problem = PortfolioProblem(composition.decision, composition.scored.candidates)
    return name_candidates(problem, project.territory)


def _tell_fates(composition: Composition, names: Mapping[str, str]) -> list[str]:
    fates = sorted(composition.answer.fates, key=lambda fate: -fate.held_share)
    rows = [
        (names[fate.key], format_share(fate.held_share), STANDINGS[fate.standing], tell_place(fate), tell_entry(fate))
        for fate in fates
    ]
    return align_columns(rows, indent="  ", right=(1,))


def _tell_regret(composition: Composition) -> list[str]:
    rows = list_regrets(composition.scored, composition.answer)
    return align_columns(rows, indent="  ", right=(1,)) if rows else ["  rien qui se mesure"]


def _tell_frontier(composition: Composition, names: Mapping[str, str]) -> list[str]:
    return align_columns(list_steps(composition.scored, composition.answer, names), indent="  ", right=(0, 1))
