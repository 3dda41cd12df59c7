"""Any number of scenarios side by side: every criterion with its range, and whether each lives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from alpsat_geo.compute.summary import Interval, list_intervals, summarise_columns
from alpsat_geo.compute.viability import Viability, judge_viability
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.questions import Situation

_SCENARIOS_KEPT = 400


@dataclass(frozen=True, slots=True)
class ScenarioFigures:
    """What one scenario gives and takes, whatever it is compared with.

    Attributes
    ----------
    criteria : mapping of criterion key to Interval
        Of the draws; NaN where a criterion is without object.
    viability : Viability
    """

    criteria: Mapping[str, Interval]
    viability: Viability


_figures: Memory[ScenarioFigures] = Memory(_SCENARIOS_KEPT)


def figure_scenarios(situation: Situation) -> tuple[ScenarioFigures, ...]:
    """Return the figures of each scenario of a situation, evaluated one at a time where they are not remembered."""
    return tuple(
        # Not the outcomes of the situation: that many together would hold hundreds of megabytes.
        _figures.recall(key, partial(_figure, situation, scenario))
        for key, scenario in zip(situation.keys, situation.scenarios, strict=True)
    )


def _figure(situation: Situation, scenario: Scenario) -> ScenarioFigures:
    project = situation.project
    (outcome,) = project.evaluate_all((scenario,), situation.settings)
    drawn = np.stack([outcome.measure(criterion.measure) for criterion in project.criteria], axis=1)
    intervals = list_intervals(summarise_columns(drawn))
    keys = (criterion.key for criterion in project.criteria)
    return ScenarioFigures(dict(zip(keys, intervals, strict=True)), judge_viability(outcome, project.criteria))
