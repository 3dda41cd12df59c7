from __future__ import annotations

import dataclasses
import math
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from alpsat_geo.compute.action_type import ActionContext, ActionType
from alpsat_geo.compute.baseline import Baseline, CountedSpace
from alpsat_geo.compute.draws import Draws, central_draws, sample_draws
from alpsat_geo.compute.evaluation import (
    DO_NOTHING,
    apply_actions,
    evaluate,
    evaluate_all,
    find_faults,
)
from alpsat_geo.compute.levers import USE_FACTOR, Levers
from alpsat_geo.compute.newcomers import additional_households
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.arrays import FloatArray, freeze_floats
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.scenario import ActionChoice, OptionValue, Scenario
from alpsat_geo.domain.territory import SEASONS
from alpsat_geo.project import Project
from alpsat_geo.report.scenarios.own import split_place
from tests.giving_way import count_rests
from tests.invented_territory import (
    ACTIONS,
    choose,
    choose_examples,
    invent_baseline,
    invent_space,
    line_of_communes,
    plan,
    snapshot,
)
from tests.small_baselines import opened, opening, small_baselines


@pytest.mark.parametrize(
    ("type_key", "places", "option"),
    [("open_space", ("05065", "05003", "05023"), "desks"), ("extend_space", ("altipolis", "luceo"), "added_desks")],
)
def test_a_place_with_options_of_its_own_changes_nothing_until_they_differ(
    project: Project, type_key: str, places: tuple[str, ...], option: str
) -> None:
    given: dict[str, OptionValue] = {"kind": "standard", "desks": 10} if option == "desks" else {"added_desks": 6}
    whole = Scenario("essai", "Essai", actions=(ActionChoice(type_key, places, given),))
    parted = split_place(whole, 0, places[0])
    other = ActionChoice(type_key, places[:1], {**given, option: 20})
    differing = dataclasses.replace(parted, actions=(parted.actions[0], other))
    asked = (whole, parted, differing)
    outcomes = project.evaluate_all(asked, Settings())
    before, after, changed = (
        np.array([outcome.measure(criterion.measure) for criterion in CRITERIA]) for outcome in outcomes
    )
    np.testing.assert_allclose(after, before, rtol=1e-12, atol=1e-9)
    assert not np.allclose(changed, before, equal_nan=True)


def huff_by_loops(
    baseline: Baseline, draws: Draws, d: int, scenario: Scenario, settings: Settings
) -> tuple[FloatArray, FloatArray]:
    """Recompute one draw with plain loops: reach of each commune, and its users of each space."""
    levers = apply_actions(scenario, baseline, draws, ACTIONS)
    minutes = np.asarray(baseline.minutes[settings.season])
    slope = settings.catchment_min / float(draws["catchment_decay_divisor"][d])
    users = [[0.0] * len(levers.spaces) for _ in baseline.insee_codes]
    reach = [0.0] * baseline.commune_count
    for i in range(baseline.commune_count):
        employed = baseline.employed_by_csp_count[i]
        teleworkers = sum(employed[k - 1] * draws[f"telework_weekly_share_csp{k}"][d] for k in (3, 4, 5, 6))
        independents = employed[1] * draws["teleworkable_share_csp2"][d]
        residents = (
            teleworkers * draws["third_place_share_teleworkers"][d]
            + independents * draws["third_place_share_independents"][d]
        )
        newcomers = additional_households(baseline, draws, levers)[0][d, i] * draws["newcomer_people_per_solo"][d]
        visitors = baseline.second_homes_count[i] * draws["visitor_users_per_second_home"][d]
        wanted = (residents * (1 + newcomers / baseline.population_count[i]) + visitors) * draws["demand_level"][d]
        pulls = []
        for space in levers.spaces:
            time_min = float(minutes[i, space.commune_index])
            speed, terminal = float(draws["road_speed_factor"][d]), draws.table["terminal_time_min"].value
            time_min = max(time_min - terminal, 0) / speed + min(time_min, terminal)
            if i == space.commune_index:
                inside_kmh = draws.table["inside_commune_speed_kmh"].value
                time_min = terminal + 60 * float(baseline.inside_km[i]) / (inside_kmh * speed)
            decay = 0.0 if math.isinf(time_min) else 1 / (1 + math.exp((time_min - settings.catchment_min) / slope))
            is_open = bool(space.is_open[d])
            reach[i] = max(reach[i], decay if is_open else 0.0)
            pulls.append(float(space.desks_count[d]) ** float(draws["huff_desks_exponent"][d]) * decay * is_open)
        for j, pull in enumerate(pulls):
            if sum(pulls) > 0:
                users[i][j] = wanted * reach[i] * pull / sum(pulls) * float(levers[USE_FACTOR][d])
    return np.array(reach), np.array(users).reshape(baseline.commune_count, len(levers.spaces))


@given(
    small_baselines(),
    opened,
    st.floats(8, 35),
    st.sampled_from([(), (choose("shared_platform"), choose("welcome_service"))]),
)
def test_users_match_three_plain_loops(
    table: ParameterTable,
    baseline: Baseline,
    communes: list[int],
    catchment_min: float,
    others: tuple[ActionChoice, ...],
) -> None:
    scenario = plan(*opening(baseline, communes).actions, *others)
    settings = Settings("summer", catchment_min)
    draws = sample_draws(table, baseline.spaces, 3, 1)
    outcome = evaluate(scenario, baseline, draws, ACTIONS, settings=settings)
    for d in range(3):
        reach, users = huff_by_loops(baseline, draws, d, scenario, settings)
        np.testing.assert_allclose(outcome.reach[outcome.combination_index[d]], reach, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(outcome.space_users[d], users.sum(axis=0), rtol=1e-9, atol=1e-12)
        days = float(draws["telework_days_per_week"][d])
        served = [
            min(float(column.sum()), float(space.desks_count[d]) * 5 / days if space.is_open[d] else 0.0)
            for column, space in zip(users.T, outcome.levers.spaces, strict=True)
        ]
        np.testing.assert_allclose(outcome.served_users[d], sum(served), rtol=1e-9, atol=1e-12)
        kept = [s / u if u > 0 else 0.0 for s, u in zip(served, users.sum(axis=0), strict=True)]
        np.testing.assert_allclose(
            outcome.served_users_by_commune[d], users @ np.array(kept).reshape(-1), rtol=1e-9, atol=1e-12
        )


@given(small_baselines(), opened)
def test_users_of_all_spaces_are_the_demand_that_reaches_one(
    table: ParameterTable, baseline: Baseline, communes: list[int]
) -> None:
    draws = sample_draws(table, baseline.spaces, 20, 1)
    outcome = evaluate(opening(baseline, communes), baseline, draws, ACTIONS)
    reaching = (outcome.demand_users * outcome.reach[outcome.combination_index]).sum(axis=1)
    np.testing.assert_allclose(outcome.space_users.sum(axis=1), reaching * outcome.levers[USE_FACTOR], rtol=1e-9)
    np.testing.assert_allclose(
        outcome.served_users + outcome.overflow_users, outcome.space_users.sum(axis=1), rtol=1e-9, atol=1e-12
    )


@given(small_baselines(), opened)
def test_another_space_never_lowers_reach_nor_residents_within_it(
    table: ParameterTable, baseline: Baseline, communes: list[int]
) -> None:
    draws = sample_draws(table, baseline.spaces, 20, 1)
    before = evaluate(opening(baseline, communes), baseline, draws, ACTIONS)
    after = evaluate(opening(baseline, [*communes, 2] if 2 not in communes else communes), baseline, draws, ACTIONS)
    assert (after.reach[after.combination_index] >= before.reach[before.combination_index]).all()
    assert (after.is_within[after.combination_index] >= before.is_within[before.combination_index]).all()


@given(small_baselines(), opened, st.permutations(range(3)))
def test_permuting_communes_permutes_results(
    table: ParameterTable, baseline: Baseline, communes: list[int], first: list[int]
) -> None:
    order = [*first, *range(3, baseline.commune_count)]
    moved = permute(baseline, order)
    draws = sample_draws(table, baseline.spaces, 10, 1)
    scenario = opening(baseline, communes)
    one, other = (evaluate(scenario, base, draws, ACTIONS) for base in (baseline, moved))
    for name in ("demand_users", "served_users_by_commune", "trips_km_by_commune", "additional_inhabitants"):
        np.testing.assert_allclose(getattr(other, name), getattr(one, name)[:, order], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(other.space_users, one.space_users, rtol=1e-9, atol=1e-12)
    for criterion in CRITERIA:
        np.testing.assert_allclose(criterion.measure(other), criterion.measure(one), rtol=1e-9, atol=1e-9)
        if criterion.measure_by_commune is not None:
            by_commune = criterion.measure_by_commune(one)[:, order]
            np.testing.assert_allclose(criterion.measure_by_commune(other), by_commune, rtol=1e-9, atol=1e-9)


def permute(baseline: Baseline, order: list[int]) -> Baseline:
    changed: dict[str, object] = {}
    for field in dataclasses.fields(baseline):
        value = getattr(baseline, field.name)
        if isinstance(value, np.ndarray):
            changed[field.name] = value[order]
    changed["insee_codes"] = tuple(baseline.insee_codes[i] for i in order)
    changed["population"] = dataclasses.replace(baseline.population, values=baseline.population.values[:, order])
    changed["basket_reached"] = {season: reached[order] for season, reached in baseline.basket_reached.items()}
    changed["place_minutes"] = {season: minutes[order] for season, minutes in baseline.place_minutes.items()}
    for name in ("minutes", "km"):
        changed[name] = {season: np.asarray(m)[np.ix_(order, order)] for season, m in getattr(baseline, name).items()}
    changed["spaces"] = tuple(
        dataclasses.replace(space, commune_index=order.index(space.commune_index)) for space in baseline.spaces
    )
    return dataclasses.replace(baseline, **changed)  # type: ignore[arg-type]


def as_sparse(table: FloatArray, keep: np.ndarray) -> csr_matrix:
    rows, columns = np.nonzero(keep)
    return csr_matrix((table[rows, columns], (rows, columns)), shape=table.shape)


def test_sparse_travel_times_give_the_dense_results(
    baseline: Baseline, table: ParameterTable, scenarios: tuple[Scenario, ...]
) -> None:
    draws = sample_draws(table, baseline.spaces, 50, 1)
    dense_min = {season: np.asarray(baseline.minutes[season]) for season in SEASONS}
    far = {season: np.where(dense_min[season] <= 60, dense_min[season], np.inf) for season in SEASONS}
    near = dataclasses.replace(
        baseline,
        minutes={season: freeze_floats(far[season]) for season in SEASONS},
        km={
            season: freeze_floats(np.where(np.isfinite(far[season]), np.asarray(baseline.km[season]), np.inf))
            for season in SEASONS
        },
    )
    sparse = dataclasses.replace(
        near,
        minutes={season: as_sparse(far[season], np.isfinite(far[season])) for season in SEASONS},
        km={season: as_sparse(np.asarray(near.km[season]), np.isfinite(far[season])) for season in SEASONS},
    )
    for season in ("winter", "summer"):
        for scenario in scenarios:
            one, other = (evaluate(scenario, b, draws, ACTIONS, settings=Settings(season)) for b in (near, sparse))
            for criterion in CRITERIA:
                np.testing.assert_allclose(
                    criterion.measure(other), criterion.measure(one), rtol=1e-9, atol=1e-9, err_msg=criterion.key
                )


@given(small_baselines(), st.integers(0, 2), st.integers(1, 20), st.integers(1, 20))
def test_more_desks_never_serve_fewer_in_that_space(
    table: ParameterTable, baseline: Baseline, commune: int, desks: int, added: int
) -> None:
    draws = sample_draws(table, baseline.spaces, 20, 1)
    before, after = (
        evaluate(opening(baseline, [commune], float(count)), baseline, draws, ACTIONS)
        for count in (desks, desks + added)
    )
    assert (after.space_served_users[:, -1] >= before.space_served_users[:, -1] * (1 - 1e-12)).all()
    fits = (before.overflow_users == 0) & (after.overflow_users == 0)
    assert (after.served_users[fits] >= before.served_users[fits] * (1 - 1e-9)).all()


def test_more_desks_may_serve_fewer_in_all_when_a_space_is_already_full(table: ParameterTable) -> None:
    # The space beside the crowd is full, a large one 28 minutes away is half empty: more desks in the
    # full one draw users from the other faster than they seat them. That is the Huff model as specified.
    base = invent_baseline(
        line_of_communes([0.0, 28.0]),
        spaces=(invent_space("vaste", 1, desks=60.0, settled=True),),
        employed=[[0.0, 0.0, 10_000.0, 0.0, 0.0, 0.0], [0.0] * 6],
    )
    draws = central_draws(table, base.spaces)
    few, more = (evaluate(opening(base, [0], desks), base, draws, ACTIONS) for desks in (2.0, 4.0))
    assert few.overflow_users[0] > 0
    assert few.space_served_users[0, 0] < few.space_capacity_users[0, 0]
    assert more.space_served_users[0, 1] > few.space_served_users[0, 1]
    assert more.served_users[0] < few.served_users[0]


def test_season_changes_reach_but_residents_within_reach_are_always_those_of_winter(
    baseline: Baseline, central: Draws
) -> None:
    scenario = plan(choose("open_space", "05007"))
    winter, summer = (
        evaluate(scenario, baseline, central, ACTIONS, settings=Settings(season)) for season in ("winter", "summer")
    )
    assert not np.array_equal(winter.reach, summer.reach)
    np.testing.assert_array_equal(winter.is_within, summer.is_within)


def test_resident_at_exactly_t_minutes_is_within_and_one_beyond_is_not(table: ParameterTable) -> None:
    spaces = (invent_space("a", 0, settled=True),)
    base = invent_baseline(line_of_communes([0.0, 20.0, 20.01]), spaces=spaces)
    outcome = evaluate(DO_NOTHING, base, central_draws(table, spaces), ACTIONS, settings=Settings("winter", 20.0))
    np.testing.assert_array_equal(outcome.is_within, [[1.0, 1.0, 0.0]])


def test_common_reference_gives_what_each_scenario_computes_alone(
    baseline: Baseline, table: ParameterTable, scenarios: tuple[Scenario, ...]
) -> None:
    draws = sample_draws(table, baseline.spaces, 20, 1)
    together = evaluate_all(scenarios, baseline, draws, ACTIONS)
    for outcome, scenario in zip(together, scenarios, strict=True):
        alone = evaluate(scenario, baseline, draws, ACTIONS)
        np.testing.assert_array_equal(outcome.net_new_users, alone.net_new_users)


def test_what_is_shorter_may_pass_before_each_evaluation(
    baseline: Baseline, central: Draws, scenarios: tuple[Scenario, ...]
) -> None:
    acting = [scenario for scenario in scenarios if scenario.actions]
    # Doing nothing, which the others are compared with, is evaluated once more.
    assert count_rests(lambda: evaluate_all(acting, baseline, central, ACTIONS)) == len(acting) + 1


@pytest.mark.parametrize(
    ("scenario", "sentence"),
    [
        (plan(choose("teleport")), "« teleport », qui n'existe pas .*shared_platform"),
        (plan(choose("shared_platform"), choose("shared_platform")), "deux fois « Site internet commun"),
        (plan(choose("open_space", "38185")), "nomme « 38185 », qui n'est pas dans le territoire"),
        (plan(choose("open_space")), "demande un lieu"),
    ],
)
def test_wrong_scenario_is_refused(baseline: Baseline, central: Draws, scenario: Scenario, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        evaluate(scenario, baseline, central, ACTIONS)


@pytest.mark.parametrize("catchment_min", [0.0, -5.0, math.nan, math.inf])
def test_catchment_must_be_positive(baseline: Baseline, central: Draws, catchment_min: float) -> None:
    with pytest.raises(InputError, match="T doit être un nombre positif"):
        evaluate(DO_NOTHING, baseline, central, ACTIONS, settings=Settings("winter", catchment_min))


def test_territory_without_any_space(table: ParameterTable) -> None:
    spaces: tuple[CountedSpace, ...] = ()
    base = invent_baseline(line_of_communes([0.0, 5.0]), spaces=spaces)
    outcome = evaluate(DO_NOTHING, base, central_draws(table, spaces), ACTIONS)
    assert not outcome.served_users.any()
    assert not outcome.reach.any()
    assert outcome.demand_users.sum() > 0


def test_each_action_is_judged_after_the_sound_ones_before_it_and_applied_once(
    baseline: Baseline, central: Draws
) -> None:
    applied: list[str] = []

    def count(action: ActionType) -> ActionType:
        def apply(levers: Levers, context: ActionContext) -> Levers:
            applied.append(action.key)
            return action.apply(levers, context)

        return dataclasses.replace(action, apply=apply)

    counted = {key: count(action) for key, action in ACTIONS.items()}
    opening_one = ActionChoice("open_space", (baseline.insee_codes[0],))
    choices = (
        ActionChoice("teleport"),
        ActionChoice("open_space"),
        ActionChoice("shared_platform"),
        ActionChoice("shared_platform"),
        *[opening_one] * 26,
    )
    faults = find_faults(plan(*choices), baseline, central, counted)
    assert len(applied) == 27
    assert ["" if fault is None else str(fault) for fault in faults[4:]] == [""] * 26
    for fault, word in zip(faults, ("n'existe pas", "demande un lieu", "", "deux fois"), strict=False):
        assert word in str(fault or "")
    sound = tuple(choice for choice, fault in zip(choices, faults, strict=True) if fault is None)
    apply_actions(plan(*sound), baseline, central, ACTIONS)


@given(st.lists(st.sampled_from(sorted(ACTIONS)), min_size=2, max_size=5, unique=True), st.randoms())
def test_order_of_actions_does_not_matter(
    baseline: Baseline, table: ParameterTable, keys: list[str], random: Random
) -> None:
    choices = [choose_examples(ACTIONS[key], baseline)[-1] for key in keys]
    shuffled = list(choices)
    random.shuffle(shuffled)
    draws = sample_draws(table, baseline.spaces, 12, 1)
    one, other = (evaluate(plan(*order), baseline, draws, ACTIONS) for order in (choices, shuffled))
    for criterion in CRITERIA:
        np.testing.assert_allclose(
            criterion.measure(other), criterion.measure(one), rtol=1e-12, atol=1e-9, err_msg=criterion.key
        )


def test_evaluating_anything_leaves_the_baseline_and_the_draws_untouched(
    baseline: Baseline, table: ParameterTable, scenarios: tuple[Scenario, ...]
) -> None:
    draws = sample_draws(table, baseline.spaces, 30, 1)
    before, drawn = snapshot(baseline), {key: draws[key].tobytes() for key in table}
    spaces = (draws.space_is_open.tobytes(), draws.space_desks_count.tobytes())
    everything = plan(*(choose_examples(action, baseline)[0] for action in ACTIONS.values()), key="tout")
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
