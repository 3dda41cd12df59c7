from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.compute.baseline import FRANCE_SERVICES, Baseline
from alpsat_geo.compute.draws import Draws, central_draws
from alpsat_geo.compute.evaluation import apply_actions, evaluate
from alpsat_geo.criteria.services_within_reach import SERVICES_WITHIN_REACH
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, plan


def test_named_communes_get_the_whole_service_in_every_season(baseline: Baseline, central: Draws) -> None:
    levers = apply_actions(plan(choose("itinerant_services", "05007", "05177")), baseline, central, ACTIONS)
    chosen = [baseline.insee_codes.index(code) for code in ("05007", "05177")]
    for reached in baseline.basket_reached.values():
        expected = reached[:, FRANCE_SERVICES].copy()
        expected[chosen] = 1.0
        found = levers.act("france_services", reached[:, FRANCE_SERVICES])
        np.testing.assert_array_equal(found, expected[None, :])


def test_gain_is_a_sixth_of_the_basket_of_residents_who_lacked_it(baseline: Baseline, central: Draws) -> None:
    lacking = int(np.flatnonzero(baseline.basket_reached["winter"][:, FRANCE_SERVICES] == 0)[0])
    code = baseline.insee_codes[lacking]
    outcome = evaluate(plan(choose("itinerant_services", code)), baseline, central, ACTIONS)
    assert outcome.reference is not None
    gain = SERVICES_WITHIN_REACH.measure(outcome)[0] - SERVICES_WITHIN_REACH.measure(outcome.reference)[0]
    assert gain == pytest.approx(baseline.population_count[lacking] / baseline.population_count.sum() / 6)


def test_one_vehicle_whatever_the_number_of_communes(baseline: Baseline, table: ParameterTable) -> None:
    draws = central_draws(table.settle({"itinerant_services_cost_eur_year": 80_000.0}), baseline.spaces)
    for codes in (("05007",), ("05007", "05177", "05157")):
        levers = apply_actions(plan(choose("itinerant_services", *codes)), baseline, draws, ACTIONS)
        (line,) = levers.cost_lines
        assert line.opex_eur_per_year[0] == 80_000.0
        assert [baseline.insee_codes[i] for i in line.commune_index] == list(codes)


def test_communes_must_be_named(baseline: Baseline, central: Draws) -> None:
    with pytest.raises(InputError, match="demande un lieu : communes"):
        apply_actions(plan(choose("itinerant_services")), baseline, central, ACTIONS)
