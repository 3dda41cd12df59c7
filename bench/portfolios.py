"""Portfolios: every set of twelve actions on 500 draws, against `evaluate` one by one, and a budget that moves."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.compute.mcda.objectives import build_tree, draw_priorities, equal_priorities
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.portfolio.evaluation import Portfolios, evaluate_portfolios
from alpsat_geo.compute.portfolio.problem import PortfolioProblem, Question, place_candidate
from alpsat_geo.compute.portfolio.robust import answer_question
from alpsat_geo.compute.portfolio.scoring import ScoredPortfolios, score_portfolios
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.scenario import ActionChoice
from alpsat_geo.project import Registries, open_project
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY

DRAWS, SEED = 500, 1
RUNS = 3
# `evaluate` one by one is timed on this many portfolios, spread over all, and scaled up.
SAMPLED = 64
BUDGETS_EUR = (20_000.0, 45_000.0, 60_000.0, 90_000.0, 140_000.0)
PLACES = ("05065", "05003", "05101", "05174", "05001", "05007", "05038", "05077", "05026", "05006", "05093", "05058")
WEIGHED = [criterion for criterion in CRITERIA if criterion.is_weighted_by_default]


def run() -> dict[str, Any]:
    """Time twelve actions of every kind, and the hardest twelve: a space in each of twelve communes."""
    spaces = [ActionChoice("open_space", (place,), {"kind": "frugal"}) for place in PLACES]
    project = open_project(EMBEDDED_TERRITORY, Registries(ACTION_TYPES, CRITERIA)).redraw(DRAWS, SEED)
    decision = project.pose(Settings())
    of_every_kind = [
        ActionChoice("shared_platform"),
        *(ActionChoice("welcome_service", (siren,)) for siren in decision.baseline.epci_sirens),
        *spaces[:5],
        ActionChoice("extend_space", ("luceo",)),
        ActionChoice("animate_spaces"),
        ActionChoice("company_awareness"),
    ]
    return {"of_every_kind": _time(decision, of_every_kind), "twelve_spaces": _time(decision, spaces)}


def _time(decision: DecisionProblem, choices: list[ActionChoice]) -> dict[str, Any]:
    candidates = tuple(place_candidate(decision.action_types[c.type_key], c, decision) for c in choices)
    problem = PortfolioProblem(decision, candidates)
    all_s, one_by_one_s = [], []
    # Paired: each run of one is followed by a run of the other, on the machine as it is.
    for _ in range(RUNS):
        start = time.perf_counter()
        scored = _evaluate_and_score(problem)
        all_s.append(time.perf_counter() - start)
        one_by_one_s.append(_time_one_by_one(problem, scored))
    moves_ms = []
    for budget in BUDGETS_EUR:
        start = time.perf_counter()
        answer_question(scored, Question(budget))
        moves_ms.append(1000 * (time.perf_counter() - start))
    return {
        "portfolios": len(scored.members),
        "draws": DRAWS,
        "median_s": float(np.median(all_s)),
        "one_by_one_s": float(np.median(one_by_one_s)),
        "times_faster": float(np.median(np.divide(one_by_one_s, all_s))),
        "first_budget_ms": moves_ms[0],
        "slowest_budget_move_ms": max(moves_ms[1:]),
    }


def _evaluate_and_score(problem: PortfolioProblem) -> ScoredPortfolios:
    tree = build_tree({criterion.key: criterion.objective for criterion in WEIGHED})
    found: Portfolios = evaluate_portfolios(problem, [criterion.key for criterion in WEIGHED])
    if found.one_by_one:
        message = f"Measured one by one: {', '.join(found.one_by_one)}"
        raise AssertionError(message)
    return score_portfolios(found, draw_priorities(tree, DRAWS, SEED), equal_priorities(tree))


def _time_one_by_one(problem: PortfolioProblem, scored: ScoredPortfolios) -> float:
    decision, count = problem.decision, len(scored.members)
    draws, types, baseline = decision.draws, decision.action_types, decision.baseline
    sample = np.random.default_rng(SEED).choice(count, SAMPLED, replace=False)
    reference = evaluate(DO_NOTHING, baseline, draws, types)
    start = time.perf_counter()
    for portfolio in sample:
        outcome = evaluate(problem.scenario(scored.members[portfolio]), baseline, draws, types, reference=reference)
        for criterion in WEIGHED:
            criterion.measure(outcome)
    return (time.perf_counter() - start) * count / SAMPLED
