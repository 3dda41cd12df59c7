"""Portfolios: every set of twelve actions on 500 draws, against `evaluate` one by one, and a budget that moves."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.portfolio.answer import answer_question
from alpsat_geo.compute.portfolio.evaluation import SHARED_CRITERIA
from alpsat_geo.compute.portfolio.measured import MeasuredPortfolios, measure_candidates
from alpsat_geo.compute.portfolio.problem import PortfolioProblem, Question, place_candidate
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
MEASURED = [criterion for criterion in CRITERIA if criterion.key in SHARED_CRITERIA]


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
        measured = measure_candidates(decision, candidates)
        all_s.append(time.perf_counter() - start)
        one_by_one_s.append(_time_one_by_one(problem, measured))
    moves_ms = []
    for budget in BUDGETS_EUR:
        start = time.perf_counter()
        answer_question(measured, Question(budget))
        moves_ms.append(1000 * (time.perf_counter() - start))
    return {
        "portfolios": len(measured.members),
        "draws": DRAWS,
        "median_s": float(np.median(all_s)),
        "one_by_one_s": float(np.median(one_by_one_s)),
        "times_faster": float(np.median(np.divide(one_by_one_s, all_s))),
        "first_budget_ms": moves_ms[0],
        "slowest_budget_move_ms": max(moves_ms[1:]),
    }


def _time_one_by_one(problem: PortfolioProblem, measured: MeasuredPortfolios) -> float:
    decision, count = problem.decision, len(measured.members)
    draws, types, baseline = decision.draws, decision.action_types, decision.baseline
    sample = np.random.default_rng(SEED).choice(count, SAMPLED, replace=False)
    reference = evaluate(DO_NOTHING, baseline, draws, types)
    start = time.perf_counter()
    for portfolio in sample:
        outcome = evaluate(problem.scenario(measured.members[portfolio]), baseline, draws, types, reference=reference)
        for criterion in MEASURED:
            criterion.measure(outcome)
    return (time.perf_counter() - start) * count / SAMPLED
