from __future__ import annotations

import numpy as np

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws, central_draws
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.criteria.months_to_first_effect import MONTHS_TO_FIRST_EFFECT
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, plan


def test_first_start_where_it_happens(baseline: Baseline, table: ParameterTable) -> None:
    values = {
        "months_to_start_open_space_frugal": 7.0,
        "months_to_start_open_space_standard": 20.0,
        "months_to_start_welcome_service": 12.0,
    }
    draws = central_draws(table.settle(values), baseline.spaces)
    scenario = plan(
        choose("open_space", "05065", kind="standard"),
        choose("open_space", "05023", kind="frugal"),
        choose("welcome_service", "200067452"),
    )
    outcome = evaluate(scenario, baseline, draws, ACTIONS)
    assert MONTHS_TO_FIRST_EFFECT.measure(outcome).tolist() == [7.0]
    assert MONTHS_TO_FIRST_EFFECT.measure_by_epci is not None
    assert MONTHS_TO_FIRST_EFFECT.measure_by_commune is not None
    by_epci = dict(zip(baseline.epci_sirens, MONTHS_TO_FIRST_EFFECT.measure_by_epci(outcome)[0], strict=True))
    assert by_epci["240500439"] == 7.0
    assert by_epci["200067452"] == 12.0
    assert np.isnan(by_epci["240500462"])
    by_commune = dict(zip(baseline.insee_codes, MONTHS_TO_FIRST_EFFECT.measure_by_commune(outcome)[0], strict=True))
    assert (by_commune["05023"], by_commune["05065"]) == (7.0, 12.0)
    assert np.isnan(by_commune["05027"])


def test_whole_territory_starts_everywhere(baseline: Baseline, central: Draws) -> None:
    outcome = evaluate(plan(choose("animate_spaces")), baseline, central, ACTIONS)
    assert MONTHS_TO_FIRST_EFFECT.measure_by_commune is not None
    assert (MONTHS_TO_FIRST_EFFECT.measure_by_commune(outcome) == 4.0).all()


def test_nothing_undertaken_is_without_object(baseline: Baseline, central: Draws) -> None:
    assert np.isnan(MONTHS_TO_FIRST_EFFECT.measure(evaluate(DO_NOTHING, baseline, central, ACTIONS))[0])
