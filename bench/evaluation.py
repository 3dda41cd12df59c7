"""Evaluation: joint draws on the embedded territory, and growth with the number of communes."""

from __future__ import annotations

from typing import Any

import numpy as np

from alpsat_geo.actions import ACTION_TYPES, ACTION_TYPES_BY_KEY
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import central_draws
from alpsat_geo.compute.evaluation import evaluate, evaluate_all
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.project import Registries, open_project
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY
from alpsat_geo.sources.parameters import read_parameters
from alpsat_geo.sources.scenarios import read_scenarios
from bench.generated import COMMUNES_PER_SPACE, generate_baseline
from bench.timing import time_alone

DRAWS = 10_000
SIZES = (36, 162, 946, 35_000)
RUNS = 7


def run() -> dict[str, Any]:
    """Time joint draws on all embedded scenarios and criteria, and one scenario without draws by size."""
    return {"joint_draws": _time_joint_draws(), "growth": _time_growth(read_parameters())}


def _time_joint_draws() -> dict[str, Any]:
    problem = open_project(EMBEDDED_TERRITORY, Registries(ACTION_TYPES, CRITERIA)).redraw(DRAWS, 1).pose(Settings())
    scenarios = read_scenarios()

    def once() -> None:
        for outcome in evaluate_all(scenarios, problem.baseline, problem.draws, problem.action_types):
            for criterion in CRITERIA:
                criterion.measure(outcome)

    return {
        "draws": DRAWS,
        "scenarios": len(scenarios),
        "criteria": len(CRITERIA),
        "median_s": _median_s(once),
    }


def _time_growth(table: ParameterTable) -> dict[str, Any]:
    seconds = {}
    for size in SIZES:
        baseline = generate_baseline(size)
        seconds[size] = _median_s(lambda baseline=baseline: _evaluate_once(baseline, table))
    logs = np.log(list(seconds.values()))
    steps = np.diff(logs) / np.diff(np.log(SIZES))
    return {
        "median_s_by_communes": {str(size): value for size, value in seconds.items()},
        "exponent_between_largest_sizes": float(steps[-1]),
        "exponent_overall": float((logs[-1] - logs[0]) / (np.log(SIZES[-1]) - np.log(SIZES[0]))),
    }


def _evaluate_once(baseline: Baseline, table: ParameterTable) -> None:
    """Evaluate a scenario that opens one space for every eight existing ones, and read every criterion."""
    opened = baseline.insee_codes[:: COMMUNES_PER_SPACE**2]
    scenario = Scenario(
        "genere",
        "Généré",
        actions=(
            ActionChoice("shared_platform"),
            ActionChoice("welcome_service"),
            ActionChoice("open_space", tuple(opened)),
            ActionChoice("animate_spaces"),
        ),
    )
    outcome = evaluate(scenario, baseline, central_draws(table, baseline.spaces), ACTION_TYPES_BY_KEY)
    for criterion in CRITERIA:
        criterion.measure(outcome)


def _median_s(function: Any) -> float:  # noqa: ANN401 - any call without arguments
    function()
    return time_alone(function, RUNS)
