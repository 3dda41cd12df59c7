from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws, central_draws, sample_draws
from alpsat_geo.compute.evaluation import apply_actions, evaluate
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, plan


def test_desks_are_added_to_the_named_space_alone(baseline: Baseline, table: ParameterTable) -> None:
    draws = sample_draws(table, baseline.spaces, 30, 1)
    levers = apply_actions(plan(choose("extend_space", "luceo", added_desks=5)), baseline, draws, ACTIONS)
    for j, space in enumerate(levers.spaces):
        added = 5.0 if space.key == "luceo" else 0.0
        np.testing.assert_array_equal(space.desks_count, draws.space_desks_count[:, j] + added)
        np.testing.assert_array_equal(space.is_open, draws.space_is_open[:, j])


def test_cost_is_by_added_desk_and_by_space(baseline: Baseline, table: ParameterTable) -> None:
    values = {"extend_space_capex_per_desk_eur": 700.0, "frugal_desks_count": 3.0, "space_lifetime_year": 9.0}
    draws = central_draws(table.settle(values), baseline.spaces)
    levers = apply_actions(plan(choose("extend_space", "luceo", "altipolis")), baseline, draws, ACTIONS)
    assert [line.capex_eur[0] for line in levers.cost_lines] == [2100.0, 2100.0]
    assert [line.lifetime_year[0] for line in levers.cost_lines] == [9.0, 9.0]
    communes = [baseline.insee_codes[line.commune_index[0]] for line in levers.cost_lines]
    assert communes == ["05122", "05023"]


def test_extending_a_closed_space_serves_nobody_more(baseline: Baseline, table: ParameterTable) -> None:
    closed = baseline.with_spaces_settled({"luceo": False})
    draws = sample_draws(table, closed.spaces, 50, 1)
    outcome = evaluate(plan(choose("extend_space", "luceo", added_desks=20)), closed, draws, ACTIONS)
    assert not outcome.net_new_users.any()


def test_extending_takes_users_from_the_neighbours_and_reach_stays(baseline: Baseline, central: Draws) -> None:
    outcome = evaluate(plan(choose("extend_space", "luceo", added_desks=20)), baseline, central, ACTIONS)
    assert outcome.reference is not None
    np.testing.assert_array_equal(outcome.reach, outcome.reference.reach)
    change = (outcome.space_users - outcome.reference.space_users)[0]
    luceo = [space.key for space in baseline.spaces].index("luceo")
    assert change[luceo] > 0
    assert (np.delete(change, luceo) <= 1e-12).all()
    assert change.sum() == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(
    ("places", "sentence"),
    [((), "demande un lieu"), (("la-locomotive",), "« la-locomotive »"), (("luceo", "luceo"), "nomme deux fois")],
)
def test_space_must_be_one_that_is_counted(
    baseline: Baseline, central: Draws, places: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        apply_actions(plan(choose("extend_space", *places)), baseline, central, ACTIONS)
