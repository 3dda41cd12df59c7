"""The decision that stands: readings of a comparison, verdict, rates, whether the scenarios live."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.draws import hold_structure
from alpsat_geo.compute.evaluation import evaluate, evaluate_all
from alpsat_geo.compute.exchange import read_exchange_rates
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.priorities import add_prudence
from alpsat_geo.compute.readings import Facts, Reading, Verdict, judge_readings, read_draws
from alpsat_geo.compute.viability import Viability, judge_viability
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Decision:
    """What is said of a comparison.

    Attributes
    ----------
    readings : tuple of Reading
        ``by_objective`` first: the same shares as the acceptability of the comparison.
    verdict : Verdict
    exchange_rates : mapping of criterion key to float
        Euros a year that the typical weights give to one more unit; NaN when money weighs nothing.
    viabilities : tuple of Viability
        One a scenario, in the order of the comparison.
    """

    readings: tuple[Reading, ...]
    verdict: Verdict
    exchange_rates: Mapping[str, float]
    viabilities: tuple[Viability, ...]

    def viability(self, key: str) -> Viability:
        """Whether one of the scenarios compared lives."""
        return self.viabilities[self.readings[0].keys.index(key)]

    @property
    def is_success(self) -> bool:
        """Whether the verdict may be shown as a success: decided, and not for spaces that all lose money."""
        return self.verdict.status == "decided" and not self.viability(self.verdict.leader).is_every_space_losing


def judge_headline(comparison: Comparison) -> Verdict:
    """Judge the first reading alone: when nobody reaches two thirds, the other readings change nothing of it.

    Parameters
    ----------
    comparison : Comparison
    """
    keys = tuple(outcome.scenario.key for outcome in comparison.outcomes)
    first, leader = comparison.acceptabilities.joint[:, 0], keys[comparison.two_leaders[0]]
    return judge_readings([Reading("by_objective", "", is_required=True, keys=keys, first=first, leader=leader)])


def judge_comparison(comparison: Comparison, projects: Sequence[Scenario], seed: int) -> Decision:
    """Read a comparison in every way, and judge it.

    Parameters
    ----------
    comparison : Comparison
    projects : sequence of Scenario
        Every scenario of the project. Those that are compared already, or that cannot be carried out in this
        territory, are left out.
    seed : int
        Of the priorities that the other readings draw; that of the comparison.
    """
    readings = read_comparison(comparison, projects, seed)
    return Decision(readings, judge_readings(readings), rate_exchanges(comparison), judge_viabilities(comparison))


def rate_exchanges(comparison: Comparison) -> Mapping[str, float]:
    """Return the euros a year that the typical weights give to one more unit of each criterion.

    Parameters
    ----------
    comparison : Comparison
    """
    return read_exchange_rates(comparison.problem, comparison.typical_priorities)


def judge_viabilities(comparison: Comparison) -> tuple[Viability, ...]:
    """Judge whether each of the scenarios compared lives.

    Parameters
    ----------
    comparison : Comparison
    """
    return tuple(judge_viability(outcome, comparison.problem.criteria) for outcome in comparison.outcomes)


def read_comparison(comparison: Comparison, projects: Sequence[Scenario], seed: int) -> tuple[Reading, ...]:
    """Read a comparison in every way: as long as all else that is said of it.

    Parameters
    ----------
    comparison, projects, seed : as `judge_comparison`
    """
    problem = comparison.problem
    priorities = add_prudence(comparison.priorities, problem.criteria)
    keys = priorities.tree.criterion_keys
    compared = [outcome.scenario for outcome in comparison.outcomes]
    names = tuple(scenario.key for scenario in compared)
    values = np.stack([problem.values(outcome, keys) for outcome in comparison.outcomes])
    fixed = dataclasses.replace(problem, draws=hold_structure(problem.draws, problem.baseline.spaces))
    fixed_outcomes = evaluate_all(compared, problem.baseline, fixed.draws, problem.action_types, problem.settings)
    others = _evaluate_others(comparison, [scenario for scenario in projects if scenario.key not in names])
    facts = Facts(
        keys=names,
        values=values,
        fixed_values=np.stack([fixed.values(outcome, keys) for outcome in fixed_outcomes]),
        all_keys=(*names, *(outcome.scenario.key for outcome in others)),
        all_values=np.stack([*values, *(problem.values(outcome, keys) for outcome in others)]) if others else None,
    )
    return read_draws(facts, priorities, comparison.priorities.tree.objective_keys, seed)


def _evaluate_others(comparison: Comparison, scenarios: Sequence[Scenario]) -> list[Outcome]:
    """Evaluate the scenarios that can be carried out, against the reference of those that are compared."""
    problem = comparison.problem
    reference = next((outcome.reference for outcome in comparison.outcomes if outcome.reference is not None), None)
    outcomes = []
    for scenario in scenarios:
        with suppress(InputError):
            outcomes.append(
                evaluate(
                    scenario,
                    problem.baseline,
                    problem.draws,
                    problem.action_types,
                    settings=problem.settings,
                    reference=reference,
                )
            )
    return outcomes
