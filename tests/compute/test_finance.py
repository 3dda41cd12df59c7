"""Finance of a space against interest tables and laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.finance import (
    annuity,
    break_even_users,
    capacity_users,
    judge_balance,
)
from alpsat_geo.domain.errors import InputError

MONEY = st.floats(1, 1e6)


@pytest.mark.parametrize(
    ("rate", "years", "printed"),
    [(0.10, 5, 0.26380), (0.05, 10, 0.12950), (0.08, 20, 0.10185), (0.10, 10, 0.16275)],
)
def test_annuity_matches_the_capital_recovery_tables_of_blank_and_tarquin(
    rate: float, years: int, printed: float
) -> None:
    assert round(float(annuity(1, rate, years)), 5) == printed


def test_annuity_at_rate_zero_is_a_plain_share_and_the_limit_of_small_rates() -> None:
    np.testing.assert_allclose(annuity([1000, 1000], [0.0, 1e-12], [8, 8]), [125, 125])


@given(MONEY, st.floats(0, 0.2), st.integers(1, 40))
def test_yearly_amounts_discounted_give_the_investment_back(capex: float, rate: float, years: int) -> None:
    paid = float(annuity(capex, rate, years))
    assert sum(paid / (1 + rate) ** year for year in range(1, years + 1)) == pytest.approx(capex)


def test_break_even_by_hand() -> None:
    # 12,000 EUR a year at 50 EUR a month: 20 users; free premises and nothing to pay: none; a price of 0: never.
    np.testing.assert_array_equal(break_even_users([12_000, 0, 12_000, -5], [50, 50, 0, 0]), [20, 0, np.inf, 0])
    assert np.isnan(break_even_users(np.nan, 50))


def test_capacity_by_hand() -> None:
    np.testing.assert_array_equal(capacity_users([4, 10, 0], [2, 2.5, 1]), [10, 20, 0])


def test_verdict_has_its_bounds_included() -> None:
    assert judge_balance(2 / 3) == "holds"
    assert judge_balance(0.1 + 0.2 + 1 / 30) == "does_not_hold"
    assert judge_balance(0.5) == "uncertain"
    assert judge_balance(np.nan) == "not_applicable"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: annuity(1, -0.1, 5), "taux d'actualisation vaut -0.1"),
        (lambda: annuity(1, 0.1, [5, 0]), "durée de vie vaut 0"),
        (lambda: break_even_users(1, -5), "prix mensuel vaut -5"),
        (lambda: capacity_users(-1, 2), "-1 poste"),
        (lambda: capacity_users(1, 0), "0 jour"),
    ],
)
def test_bad_input_is_refused(call: object, said: str) -> None:
    assert callable(call)
    with pytest.raises(InputError, match=said):
        call()
