from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.compute.draws import central_draws
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.criteria.services_within_reach import SERVICES_WITHIN_REACH
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, invent_baseline, plan

# Two communes of 300 and 100 residents: 3 and 6 services of 6 in reach, France services in the second only.
BASKET = [[1, 1, 1, 0, 0, 0], [1, 1, 1, 1, 1, 1]]
BASE = invent_baseline(np.zeros((2, 2)), population=[300.0, 100.0], basket=BASKET, epci_index=[0, 1])


def test_mean_by_resident_by_hand(table: ParameterTable) -> None:
    outcome = evaluate(DO_NOTHING, BASE, central_draws(table, ()), ACTIONS)
    # (300 * 3 / 6 + 100 * 6 / 6) / 400 = 0.625.
    assert SERVICES_WITHIN_REACH.measure(outcome)[0] == pytest.approx(0.625)
    assert SERVICES_WITHIN_REACH.measure_by_commune is not None
    assert SERVICES_WITHIN_REACH.measure_by_epci is not None
    np.testing.assert_allclose(SERVICES_WITHIN_REACH.measure_by_commune(outcome), [[0.5, 1.0]])
    np.testing.assert_allclose(SERVICES_WITHIN_REACH.measure_by_epci(outcome), [[0.5, 1.0]])


def test_mediation_counts_for_the_share_it_helps(table: ParameterTable) -> None:
    draws = central_draws(table.settle({"digital_mediation_reach_gain": 0.4}), ())
    outcome = evaluate(plan(choose("digital_mediation")), BASE, draws, ACTIONS)
    # Commune 1 gains 0.4 of one service in six: (300 * 3.4 / 6 + 100) / 400 = 0.675.
    assert SERVICES_WITHIN_REACH.measure(outcome)[0] == pytest.approx(0.675)
