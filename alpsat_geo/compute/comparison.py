"""Comparison of scenarios: what each costs and brings against doing nothing, and from what prices each is the best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from alpsat_geo.compute.accounts import net_public_cost
from alpsat_geo.compute.action_type import ActionType
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.criterion import Criterion, Result, list_results
from alpsat_geo.compute.draws import Draws, central_draws
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate_all
from alpsat_geo.compute.net_benefit.appraisal import Appraisal, Prices, check_prices
from alpsat_geo.compute.net_benefit.choice import Choice, choose
from alpsat_geo.compute.outcome import Outcome, Settings
from alpsat_geo.compute.reach import read_columns
from alpsat_geo.compute.viability import Viability, judge_viability
from alpsat_geo.domain.arrays import BoolArray, FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.text import N_

FAR_MIN = 30.0
"""Minutes to the nearest open space beyond which a commune is far."""

FAR_FACTOR_MOST = 3.0


@dataclass(frozen=True, slots=True)
class DecisionProblem:
    """What a comparison starts from, common to all scenarios.

    ``draws`` are drawn for this baseline; the registries come as arguments. ``central_draws`` are those of the same
    table at its central values, for who has them already. ``far_factor``, from 1 to 3, is what a result counts in a
    commune that is far from an open space (a distributional weight: HM Treasury, The Green Book, annex A3).
    """

    baseline: Baseline
    draws: Draws
    action_types: Mapping[str, ActionType]
    criteria: tuple[Criterion, ...]
    settings: Settings
    central_draws: Draws | None = None
    far_factor: float = 1.0

    def __post_init__(self) -> None:
        """Refuse a factor out of its bounds."""
        if not 1 <= self.far_factor <= FAR_FACTOR_MOST:
            sentence = N_("Le facteur des communes éloignées vaut {factor} : donnez un nombre de 1 à 3.")
            raise InputError(remark(sentence, factor=str(self.far_factor)))

    def find_central(self) -> Draws:
        """Return the parameters at their central values, as one draw."""
        return self.central_draws or central_draws(self.draws.table, self.baseline.spaces)

    @property
    def results(self) -> tuple[Result, ...]:
        """Return the results that have a price."""
        return list_results(self.criteria)


@dataclass(frozen=True, eq=False)
class Measured:
    """What is measured of scenarios once, whatever the prices.

    Attributes
    ----------
    appraisal : Appraisal
        Against doing nothing, which is the first row.
    viabilities : tuple of Viability
        Whether each scenario lives, in their order.
    """

    appraisal: Appraisal
    viabilities: tuple[Viability, ...]


@dataclass(frozen=True, eq=False)
class Comparison:
    """Scenarios compared on the same draws.

    Attributes
    ----------
    problem : DecisionProblem
    scenarios : tuple of Scenario
        Those named.
    prices : mapping of result key to euros a year
        Those that somebody set; none: nothing is chosen.
    evaluated : tuple of Outcome or None
        Theirs on the draws, for who has evaluated them already.
    remembered : Measured or None
        For who has measured them already: prices then cost no evaluation.
    """

    problem: DecisionProblem
    scenarios: tuple[Scenario, ...]
    prices: Prices
    evaluated: tuple[Outcome, ...] | None = None
    remembered: Measured | None = None

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Return the outcomes of the scenarios, on the draws."""
        return self.evaluated or self._evaluate(self.problem.draws)

    @cached_property
    def central_outcomes(self) -> tuple[Outcome, ...]:
        """Return the outcomes of the scenarios, at the central parameters."""
        return self._evaluate(self.problem.find_central())

    def _evaluate(self, draws: Draws) -> tuple[Outcome, ...]:
        problem = self.problem
        return evaluate_all(self.scenarios, problem.baseline, draws, problem.action_types, problem.settings)

    @cached_property
    def measured(self) -> Measured:
        """Return what is measured of the scenarios, whatever the prices."""
        if self.remembered is not None:
            return self.remembered
        lives = tuple(judge_viability(outcome, self.problem.criteria) for outcome in self.outcomes)
        return Measured(self.appraisal, lives)

    @cached_property
    def appraisal(self) -> Appraisal:
        """Return what the scenarios cost and bring against doing nothing, which is the first row."""
        return measure_results(self.outcomes, self.problem) if self.remembered is None else self.remembered.appraisal

    @property
    def viabilities(self) -> tuple[Viability, ...]:
        """Return whether each scenario lives, in their order."""
        return self.measured.viabilities

    @cached_property
    def choice(self) -> Choice | None:
        """Return what is chosen at the set prices; None while none is set."""
        return choose(self.appraisal, self.prices)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of the scenarios named."""
        return tuple(scenario.key for scenario in self.scenarios)

    def position(self, key: str) -> int:
        """Return the row of a scenario in the appraisal; one without action is doing nothing."""
        scenario = self.scenarios[self.keys.index(key)]
        return self.appraisal.row(key if scenario.actions else DO_NOTHING.key)


def compare_scenarios(
    scenarios: Sequence[Scenario],
    problem: DecisionProblem,
    prices: Prices,
    outcomes: tuple[Outcome, ...] | None = None,
    remembered: Measured | None = None,
) -> Comparison:
    """Evaluate and compare scenarios on common draws.

    Parameters
    ----------
    scenarios : sequence of Scenario
        At least two, that differ.
    problem : DecisionProblem
    prices : mapping of result key to euros a year
    outcomes : tuple of Outcome, optional
        Of these scenarios on the draws and settings of the problem, for who has evaluated them already.
    remembered : Measured, optional
        Of the same, for who has measured them already.

    Raises
    ------
    InputError
        Fewer than two scenarios, one named twice, two that do the same, one that has no effect and costs nothing, or
        wrong prices.
    """
    checked = check_prices(prices, problem.criteria)
    _require_different(scenarios)
    comparison = Comparison(problem, tuple(scenarios), checked, outcomes, remembered)
    _require_effect(comparison)
    return comparison


def measure_results(outcomes: Sequence[Outcome], problem: DecisionProblem) -> Appraisal:
    """Measure what scenarios cost and bring against doing nothing, in the same draws.

    Parameters
    ----------
    outcomes : sequence of Outcome
        At least one, on the same draws; those without action are doing nothing, which is always the first row.
    problem : DecisionProblem
    """
    acting = [outcome for outcome in outcomes if outcome.scenario.actions]
    results = problem.results
    first, second = (result.key for result in results if result.price.axis is not None)
    size = outcomes[0].draws.size
    costs, drawn = np.zeros((1 + len(acting), size)), np.zeros((len(results), 1 + len(acting), size))
    for row, outcome in enumerate(acting, start=1):
        reference = outcome.reference or outcome
        costs[row] = outcome.measure(net_public_cost) - reference.measure(net_public_cost)
        for column, result in enumerate(results):
            measure = result.criterion.measure
            drawn[column, row] = outcome.measure(measure) - reference.measure(measure)
    if problem.far_factor != 1:
        for row, outcome in enumerate(acting, start=1):
            is_far = _find_far(outcome.reference or outcome)
            for column, result in enumerate(results):
                drawn[column, row] += (problem.far_factor - 1) * _add_far(result, outcome, is_far)
    keys = (DO_NOTHING.key, *(outcome.scenario.key for outcome in acting))
    return Appraisal(keys, tuple(result.key for result in results), (first, second), costs, drawn)


def _find_far(nothing: Outcome) -> BoolArray:
    """Tell which communes (D, n) have no open space within `FAR_MIN` minutes when nothing is done."""
    baseline, spaces = nothing.baseline, nothing.levers.spaces
    if not spaces:
        return np.ones((nothing.draws.size, baseline.commune_count), dtype=np.bool_)
    minutes = read_columns(baseline.minutes[nothing.settings.season], nothing.levers.space_communes, np.inf)
    is_near = (minutes <= FAR_MIN).astype(np.float64)
    is_open = np.stack([np.broadcast_to(space.is_open, nothing.draws.size) for space in spaces], axis=1)
    return np.asarray(is_open.astype(np.float64) @ is_near.T == 0)


def _add_far(result: Result, outcome: Outcome, is_far: BoolArray) -> FloatArray:
    measure = result.criterion.measure_by_commune
    if measure is None:
        return np.zeros(outcome.draws.size)
    change = measure(outcome) - measure(outcome.reference or outcome)
    return np.asarray((np.nan_to_num(change) * is_far).sum(axis=1))


def _require_different(scenarios: Sequence[Scenario]) -> None:
    if len(scenarios) < 2:  # noqa: PLR2004 - a comparison takes two
        raise InputError(remark(N_("Comparez au moins deux scénarios.")))
    named: set[str] = set()
    done: list[Scenario] = []
    for scenario in scenarios:
        if scenario.key in named:
            sentence = N_("Le scénario « {name} » est nommé deux fois : gardez-le une seule fois.")
            raise InputError(remark(sentence, name=scenario.key))
        same = next((other for other in done if other.actions == scenario.actions), None)
        if same is not None:
            sentence = N_("Les scénarios « {first} » et « {second} » font la même chose : gardez l'un des deux.")
            raise InputError(remark(sentence, first=same.name, second=scenario.name))
        named.add(scenario.key)
        done.append(scenario)


def _require_effect(comparison: Comparison) -> None:
    appraisal = comparison.appraisal
    has_effect: BoolArray = np.any(appraisal.costs, axis=1) | np.any(appraisal.results, axis=(0, 2))
    idle = ~has_effect
    for row in np.flatnonzero(idle[1:]) + 1:
        name = next(one.name for one in comparison.scenarios if one.key == appraisal.keys[row])
        sentence = N_("Le scénario « {name} » ne coûte rien et ne change rien ici : retirez-le, ou complétez-le.")
        raise InputError(remark(sentence, name=name))
