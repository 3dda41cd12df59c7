from __future__ import annotations

import inspect
from typing import get_args

import numpy as np
import pytest

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.criterion import Criterion, Objective
from alpsat_geo.compute.draws import sample_draws
from alpsat_geo.compute.evaluation import evaluate_all
from alpsat_geo.compute.outcome import Outcome, Settings
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.provenance import GRADE_LABELS
from alpsat_geo.domain.scenario import Scenario
from tests.invented_territory import ACTIONS, snapshot

# The keys are in addresses, files, weights and votes: renaming one breaks what people have saved. A newcomer comes
# last.
KEYS = [
    "residents_within_reach",
    "regular_users",
    "additional_inhabitants",
    "equity",
    "net_public_cost",
    "services_within_reach",
    "epci_gap",
    "months_to_first_effect",
    "break_even_probability",
    "co2_avoided",
]
# Sums of what happens in each commune; the other criteria are means or extremes, tested in their own file.
SUMS = {"residents_within_reach", "regular_users", "additional_inhabitants", "net_public_cost", "co2_avoided"}
WITHOUT_OBJECT = {"months_to_first_effect", "break_even_probability"}


@pytest.fixture(scope="module", name="outcomes")
def evaluate_embedded(
    baseline: Baseline, table: ParameterTable, scenarios: tuple[Scenario, ...]
) -> tuple[Outcome, ...]:
    draws = sample_draws(table, baseline.spaces, 60, 1)
    return tuple(
        outcome
        for season in ("summer", "winter", "closure_day")
        for outcome in evaluate_all(scenarios, baseline, draws, ACTIONS, Settings(season, 18.0))
    )


def test_keys_are_stable_and_unique() -> None:
    keys = [criterion.key for criterion in CRITERIA]
    assert keys[: len(KEYS)] == KEYS
    assert len(set(keys)) == len(keys)


def test_five_criteria_are_weighted_by_default() -> None:
    assert [criterion.key for criterion in CRITERIA if criterion.is_weighted_by_default] == KEYS[:5]


def test_every_objective_has_a_criterion_and_no_other_is_named() -> None:
    assert {criterion.objective for criterion in CRITERIA} == set(get_args(Objective))


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion.key)
def test_catalogue_entry_is_complete(criterion: Criterion) -> None:
    for text in (criterion.label, criterion.unit, criterion.swing):
        assert text
        assert text == text.strip()
    assert criterion.help.endswith(".")
    assert criterion.swing.format(worst=0, best=1).startswith("passer d")
    assert criterion.formulas[-1].name == criterion.key
    module = inspect.getmodule(criterion.measure)
    assert module is not None
    assert module.__doc__
    assert criterion.anchors_reason
    assert criterion.anchors_grade in GRADE_LABELS
    worst, best = criterion.anchor.find_ends(33_484.0)
    assert (best > worst) == (criterion.direction == "max")


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion.key)
def test_shapes_and_missing_values(criterion: Criterion, outcomes: tuple[Outcome, ...]) -> None:
    for outcome in outcomes:
        size, base = outcome.draws.size, outcome.baseline
        measure = criterion.measure(outcome)
        assert measure.shape == (size,)
        if np.isnan(measure).any():
            assert criterion.key in WITHOUT_OBJECT
            assert np.isnan(measure).all()
            opens = any(space.is_new for space in outcome.levers.spaces)
            assert not (opens if criterion.key == "break_even_probability" else outcome.scenario.actions)
        for detail, count in (
            (criterion.measure_by_commune, base.commune_count),
            (criterion.measure_by_epci, len(base.epci_sirens)),
        ):
            if detail is not None:
                assert detail(outcome).shape == (size, count)
                if criterion.key not in WITHOUT_OBJECT:
                    assert np.isfinite(detail(outcome)).all()


def test_without_object_is_met_by_some_scenario(outcomes: tuple[Outcome, ...]) -> None:
    for key in WITHOUT_OBJECT:
        criterion = CRITERIA[KEYS.index(key)]
        missing = [bool(np.isnan(criterion.measure(outcome)).all()) for outcome in outcomes]
        assert any(missing)
        assert not all(missing)


@pytest.mark.parametrize("key", sorted(SUMS))
def test_total_is_the_sum_of_communes_and_of_epci(key: str, outcomes: tuple[Outcome, ...]) -> None:
    criterion = CRITERIA[KEYS.index(key)]
    assert criterion.measure_by_commune is not None
    assert criterion.measure_by_epci is not None
    for outcome in outcomes:
        measure, by_commune = criterion.measure(outcome), criterion.measure_by_commune(outcome)
        by_epci = criterion.measure_by_epci(outcome)
        np.testing.assert_allclose(by_commune.sum(axis=1), measure, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(by_epci.sum(axis=1), measure, rtol=1e-9, atol=1e-9)
        for e in range(3):
            inside = outcome.baseline.epci_index == e
            np.testing.assert_allclose(by_epci[:, e], by_commune[:, inside].sum(axis=1), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion.key)
def test_measuring_changes_nothing_and_gives_the_same_twice(
    criterion: Criterion, outcomes: tuple[Outcome, ...]
) -> None:
    for outcome in outcomes:
        base, levers = snapshot(outcome.baseline), snapshot(outcome.levers)
        assert criterion.measure(outcome).tobytes() == criterion.measure(outcome).tobytes()
        assert snapshot(outcome.baseline) == base
        assert snapshot(outcome.levers) == levers
