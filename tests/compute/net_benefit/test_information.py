"""What knowing is worth: closed forms, a case by hand, and noise that is not sold as information."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.net_benefit.information import cut_unknowns, value_information

DRAWS = 40_000


@pytest.mark.parametrize(("mean", "deviation"), [(3000, 8000), (-2000, 5000), (0, 1000)])
def test_perfect_information_on_a_normal_net_benefit_is_the_unit_normal_loss(mean: float, deviation: float) -> None:
    # H. Raiffa, R. Schlaifer, Applied Statistical Decision Theory, 1961: the expected value of perfect information is
    # deviation x L(|mean| / deviation), where L(u) = phi(u) - u (1 - Phi(u)).
    drawn = np.random.default_rng(1).normal(mean, deviation, 400_000)
    unit, u = NormalDist(), abs(mean) / deviation
    expected = deviation * (unit.pdf(u) - u * (1 - unit.cdf(u)))
    found = value_information({}, np.stack([np.zeros(drawn.size), drawn]))
    assert found.perfect == pytest.approx(expected, rel=0.02)


def test_partial_information_in_two_states_is_that_worked_by_hand() -> None:
    # A space stays open in 3 draws of 10. Acting is worth +30,000 if it does, -20,000 if not, give or take 1,000 by an
    # amount of subsidies that is 1,000 more or less in half of the draws.
    # Unknown, acting is worth 0.3 x 30,000 - 0.7 x 20,000 = -5,000 on average: nothing is done, for 0.
    # Who knows about the space acts when it stays open: 0.3 x 30,000 = 9,000; gain 9,000 - 0 = 9,000.
    # Who knows about the subsidies only: acting is worth -4,000 or -6,000, and is not done either way; gain 0.
    # Who knows all acts in the same 3 draws of 10: 0.3 x 30,000 = 9,000.
    is_open = np.tile(np.repeat([1.0, 0.0], [3, 7]), 200)
    is_subsidised = np.repeat([1.0, 0.0], 1000)
    acting = np.where(is_open > 0, 30_000.0, -20_000.0) + np.where(is_subsidised > 0, 1000.0, -1000.0)
    slices = cut_unknowns({"space": is_open, "subsidies": is_subsidised})
    found = value_information(slices, np.stack([np.zeros(2000), acting]))
    assert found.partial == {"space": pytest.approx(9000), "subsidies": 0}
    assert found.perfect == pytest.approx(9000)


def test_value_of_a_continuous_unknown_is_the_analytic_one() -> None:
    # Acting gains 1,000 (x - 0.5), x uniform: E[max(., 0)] = 125, and no slice of one tenth lies across the switch.
    x = np.random.default_rng(4).random(DRAWS)
    found = value_information(cut_unknowns({"x": x}), np.stack([np.zeros(DRAWS), 1000 * (x - 0.501)]))
    assert found.perfect == pytest.approx(125, abs=3)
    assert found.partial["x"] == pytest.approx(125, abs=3)


@given(st.integers(0, 10_000), st.integers(2, 4), st.floats(0, 0.3))
def test_partial_information_is_worth_between_nothing_and_all(seed: int, count: int, noise: float) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.random((2, 600))
    rows = [rng.normal() * x + rng.normal() * (y > 0.5) + rng.normal(0, noise, 600) for _ in range(count)]
    slices = cut_unknowns({"x": x, "y": y, "unrelated": rng.random(600)})
    found = value_information(slices, 10_000 * np.stack(rows))
    assert all(0 <= value <= found.perfect * (1 + 1e-12) for value in found.partial.values())


def test_noise_is_not_worth_anything() -> None:
    sold = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        net_benefits = rng.normal(5000, 1000, (3, 2000))
        found = value_information(cut_unknowns({f"inconnue {k}": rng.random(2000) for k in range(60)}), net_benefits)
        # Perfect information is worth a lot here, and no single unknown explains any of it.
        assert found.perfect > 500
        sold += any(value > 0 for value in found.partial.values())
    # At most one list in twenty is expected; six of forty lie beyond its 99.9 % bound.
    assert sold <= 6


def test_equal_programmes_and_one_rare_draw_teach_nothing() -> None:
    same = np.tile(1e4 * np.random.default_rng(1).random(2000), (2, 1))
    assert value_information(cut_unknowns({}), same).perfect == 0
    rare = np.stack([np.full(2000, 500.0), np.zeros(2000)])
    rare[1, 0] = 600
    assert value_information(cut_unknowns({}), rare).perfect == 0


def test_a_slice_of_few_draws_and_a_constant_decide_nothing() -> None:
    rare = np.zeros(1000)
    rare[:20] = 1
    slices = cut_unknowns({"rare": rare, "constant": np.ones(1000)})
    found = value_information(slices, 1000 * np.stack([1 - rare, rare]))
    assert found.partial == {"rare": 0, "constant": 0}


def test_a_yes_or_no_is_cut_in_two_and_a_quantity_in_ten() -> None:
    rng = np.random.default_rng(2)
    slices = cut_unknowns({"open": (rng.random(1000) < 0.35).astype(np.float64), "level": rng.random(1000)})
    assert set(slices["open"].tolist()) == {0, 1}
    assert np.bincount(slices["level"]).tolist() == [100] * 10
