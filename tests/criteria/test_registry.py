from __future__ import annotations

import inspect
import warnings

import numpy as np
import pytest

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.criterion import Criterion, list_results
from alpsat_geo.compute.draws import sample_draws
from alpsat_geo.compute.evaluation import evaluate_all
from alpsat_geo.compute.outcome import Outcome, Settings
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.scenario import Scenario
from tests.invented_territory import ACTIONS, snapshot


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


def test_keys_are_unique() -> None:
    keys = [criterion.key for criterion in CRITERIA]
    assert len(set(keys)) == len(keys)


def test_two_results_are_the_axes_of_the_choice_map_and_every_price_can_be_asked_for() -> None:
    results = list_results(CRITERIA)
    assert [result.price.axis for result in results[:2]] == [0, 1]
    assert {result.price.axis for result in results[2:]} == {None}
    assert len({result.key for result in results}) == len(results)
    for result in results:
        price = result.price
        assert result.criterion.direction == "max"
        for text in (price.one, price.one_more, price.several_more, price.label, price.question):
            assert text
            assert text == text.strip()
        for scale in (price.steps, price.answers):
            assert scale[0] == 0
            assert list(scale) == sorted(set(scale))
        # A price that somebody is told has a source; none of the axes is told.
        assert (price.default is None) == (not price.source)
        assert price.default is None or not price.is_asked_first


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion.key)
def test_catalogue_entry_is_complete(criterion: Criterion) -> None:
    for text in (criterion.label, criterion.unit):
        assert text
        assert text == text.strip()
    assert criterion.help.endswith(".")
    assert criterion.formulas[-1].name == criterion.key
    module = inspect.getmodule(criterion.measure)
    assert module is not None
    assert module.__doc__


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion.key)
def test_shapes_and_missing_values(criterion: Criterion, outcomes: tuple[Outcome, ...]) -> None:
    found = [criterion.measure(outcome) for outcome in outcomes]
    assert not np.isnan(found).all()
    for outcome, measure in zip(outcomes, found, strict=True):
        size, base = outcome.draws.size, outcome.baseline
        assert measure.shape == (size,)
        assert np.isnan(measure).all() or np.isfinite(measure).all()
        for detail, count in (
            (criterion.measure_by_commune, base.commune_count),
            (criterion.measure_by_epci, len(base.epci_sirens)),
        ):
            if detail is not None:
                assert detail(outcome).shape == (size, count)
                # A place without object is met only by a criterion that may be without object.
                assert np.isfinite(detail(outcome)).all() or np.isnan(found).any()


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion.key)
def test_total_is_the_sum_of_the_places_or_lies_between_them(
    criterion: Criterion, outcomes: tuple[Outcome, ...]
) -> None:
    if criterion.measure_by_commune is None or criterion.measure_by_epci is None:
        return
    sums, means = [], []
    for outcome in outcomes:
        measure, by_commune = criterion.measure(outcome), criterion.measure_by_commune(outcome)
        by_epci = criterion.measure_by_epci(outcome)
        groups = [by_commune[:, outcome.baseline.epci_index == e] for e in range(by_epci.shape[1])]
        for whole, parts in ((measure, by_commune), (measure, by_epci), *zip(by_epci.T, groups, strict=True)):
            sums.append(np.allclose(parts.sum(axis=1), whole, rtol=1e-9, atol=1e-9))
            with warnings.catch_warnings(action="ignore", category=RuntimeWarning):
                low, high = np.nanmin(parts, axis=1), np.nanmax(parts, axis=1)
            means.append(bool(((low - 1e-9 <= whole) & (whole <= high + 1e-9) | np.isnan(whole) & np.isnan(low)).all()))
    assert all(sums) or all(means)


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion.key)
def test_measuring_changes_nothing_and_gives_the_same_twice(
    criterion: Criterion, outcomes: tuple[Outcome, ...]
) -> None:
    for outcome in outcomes:
        base, levers = snapshot(outcome.baseline), snapshot(outcome.levers)
        assert criterion.measure(outcome).tobytes() == criterion.measure(outcome).tobytes()
        assert snapshot(outcome.baseline) == base
        assert snapshot(outcome.levers) == levers
