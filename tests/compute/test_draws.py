from __future__ import annotations

import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.baseline import (
    DESKS_PARAMETER,
    STATUS_PROBABILITY,
    Baseline,
    CountedSpace,
    list_space_parameters,
)
from alpsat_geo.compute.draws import (
    central_draws,
    cut_draws,
    quantile_to_value,
    sample_draws,
    tabulate_draws,
    take_first,
)
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import Parameter, ParameterTable
from tests.invented_territory import invent_space

SIZE = 4000


def parameter(
    low: float | None, value: float, high: float | None, *, family: str | None = None, is_drawn: bool = True
) -> Parameter:
    return Parameter("k", "Libellé", "", low, value, high, "D", "hypothèse", family=family, is_drawn=is_drawn)


def test_every_parameter_has_its_value_as_median_and_stays_within_bounds(
    table: ParameterTable, baseline: Baseline
) -> None:
    draws = sample_draws(table, baseline.spaces, SIZE, 7)
    drawn = 0
    for key, row in table.items():
        if row.is_constant:
            assert (draws[key] == row.value).all()
            continue
        drawn += 1
        assert row.low is not None
        assert row.high is not None
        assert draws[key].min() >= row.low
        assert draws[key].max() <= row.high
        # The share of draws below the value is binomial around one half: five standard errors.
        if row.low < row.value < row.high:
            # A draw among classes may be the value itself: half of those count as below.
            share = np.mean(draws[key] < row.value) + np.mean(draws[key] == row.value) / 2
            assert abs(share - 0.5) < 5 * 0.5 / np.sqrt(SIZE), key
    assert drawn > 40


def test_each_side_of_the_value_has_the_stated_density() -> None:
    # Low side: P(X < x) = ((x - low) / (value - low))**2 / 2, worked by hand at its middle: 1/8.
    row = parameter(0.0, 10.0, 40.0)
    assert quantile_to_value(row, np.array([1 / 8]))[0] == pytest.approx(5.0)
    # High side: P(X > x) = ((high - x) / (high - value))**2 / 2, at its middle 25: 1/8.
    assert quantile_to_value(row, np.array([7 / 8]))[0] == pytest.approx(25.0)
    np.testing.assert_allclose(quantile_to_value(row, np.array([0.0, 0.5, 1.0])), [0.0, 10.0, 40.0])


@given(st.floats(-100, 100), st.floats(0, 50), st.floats(0, 50), st.lists(st.floats(0, 1), min_size=2, max_size=9))
def test_value_grows_with_the_quantile_between_the_bounds(
    value: float, below: float, above: float, quantiles: list[float]
) -> None:
    row = parameter(value - below, value, value + above)
    found = quantile_to_value(row, np.sort(quantiles))
    assert (np.diff(found) >= -1e-9).all()
    assert found.min() >= value - below - 1e-9
    assert found.max() <= value + above + 1e-9


@pytest.mark.parametrize(
    "row",
    [
        parameter(None, 3.0, None),
        parameter(1.0, 3.0, 5.0, is_drawn=False),
        parameter(3.0, 3.0, 3.0),
    ],
)
def test_constants_do_not_move_and_use_no_stream(row: Parameter) -> None:
    draws = sample_draws(ParameterTable({"k": row}), (), 50, 1)
    np.testing.assert_array_equal(draws["k"], np.full(50, 3.0))
    assert dict(draws.quantiles) == {}


def test_family_moves_together_and_others_do_not(table: ParameterTable, baseline: Baseline) -> None:
    draws = sample_draws(table, baseline.spaces, SIZE, 3)

    def ranks(key: str) -> np.ndarray:
        return np.argsort(np.argsort(draws[key]))

    for family, csps in (("teleworkable_share", range(1, 7)), ("telework_weekly_share", range(3, 7))):
        for k in csps:
            np.testing.assert_array_equal(ranks(f"{family}_csp{k}"), ranks(f"{family}_csp3"))
    one, other = draws["teleworkable_share_csp3"], draws["telework_weekly_share_csp3"]
    assert abs(np.corrcoef(one, other)[0, 1]) < 5 / np.sqrt(SIZE)


def test_same_seed_same_bytes_and_another_seed_others(table: ParameterTable, baseline: Baseline) -> None:
    one, same, other = (sample_draws(table, baseline.spaces, 200, seed) for seed in (5, 5, 6))
    for key, row in table.items():
        assert one[key].tobytes() == same[key].tobytes()
        if not row.is_constant:
            assert one[key].tobytes() != other[key].tobytes()
    for name in ("space_is_open", "space_desks_count", "space_reopening_quantile"):
        assert getattr(one, name).tobytes() == getattr(same, name).tobytes()
        assert getattr(one, name).tobytes() != getattr(other, name).tobytes()


def test_another_parameter_leaves_the_others_byte_identical(table: ParameterTable, baseline: Baseline) -> None:
    added = {"a_first": parameter(0.0, 1.0, 2.0), **{key: table[key] for key in table}}
    before = sample_draws(table, baseline.spaces, 300, 11)
    after = sample_draws(ParameterTable(added), baseline.spaces, 300, 11)
    for key in table:
        assert before[key].tobytes() == after[key].tobytes()
    assert before.space_is_open.tobytes() == after.space_is_open.tobytes()
    assert len(np.unique(after["a_first"])) == 300


def test_settled_parameter_leaves_the_others_byte_identical(table: ParameterTable, baseline: Baseline) -> None:
    before = sample_draws(table, baseline.spaces, 300, 11)
    after = sample_draws(table.settle({"space_price_month_eur": 95.0}), baseline.spaces, 300, 11)
    np.testing.assert_array_equal(after["space_price_month_eur"], np.full(300, 95.0))
    for key in table:
        if key != "space_price_month_eur":
            assert before[key].tobytes() == after[key].tobytes()


def test_another_space_leaves_the_others_byte_identical(table: ParameterTable, baseline: Baseline) -> None:
    before = sample_draws(table, baseline.spaces, 300, 11)
    after = sample_draws(table, (invent_space("nouveau", 0, desks=None), *baseline.spaces), 300, 11)
    for name in ("space_is_open", "space_desks_count", "space_reopening_quantile"):
        assert getattr(before, name).tobytes() == np.ascontiguousarray(getattr(after, name)[:, 1:]).tobytes()


def test_more_draws_begin_with_the_same_ones(table: ParameterTable, baseline: Baseline) -> None:
    few, many = (sample_draws(table, baseline.spaces, size, 2) for size in (100, 400))
    np.testing.assert_array_equal(few["space_price_month_eur"], many["space_price_month_eur"][:100])
    np.testing.assert_array_equal(few.space_is_open, many.space_is_open[:100])


def test_the_first_draws_are_those_of_a_shorter_sample(table: ParameterTable, baseline: Baseline) -> None:
    short, taken = (
        sample_draws(table, baseline.spaces, 7, 1),
        take_first(sample_draws(table, baseline.spaces, 50, 1), 7),
    )
    assert taken.size == 7
    for found, expected in ((taken.values, short.values), (taken.quantiles, short.quantiles)):
        assert found.keys() == expected.keys()
        assert all(np.array_equal(found[key], expected[key]) for key in expected)
    for name in ("space_is_open", "space_desks_count", "space_reopening_quantile"):
        assert np.array_equal(getattr(taken, name), getattr(short, name))
    assert np.array_equal(taken.event_quantile("tout"), short.event_quantile("tout"))
    assert take_first(short, 100) is short


def test_no_two_unknowns_share_a_stream(table: ParameterTable, baseline: Baseline) -> None:
    names = {row.family or key for key, row in table.items()}
    names |= {f"{purpose}:{s.key}" for s in baseline.spaces for purpose in ("status", "desks", "reopening")}
    assert len({zlib.crc32(name.encode()) for name in names}) == len(names)


def test_spaces_open_as_often_as_their_status_says(table: ParameterTable) -> None:
    spaces = (
        invent_space("a", 0, status="open"),
        invent_space("b", 0, status="open_unverified"),
        invent_space("c", 0, status="mentioned"),
        invent_space("d", 0, status="mentioned", settled=True),
        invent_space("e", 0, status="open", settled=False),
    )
    shares = sample_draws(table, spaces, SIZE, 1).space_is_open.mean(axis=0)
    for share, expected in zip(shares[:3], (0.97, 0.5, 0.4), strict=True):
        assert share == pytest.approx(expected, abs=5 * np.sqrt(expected * (1 - expected) / SIZE))
    assert (shares[3], shares[4]) == (1.0, 0.0)


def test_two_spaces_of_one_commune_are_drawn_apart(table: ParameterTable) -> None:
    spaces = [invent_space(key, 0, status="open_unverified", desks=None) for key in ("a", "b")]
    draws = sample_draws(table, spaces, SIZE, 1)
    for drawn in (draws.space_is_open.astype(np.float64), draws.space_desks_count, draws.space_reopening_quantile):
        assert abs(float(np.asarray(np.corrcoef(drawn.T))[0, 1])) < 5 / np.sqrt(SIZE)


def test_published_desks_are_kept_and_unpublished_ones_drawn(table: ParameterTable) -> None:
    draws = sample_draws(table, (invent_space("a", 0, desks=6.0), invent_space("b", 0, desks=None)), SIZE, 1)
    assert (draws.space_desks_count[:, 0] == 6.0).all()
    row = table["existing_space_desks"]
    drawn = draws.space_desks_count[:, 1]
    assert (drawn.min() >= row.low, drawn.max() <= row.high, len(np.unique(drawn))) == (True, True, SIZE)
    assert np.median(drawn) == pytest.approx(row.value, abs=0.2)


@pytest.mark.parametrize(
    "space",
    [
        invent_space("a", 0, status="open_unverified", desks=None),
        invent_space("a", 0, status="mentioned", desks=6.0),
        invent_space("a", 0, status="open", desks=None, settled=True),
        invent_space("a", 0, status="open", desks=6.0, settled=True),
        invent_space("a", 0, status="open_unverified", desks=None, settled=False),
    ],
)
def test_the_rows_of_a_space_are_those_that_move_the_desks_that_it_offers(
    table: ParameterTable, space: CountedSpace
) -> None:
    def draw_offered(rows: ParameterTable) -> bytes:
        draws = sample_draws(rows, (space,), SIZE, 1)
        return (draws.space_desks_count * draws.space_is_open).tobytes()

    moving = {
        key
        for key in (DESKS_PARAMETER, *STATUS_PROBABILITY.values())
        if draw_offered(table.move({key: table[key].slider_bounds[0]})) != draw_offered(table)
    }
    assert list_space_parameters((space,), table) == moving


def test_central_run_takes_every_value_and_opens_what_is_as_likely_as_not(table: ParameterTable) -> None:
    spaces = (
        invent_space("a", 0, status="open"),
        invent_space("b", 0, status="open_unverified", desks=None),
        invent_space("c", 0, status="mentioned"),
    )
    draws = central_draws(table, spaces)
    assert draws.size == 1
    assert all(draws[key].tolist() == [row.value] for key, row in table.items())
    assert draws.space_is_open.tolist() == [[True, True, False]]
    assert draws.space_desks_count.tolist() == [[8.0, table["existing_space_desks"].value, 8.0]]


def test_table_of_draws_changes_only_what_is_named(table: ParameterTable, baseline: Baseline) -> None:
    column = np.array([90.0, 100.0, 110.0])
    draws = tabulate_draws(table, baseline.spaces, {"space_price_month_eur": column}, 3)
    np.testing.assert_array_equal(draws["space_price_month_eur"], column)
    for key, row in table.items():
        if key != "space_price_month_eur":
            np.testing.assert_array_equal(draws[key], np.full(3, row.value))
    np.testing.assert_array_equal(
        draws.space_is_open, np.repeat(central_draws(table, baseline.spaces).space_is_open, 3, 0)
    )


def test_table_of_draws_refuses_an_unknown_parameter(table: ParameterTable) -> None:
    with pytest.raises(InputError, match="« prix_du_pain » n'existe pas"):
        tabulate_draws(table, (), {"prix_du_pain": np.ones(1)}, 1)


@pytest.mark.parametrize(("size", "seed", "sentence"), [(0, 1, "au moins 1"), (-3, 1, "-3"), (1, -1, "graine.*-1")])
def test_wrong_size_or_seed_is_refused(table: ParameterTable, size: int, seed: int, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        sample_draws(table, (), size, seed)


def test_draws_are_read_only(table: ParameterTable, baseline: Baseline) -> None:
    draws = sample_draws(table, baseline.spaces, 5, 1)
    for array in (draws["space_price_month_eur"], draws.space_is_open, draws.space_desks_count):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_unknown_key_is_refused(table: ParameterTable) -> None:
    with pytest.raises(InputError, match="« prix_du_pain » n'existe pas"):
        central_draws(table, ())["prix_du_pain"]


def test_parts_hold_the_draws_in_their_order(baseline: Baseline, table: ParameterTable) -> None:
    whole = sample_draws(table, baseline.spaces, 25, 3)
    parts = list(cut_draws(whole, 10))
    assert [part.size for part in parts] == [10, 10, 5]
    for key in whole.values:
        assert np.array_equal(np.concatenate([part[key] for part in parts]), whole[key])
    assert np.array_equal(np.concatenate([part.space_is_open for part in parts]), whole.space_is_open)
