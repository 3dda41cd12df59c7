from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.weighting import Weighting
from alpsat_geo.domain.errors import InputError

KNOWN = ("a", "b", "c", "d")
DEFAULT = ("a", "b", "c")
points = st.dictionaries(st.sampled_from(KNOWN), st.integers(0, 100).map(float), min_size=1).filter(
    lambda mapping: sum(mapping.values()) > 0
)


def test_free_weights_are_those_of_the_default_criteria_uniform_on_the_simplex() -> None:
    weighting = Weighting()
    keys = weighting.criteria(DEFAULT, KNOWN)
    weights = weighting.draw(keys, 6000, 1)
    assert keys == DEFAULT
    np.testing.assert_allclose(weights.sum(axis=1), 1.0)
    # On the simplex of three, each weight has mean 1/3 and P(w > 1/2) = (1 - 1/2)**2 = 1/4.
    np.testing.assert_allclose(weights.mean(axis=0), 1 / 3, atol=0.02)
    np.testing.assert_allclose((weights > 0.5).mean(axis=0), 0.25, atol=0.03)
    np.testing.assert_array_equal(weighting.typical(keys), np.full(3, 1 / 3))


@given(points, st.integers(1, 1000))
def test_stated_weights_have_no_scale(stated: dict[str, float], scale: int) -> None:
    one, other = Weighting(stated=stated), Weighting(stated={key: value * scale for key, value in stated.items()})
    keys = one.criteria(DEFAULT, KNOWN)
    np.testing.assert_allclose(one.draw(keys, 3, 1), other.draw(keys, 3, 1), rtol=1e-12)
    np.testing.assert_allclose(one.draw(keys, 3, 1), np.tile(one.typical(keys), (3, 1)), rtol=1e-12)
    assert one.typical(keys).sum() == pytest.approx(1.0)


def test_keys_keep_the_order_of_the_catalogue_and_leave_out_what_is_not_named() -> None:
    assert Weighting(stated={"d": 1.0, "a": 3.0}).criteria(DEFAULT, KNOWN) == ("a", "d")
    assert Weighting(stated={"d": 1.0, "a": 3.0}).typical(("a", "d")).tolist() == [0.75, 0.25]


def test_ranked_weights_respect_the_ranks() -> None:
    weighting = Weighting(ranks={"c": 1, "a": 2})
    keys = weighting.criteria(DEFAULT, KNOWN)
    assert keys == ("a", "c")
    weights = weighting.draw(keys, 500, 1)
    assert (weights[:, 1] >= weights[:, 0]).all()
    # Rank-order centroid of two: 3/4 and 1/4.
    np.testing.assert_allclose(weighting.typical(keys), [0.25, 0.75])


def test_criterion_without_a_rank_comes_last() -> None:
    weights = Weighting(ranks={"a": 1}).draw(("a", "b"), 300, 1)
    assert (weights[:, 0] >= weights[:, 1]).all()


def test_bounded_weights_stay_within_their_bounds() -> None:
    weighting = Weighting(bounds={"a": (0.5, 0.7), "b": (0.1, 0.2)})
    weights = weighting.draw(("a", "b", "c"), 400, 1)
    np.testing.assert_allclose(weights.sum(axis=1), 1.0)
    assert ((weights[:, 0] >= 0.5 - 1e-9) & (weights[:, 0] <= 0.7 + 1e-9)).all()
    assert ((weights[:, 1] >= 0.1 - 1e-9) & (weights[:, 1] <= 0.2 + 1e-9)).all()


def test_votes_are_drawn_among_what_people_said() -> None:
    weighting = Weighting(votes=[{"a": 60.0, "b": 40.0}, {"b": 100.0}])
    keys = weighting.criteria(DEFAULT, KNOWN)
    assert keys == ("a", "b")
    said = {(0.6, 0.4), (0.0, 1.0)}
    drawn = weighting.draw(keys, 200, 1)
    assert {(round(float(a), 12), round(float(b), 12)) for a, b in drawn} == said
    np.testing.assert_allclose(weighting.typical(keys), [0.3, 0.7])


def test_same_seed_same_bytes() -> None:
    for weighting in (Weighting(), Weighting(ranks={"a": 1, "b": 2}), Weighting(votes=[{"a": 1.0}, {"b": 1.0}])):
        keys = weighting.criteria(DEFAULT, KNOWN)
        one, same, other = (weighting.draw(keys, 100, seed) for seed in (3, 3, 4))
        assert one.tobytes() == same.tobytes()
        assert one.tobytes() != other.tobytes()


@pytest.mark.parametrize(
    ("weighting", "sentence"),
    [
        (Weighting(stated={"e": 1.0}), "« e » n'existe pas : choisissez parmi a, b, c, d"),
        (Weighting(votes=[{"a": 1.0}, {"z": 1.0}]), "« z » n'existe pas"),
        (Weighting(stated={"a": 1.0}, ranks={"a": 1}), "d'une seule façon"),
    ],
)
def test_unknown_key_or_two_ways_at_once_is_refused(weighting: Weighting, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        weighting.criteria(DEFAULT, KNOWN)


@pytest.mark.parametrize(
    ("stated", "sentence"),
    [
        ({"a": 0.0, "b": 0.0}, "somme des poids est 0"),
        ({"a": -1.0, "b": 2.0}, "négatif"),
        ({"a": float("nan"), "b": 2.0}, "n'est pas un nombre"),
        ({"a": float("inf"), "b": 2.0}, "n'est pas un nombre"),
    ],
)
def test_weights_that_weigh_nothing_are_refused(stated: dict[str, float], sentence: str) -> None:
    weighting = Weighting(stated=stated)
    with pytest.raises(InputError, match=sentence):
        weighting.draw(("a", "b"), 2, 1)
    with pytest.raises(InputError, match=sentence):
        weighting.typical(("a", "b"))


def test_bounds_that_nothing_meets_are_refused() -> None:
    with pytest.raises(InputError):
        Weighting(bounds={"a": (0.7, 0.8), "b": (0.5, 0.6)}).draw(("a", "b"), 2, 1)
