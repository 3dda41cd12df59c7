"""PROMETHEE II against a printed example and laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alpsat_geo.compute.mcda.promethee import PreferenceFunction, rank_by_promethee
from alpsat_geo.domain.errors import InputError


def test_six_power_stations_of_brans_vincke_and_mareschal_1986() -> None:
    # Manpower, power, construction cost, maintenance cost, villages to evacuate, security; one of each of the six
    # preference functions, equal weights. The table is printed to three decimals, rounded here and cut there.
    matrix = [
        [80, 90, 6, 5.4, 8, 5],
        [65, 58, 2, 9.7, 1, 1],
        [83, 60, 4, 7.2, 4, 7],
        [40, 80, 10, 7.5, 7, 10],
        [52, 72, 6, 2.0, 3, 8],
        [94, 96, 7, 3.6, 5, 6],
    ]
    functions = [
        PreferenceFunction("u_shape", indifference=10),
        PreferenceFunction("v_shape", preference=30),
        PreferenceFunction("linear", indifference=0.5, preference=5),
        PreferenceFunction("level", indifference=1, preference=6),
        PreferenceFunction("usual"),
        PreferenceFunction("gaussian", spread=5),
    ]
    printed = [
        [0, 0.296, 0.250, 0.268, 0.100, 0.185],
        [0.462, 0, 0.389, 0.333, 0.296, 0.500],
        [0.236, 0.180, 0, 0.333, 0.056, 0.429],
        [0.399, 0.505, 0.305, 0, 0.223, 0.212],
        [0.444, 0.515, 0.487, 0.380, 0, 0.448],
        [0.286, 0.399, 0.250, 0.432, 0.133, 0],
    ]
    flows = rank_by_promethee(matrix, np.ones(6), [False, True, False, False, False, True], functions)
    found = flows.preference_index
    is_printed = (np.round(found, 3) == printed) | (np.floor(found * 1000 + 1e-9) / 1000 == printed)
    # Two of its thirty figures are one unit above both: 0.2350 is printed 0.236, and 0.4315 is printed 0.432.
    assert np.argwhere(~is_printed).tolist() == [[2, 0], [5, 3]]
    np.testing.assert_allclose(found, printed, atol=1.01e-3)
    assert np.argsort(-flows.net).tolist() == [4, 1, 3, 5, 2, 0]
    # Net flows as the sums of the printed rows less those of the columns.
    np.testing.assert_allclose(5 * flows.net, [-0.728, 0.085, -0.447, -0.102, 1.466, -0.274], atol=5e-3)


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        # Preferences for advantages of -1, 0, 1, 2, 3, 4, 6, by hand.
        (PreferenceFunction("usual"), [0, 0, 1, 1, 1, 1, 1]),
        (PreferenceFunction("u_shape", indifference=2), [0, 0, 0, 0, 1, 1, 1]),
        (PreferenceFunction("v_shape", preference=4), [0, 0, 0.25, 0.5, 0.75, 1, 1]),
        (PreferenceFunction("level", indifference=1, preference=3), [0, 0, 0, 0.5, 0.5, 1, 1]),
        (PreferenceFunction("linear", indifference=2, preference=6), [0, 0, 0, 0, 0.25, 0.5, 1]),
        (
            PreferenceFunction("gaussian", spread=2),
            [0, 0, 1 - np.exp(-1 / 8), 1 - np.exp(-0.5), 1 - np.exp(-9 / 8), 1 - np.exp(-2), 1 - np.exp(-4.5)],
        ),
    ],
)
def test_each_preference_function_by_hand(function: PreferenceFunction, expected: list[float]) -> None:
    advantages = np.array([-1.0, 0, 1, 2, 3, 4, 6])
    np.testing.assert_allclose(function.prefer(advantages), expected, atol=1e-12)


@given(st.integers(0, 10_000))
@settings(max_examples=50)
def test_net_flows_sum_to_zero_and_a_dominated_alternative_is_below(seed: int) -> None:
    rng = np.random.default_rng(seed)
    matrix = rng.uniform(0, 10, (5, 3))
    matrix[4] = matrix[2] - 1
    flows = rank_by_promethee(
        matrix, rng.random(3) + 0.1, [True] * 3, [PreferenceFunction("v_shape", preference=4)] * 3
    )
    assert flows.net.sum() == pytest.approx(0, abs=1e-12)
    assert flows.net[4] < flows.net[2]
    assert (np.abs(flows.net) <= 1).all()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"shape": "v_shape"}, "seuil de préférence vaut 0"),
        ({"shape": "linear", "indifference": 5, "preference": 4}, "d'indifférence 5"),
        ({"shape": "gaussian"}, "l'écart vaut 0"),
        ({"shape": "usual", "indifference": -1}, "négatif"),
        ({"shape": "level", "indifference": 1, "preference": np.nan}, "manquant"),
    ],
)
def test_thresholds_that_mean_nothing_are_refused(arguments: dict[str, float], said: str) -> None:
    with pytest.raises(InputError, match=said):
        PreferenceFunction(**arguments)  # type: ignore[arg-type]


def test_bad_input_is_refused() -> None:
    usual = [PreferenceFunction()] * 2
    with pytest.raises(InputError, match="deux solutions"):
        rank_by_promethee([[1, 2]], [1, 1], [True, True], usual)
    with pytest.raises(InputError, match="un poids, un sens"):
        rank_by_promethee([[1, 2], [3, 4]], [1, 1], [True, True], usual[:1])
    with pytest.raises(InputError, match="manquante"):
        rank_by_promethee(np.array([[1, 2], [3, np.inf]]), [1, 1], [True, True], usual)
