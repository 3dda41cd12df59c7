"""What to verify first: unknowns that decide are found, noise is not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alpsat_geo.compute.mcda.information import cut_unknowns, value_information, verify_first

DRAWS = 10_000


def test_an_unknown_that_decides_is_ranked_first_with_its_share() -> None:
    rng = np.random.default_rng(1)
    quantile, is_open, other = rng.random(DRAWS), (rng.random(DRAWS) < 0.3).astype(np.float64), rng.random(DRAWS)
    # The second scenario leads where the quantile is below 0.2, and, a little, where the space is closed.
    scores = np.stack([quantile, np.full(DRAWS, 0.2)]) + rng.normal(0, 0.01, (2, DRAWS))
    found = verify_first(cut_unknowns({"quantile": quantile, "is_open": is_open, "other": other}), scores)
    assert [influence.key for influence in found] == ["quantile", "is_open", "other"]
    assert found[0].changes_leader_share == pytest.approx(0.2, abs=0.005)
    assert found[1].changes_leader_share == 0.0


def test_a_yes_or_no_is_cut_in_two() -> None:
    rng = np.random.default_rng(2)
    is_open = (rng.random(DRAWS) < 0.35).astype(np.float64)
    scores = np.stack([1 - is_open, is_open])
    (found,) = verify_first(cut_unknowns({"space": is_open}), scores)
    assert found.changes_leader_share == pytest.approx(is_open.mean())


@given(st.integers(0, 200))
@settings(max_examples=25, deadline=None)
def test_noise_is_not_information(seed: int) -> None:
    rng = np.random.default_rng(seed)
    # Two scenarios neck and neck, and an unknown that has nothing to do with them.
    scores = rng.random((2, 4000))
    (found,) = verify_first(cut_unknowns({"unrelated": rng.random(4000)}), scores)
    assert found.changes_leader_share <= 0.3


def test_noise_is_seldom_taken_for_information_on_average() -> None:
    shares = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        (found,) = verify_first(cut_unknowns({"unrelated": rng.random(2000)}), rng.random((2, 2000)))
        shares.append(found.changes_leader_share)
    assert np.mean(shares) < 0.005


def test_a_list_where_nothing_matters_seldom_names_anything() -> None:
    alarms = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        unrelated = {f"inconnue {k}": rng.random(2000) for k in range(60)}
        found = verify_first(cut_unknowns(unrelated), rng.random((2, 2000)))
        alarms += found[0].changes_leader_share > 0
    # At most one list in twenty is expected; six of forty lie beyond its 99.9 % bound.
    assert alarms < 6


def test_a_slice_of_few_draws_decides_nothing() -> None:
    rare = np.zeros(1000)
    rare[:20] = 1
    scores = np.stack([1 - rare, rare])
    assert verify_first(cut_unknowns({"rare": rare}), scores)[0].changes_leader_share == 0.0


def test_ties_are_sorted_by_key_and_a_constant_changes_nothing() -> None:
    scores = np.random.default_rng(1).random((3, 500))
    found = verify_first(cut_unknowns({"b": np.ones(500), "a": np.zeros(500)}), scores)
    assert [(influence.key, influence.changes_leader_share) for influence in found] == [("a", 0.0), ("b", 0.0)]


@pytest.mark.parametrize(("probability", "gain", "loss"), [(0.5, 0.3, 0.2), (0.3, 0.3, 0.2), (0.8, 0.1, 0.35)])
def test_value_of_information_in_two_states_is_the_analytic_one(probability: float, gain: float, loss: float) -> None:
    # Acting wins `gain` if the space is open and loses `loss` if it is closed; doing nothing wins nothing.
    draws = 40_000
    rng = np.random.default_rng(3)
    is_open = (rng.random(draws) < probability).astype(np.float64)
    price = rng.normal(0, 0.02, draws)
    scores = 0.5 + np.stack([np.zeros(draws), is_open * gain - (1 - is_open) * loss + price])
    found = value_information(cut_unknowns({"space": is_open, "price": price, "other": rng.random(draws)}), scores)
    average = probability * gain - (1 - probability) * loss
    expected = probability * gain - max(average, 0)
    assert found.partial["space"] == pytest.approx(expected, abs=0.004)
    # The price never turns the sign of what is at stake: once the state is known, knowing it adds nothing.
    assert found.perfect == pytest.approx(expected, abs=0.004)
    assert found.partial["other"] == 0


def test_value_of_a_continuous_unknown_is_the_analytic_one() -> None:
    # Acting wins x - 0.5, x uniform: E[max(x - 0.5, 0)] = 1/8, and no slice of one tenth lies across the switch.
    draws = 40_000
    x = np.random.default_rng(4).random(draws)
    scores = np.stack([np.full(draws, 0.5), x - 1e-3])
    found = value_information(cut_unknowns({"x": x}), scores)
    assert found.perfect == pytest.approx(1 / 8, abs=0.003)
    assert found.partial["x"] == pytest.approx(1 / 8, abs=0.003)


@given(st.integers(0, 10_000), st.integers(2, 4), st.floats(0, 0.3))
def test_partial_information_is_worth_between_nothing_and_all(seed: int, count: int, noise: float) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.random((2, 600))
    scores = np.stack([rng.normal() * x + rng.normal() * (y > 0.5) + rng.normal(0, noise, 600) for _ in range(count)])
    found = value_information(cut_unknowns({"x": x, "y": y, "unrelated": rng.random(600)}), scores)
    assert all(0 <= value <= found.perfect + 1e-12 for value in found.partial.values())


def test_noise_is_not_worth_anything() -> None:
    sold = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        scores = rng.normal(0.5, 0.1, (3, 2000))
        found = value_information(cut_unknowns({f"inconnue {k}": rng.random(2000) for k in range(60)}), scores)
        # Perfect information is worth a lot here, and no single unknown explains any of it.
        assert found.perfect > 0.05
        sold += any(value > 0 for value in found.partial.values())
    assert sold <= 6
    same = np.tile(np.random.default_rng(1).random(2000), (2, 1))
    assert value_information(cut_unknowns({}), same).perfect == 0
    rare = np.stack([np.full(2000, 0.5), np.zeros(2000)])
    rare[1, 0] = 0.6
    assert value_information(cut_unknowns({}), rare).perfect == 0
