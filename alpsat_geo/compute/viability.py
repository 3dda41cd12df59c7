"""Whether a scenario lives: spaces that hold or lose money, and actions that change nothing here."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.accounts import net_public_cost, space_accounts
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.draws import take_first
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.scenario import Scenario

_TOLERANCE = 1e-9
_FEW_DRAWS = 4


@dataclass(frozen=True, slots=True)
class PlacedAction:
    """An action of a scenario, in one of its places when it names several; empty: wherever it stands."""

    type_key: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Viability:
    """What a verdict is never given without.

    Attributes
    ----------
    hold_count, uncertain_count, lose_count : int
        Spaces that the scenario opens, by the verdict of their account.
    without_effect : tuple of PlacedAction
        Actions whose removal changes no criterion of effect in any draw.
    net_public_cost_eur_per_year : Interval
    """

    hold_count: int
    uncertain_count: int
    lose_count: int
    without_effect: tuple[PlacedAction, ...]
    net_public_cost_eur_per_year: Interval

    @property
    def space_count(self) -> int:
        """Spaces that the scenario opens."""
        return self.hold_count + self.uncertain_count + self.lose_count


def judge_viability(outcome: Outcome, criteria: Sequence[Criterion]) -> Viability:
    """Judge whether a scenario lives.

    Parameters
    ----------
    outcome : Outcome
    criteria : sequence of Criterion
        Those of effect tell whether an action does something; money and prudence tell what it takes.
    """
    verdicts = [account.verdict for account in space_accounts(outcome)]
    return Viability(
        hold_count=verdicts.count("holds"),
        uncertain_count=verdicts.count("uncertain"),
        lose_count=verdicts.count("does_not_hold"),
        without_effect=find_actions_without_effect(outcome, criteria),
        net_public_cost_eur_per_year=summarise_draws(net_public_cost(outcome)),
    )


def find_actions_without_effect(outcome: Outcome, criteria: Sequence[Criterion]) -> tuple[PlacedAction, ...]:
    """Find the actions, place by place, whose removal changes no criterion of effect in any draw.

    Each is removed alone: of two that do the same, neither is missed while the other stays.

    Parameters
    ----------
    outcome : Outcome
    criteria : sequence of Criterion
    """
    told = [criterion for criterion in criteria if criterion.kind == "effect"]
    removed = tuple(_remove_each(outcome.scenario))
    if not removed:
        return ()
    # Most actions change something in nearly every draw: a few draws tell, and all are asked of the actions left.
    suspects = _find_idle(removed, _evaluate_few(outcome), told)
    return tuple(placed for placed, _scenario in _find_idle(suspects, outcome, told))


def _evaluate_few(outcome: Outcome) -> Outcome:
    few, baseline, settings = take_first(outcome.draws, _FEW_DRAWS), outcome.baseline, outcome.settings
    # The same for every scenario that is judged.
    reference = few.keep(
        ("reference", settings), lambda: evaluate(DO_NOTHING, baseline, few, outcome.action_types, settings=settings)
    )
    return evaluate(outcome.scenario, baseline, few, outcome.action_types, settings=settings, reference=reference)


def _find_idle(
    removed: Sequence[tuple[PlacedAction, Scenario]], outcome: Outcome, told: Sequence[Criterion]
) -> tuple[tuple[PlacedAction, Scenario], ...]:
    """Find, among the scenarios that lack one action, those that measure like the outcome in each of its draws."""
    if not removed:
        return ()
    with_all = [outcome.measure(criterion.measure) for criterion in told]

    def is_idle(scenario: Scenario) -> bool:
        without = evaluate(
            scenario,
            outcome.baseline,
            outcome.draws,
            outcome.action_types,
            settings=outcome.settings,
            reference=outcome.reference,
        )
        return all(_equals(before, without.measure(c.measure)) for before, c in zip(with_all, told, strict=True))

    return tuple((placed, scenario) for placed, scenario in removed if is_idle(scenario))


def _remove_each(scenario: Scenario) -> Iterator[tuple[PlacedAction, Scenario]]:
    """Give the scenario without each action, or without each place of an action that names several."""
    for a, choice in enumerate(scenario.actions):
        before, after = scenario.actions[:a], scenario.actions[a + 1 :]
        if len(choice.places) <= 1:
            place = choice.places[0] if choice.places else ""
            yield PlacedAction(choice.type_key, place), dataclasses.replace(scenario, actions=(*before, *after))
            continue
        for p, place in enumerate(choice.places):
            fewer = dataclasses.replace(choice, places=(*choice.places[:p], *choice.places[p + 1 :]))
            yield PlacedAction(choice.type_key, place), dataclasses.replace(scenario, actions=(*before, fewer, *after))


def _equals(before: FloatArray, after: FloatArray) -> bool:
    return bool(np.allclose(before, after, rtol=_TOLERANCE, atol=_TOLERANCE, equal_nan=True))
