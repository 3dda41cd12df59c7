from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import central_draws, sample_draws
from alpsat_geo.compute.evaluation import evaluate, evaluate_all
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from tests.invented_territory import ACTIONS, choose, invent_baseline, plan, snapshot
from tests.small_baselines import small_baselines


@given(st.lists(st.sampled_from(sorted(ACTIONS)), min_size=2, max_size=5, unique=True), st.randoms())
def test_order_of_actions_does_not_matter(
    baseline: Baseline, table: ParameterTable, keys: list[str], random: Random
) -> None:
    choices = [example_choice(key) for key in keys]
    shuffled = list(choices)
    random.shuffle(shuffled)
    draws = sample_draws(table, baseline.spaces, 12, 1)
    one, other = (evaluate(plan(*order), baseline, draws, ACTIONS) for order in (choices, shuffled))
    for criterion in CRITERIA:
        np.testing.assert_allclose(
            criterion.measure(other), criterion.measure(one), rtol=1e-12, atol=1e-9, err_msg=criterion.key
        )


EXAMPLES: Mapping[str, ActionChoice] = {
    "open_space": choose("open_space", "05065", "05023", kind="standard"),
    "extend_space": choose("extend_space", "luceo", "altipolis", added_desks=3),
    "itinerant_services": choose("itinerant_services", "05007", "05177"),
    "shuttle": choose("shuttle", "05001", "05003"),
    "welcome_service": choose("welcome_service", "240500439"),
}


def example_choice(key: str) -> ActionChoice:
    return EXAMPLES.get(key, choose(key))


def test_evaluating_anything_leaves_the_baseline_and_the_draws_untouched(
    baseline: Baseline, table: ParameterTable, scenarios: tuple[Scenario, ...]
) -> None:
    draws = sample_draws(table, baseline.spaces, 30, 1)
    before, drawn = snapshot(baseline), {key: draws[key].tobytes() for key in table}
    spaces = (draws.space_is_open.tobytes(), draws.space_desks_count.tobytes())
    everything = plan(*(example_choice(key) for key in ACTIONS), key="tout")
    for outcome in evaluate_all([*scenarios, everything], baseline, draws, ACTIONS):
        for criterion in CRITERIA:
            criterion.measure(outcome)
            for detail in (criterion.measure_by_commune, criterion.measure_by_epci):
                if detail is not None:
                    detail(outcome)
    assert snapshot(baseline) == before
    assert {key: draws[key].tobytes() for key in table} == drawn
    assert (draws.space_is_open.tobytes(), draws.space_desks_count.tobytes()) == spaces


def test_unused_parameter_changes_no_byte(
    baseline: Baseline, table: ParameterTable, scenarios: tuple[Scenario, ...]
) -> None:
    copy = dataclasses.replace(table["platform_intensity"], key="platform_intensity_copy")
    wider = ParameterTable({"platform_intensity_copy": copy, **{key: table[key] for key in table}})
    one, other = (
        evaluate_all(scenarios, baseline, sample_draws(t, baseline.spaces, 100, 1), ACTIONS) for t in (table, wider)
    )
    for before, after in zip(one, other, strict=True):
        for criterion in CRITERIA:
            assert criterion.measure(before).tobytes() == criterion.measure(after).tobytes()


def test_homes_cap_is_shared_by_all_newcomers(table: ParameterTable) -> None:
    # 1,000 residents, 40 vacant homes of which a quarter can be used: 10 homes. Rate 2 households per
    # 1,000 and year for five years without loss: 10 by either action alone at full intensity,
    # never more than 10 by both, whose intensities add up to at most 1.
    settled = table.settle(
        {
            "newcomer_solos_per_1000_inhabitants_year": 2.0,
            "newcomer_effect_decay_per_year": 0.0,
            "newcomer_butfor_share": 1.0,
            "newcomer_retention_5y_share": 1.0,
            "platform_intensity": 0.75,
            "welcome_intensity": 1.0,
            "newcomer_people_per_solo": 2.0,
            "mobilisable_vacant_home_share": 0.25,
        }
    )
    both = plan(choose("shared_platform"), choose("welcome_service"))
    alone = plan(choose("shared_platform"))
    for vacant, expected, turned_away in ((40.0, 10.0, 0.0), (12.0, 3.0, 7.0), (0.0, 0.0, 10.0)):
        base = invent_baseline([[0.0]], vacant_homes=[vacant])
        outcome = evaluate(both, base, central_draws(settled, ()), ACTIONS)
        assert outcome.additional_households[0, 0] == pytest.approx(expected)
        assert outcome.additional_inhabitants[0, 0] == pytest.approx(2 * expected)
        assert outcome.households_without_home[0] == pytest.approx(turned_away)
    roomy = invent_baseline([[0.0]], vacant_homes=[40.0])
    assert evaluate(alone, roomy, central_draws(settled, ()), ACTIONS).additional_households[0, 0] == pytest.approx(7.5)


def test_unknown_vacancy_is_no_cap_and_unknown_population_brings_nobody(table: ParameterTable) -> None:
    base = invent_baseline(np.zeros((2, 2)), vacant_homes=[np.nan, 0.0], population=[1000.0, np.nan])
    outcome = evaluate(plan(choose("welcome_service")), base, central_draws(table, ()), ACTIONS)
    assert outcome.additional_households[0, 0] > 0
    assert outcome.additional_households[0, 1] == 0


@given(small_baselines(), st.sets(st.sampled_from(["shared_platform", "welcome_service", "animate_spaces"])))
def test_nobody_is_added_when_all_would_have_come_anyway(
    table: ParameterTable, baseline: Baseline, keys: set[str]
) -> None:
    choices = [choose(key) for key in sorted(keys)]
    draws = sample_draws(table.settle({"newcomer_butfor_share": 0.0}), baseline.spaces, 10, 1)
    outcome = evaluate(plan(*choices), baseline, draws, ACTIONS)
    assert not outcome.additional_inhabitants.any()
    assert not outcome.households_without_home.any()
