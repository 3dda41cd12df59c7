from __future__ import annotations

import numpy as np

from alpsat_geo.compute.baseline import FRANCE_SERVICES, Baseline
from alpsat_geo.compute.draws import Draws, sample_draws
from alpsat_geo.compute.levers import CostLine, Start, baseline_levers
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.territory import SEASONS
from tests.invented_territory import snapshot


def test_doing_nothing_keeps_spaces_as_drawn_and_all_else_at_zero(baseline: Baseline, table: ParameterTable) -> None:
    draws = sample_draws(table, baseline.spaces, 50, 1)
    levers = baseline_levers(baseline, draws)
    assert [space.key for space in levers.spaces] == [space.key for space in baseline.spaces]
    for j, space in enumerate(levers.spaces):
        np.testing.assert_array_equal(space.is_open, draws.space_is_open[:, j])
        np.testing.assert_array_equal(space.desks_count, draws.space_desks_count[:, j])
        assert not space.is_new
        assert np.isnan([space.capex_eur, space.opex_eur_per_year, space.grant_eur, space.price_month_eur]).all()
    assert (levers.use_factor == 1).all()
    assert (levers.cost_lines, levers.starts) == ((), ())
    for lever in (levers.weekly_telework_gain, levers.newcomer_intensity, levers.retention_gain_share):
        assert not lever.any()
    assert not levers.car_free_share.any()
    assert not levers.added_ftth_premises_count.any()
    for season in SEASONS:
        np.testing.assert_array_equal(
            levers.france_services_level[season][0], baseline.basket_reached[season][:, FRANCE_SERVICES]
        )


def test_use_factors_multiply(baseline: Baseline, central: Draws) -> None:
    levers = baseline_levers(baseline, central)
    twice = levers.with_use_factor(np.array([1.5])).with_use_factor(np.array([2.0]))
    assert twice.use_factor.tolist() == [3.0]
    assert levers.use_factor.tolist() == [1.0]


def test_services_rise_to_a_level_where_named_and_never_fall(baseline: Baseline, central: Draws) -> None:
    levers = baseline_levers(baseline, central)
    before = snapshot(levers)
    level = levers.france_services_level["winter"][0]
    with_none, with_one = int(np.flatnonzero(level == 0)[0]), int(np.flatnonzero(level == 1)[0])
    other = int(np.flatnonzero(level == 0)[1])
    raised = levers.with_france_services(np.array([0.3]), (with_none, with_one))
    again = raised.with_france_services(np.array([0.2]), (with_none,))
    for after in (raised, again):
        found = after.france_services_level["winter"][0]
        assert (found[with_none], found[with_one], found[other]) == (0.3, 1.0, 0.0)
    assert snapshot(levers) == before
    assert snapshot(raised) != before


def test_levels_that_vary_by_draw_widen_the_table(baseline: Baseline, table: ParameterTable) -> None:
    levers = baseline_levers(baseline, sample_draws(table, baseline.spaces, 3, 1))
    commune = int(np.flatnonzero(levers.france_services_level["summer"][0] == 0)[0])
    raised = levers.with_france_services(np.array([0.1, 0.2, 0.3]), (commune,))
    np.testing.assert_array_equal(raised.france_services_level["summer"][:, commune], [0.1, 0.2, 0.3])


def test_costs_and_starts_add_up_in_order(baseline: Baseline, central: Draws) -> None:
    levers = baseline_levers(baseline, central)
    one, none = np.ones(1), np.zeros(1)
    lines = [CostLine(key, one, one, one, none, none) for key in ("a", "b")]
    both = levers
    for line in lines:
        both = both.with_cost(line, Start(line.action_key, one))
    assert [line.action_key for line in both.cost_lines] == ["a", "b"]
    assert [start.action_key for start in both.starts] == ["a", "b"]
    assert levers.cost_lines == ()
