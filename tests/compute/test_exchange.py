"""Rates of exchange between the embedded anchors."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.exchange import price_whole_score, read_exchange_rates, set_exchange_rates
from alpsat_geo.compute.mcda.objectives import build_tree, equal_priorities
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.errors import InputError

TREE = build_tree({c.key: str(c.objective) for c in CRITERIA if c.is_weighted_by_default})


@pytest.fixture(scope="module")
def problem(pose: Callable[[int], DecisionProblem]) -> DecisionProblem:
    return pose(2)


def test_rates_of_equal_objectives(problem: DecisionProblem) -> None:
    rates = read_exchange_rates(problem, equal_priorities(TREE))
    assert set(rates) == set(TREE.criterion_keys) - {"net_public_cost"}
    assert rates["additional_inhabitants"] == pytest.approx(250_000 / 150)
    assert rates["regular_users"] == pytest.approx(250_000 / 150 / 3)
    assert price_whole_score(problem, TREE.criterion_keys, equal_priorities(TREE).of_criteria()[0]) == pytest.approx(
        750_000
    )


def test_one_rate_is_set_and_the_others_stay(problem: DecisionProblem) -> None:
    asked = set_exchange_rates(problem, equal_priorities(TREE), {"additional_inhabitants": 5_000}, 3)
    before, after = (read_exchange_rates(problem, p) for p in (equal_priorities(TREE), asked))
    assert after == pytest.approx({**before, "additional_inhabitants": 5_000})
    # It still holds when equity leaves.
    kept = asked.of_criteria(np.array([key != "equity" for key in TREE.criterion_keys]))
    places = [TREE.criterion_keys.index(key) for key in ("additional_inhabitants", "net_public_cost")]
    assert kept[0, places[0]] / kept[0, places[1]] == pytest.approx(5_000 * 150 / 250_000)


def test_rates_that_cannot_be_set_are_refused(problem: DecisionProblem) -> None:
    equal = equal_priorities(TREE)
    with pytest.raises(
        InputError, match="« additional_inhabitants » vaut 0 € par an : donnez un montant supérieur à 0"
    ):
        set_exchange_rates(problem, equal, {"additional_inhabitants": 0}, 1)
    with pytest.raises(InputError, match="« co2_avoided » n'est pas pesé"):
        set_exchange_rates(problem, equal, {"co2_avoided": 1}, 1)
    without = equal_priorities(build_tree({"equity": "access"}))
    with pytest.raises(InputError, match="Aucun critère ne compte l'argent public"):
        set_exchange_rates(problem, without, {"equity": 1}, 1)
    assert np.isnan(read_exchange_rates(problem, without)["equity"])
