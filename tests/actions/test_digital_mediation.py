from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.compute.accounts import net_petr_cost_by_commune, net_public_cost_by_commune
from alpsat_geo.compute.baseline import FRANCE_SERVICES, Baseline
from alpsat_geo.compute.draws import central_draws
from alpsat_geo.compute.evaluation import apply_actions, evaluate
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, plan


def test_help_reaches_a_share_of_residents_far_from_france_services(baseline: Baseline, table: ParameterTable) -> None:
    draws = central_draws(table.settle({"digital_mediation_reach_gain": 0.08}), baseline.spaces)
    siren = baseline.epci_sirens[2]
    levers = apply_actions(plan(choose("digital_mediation", siren)), baseline, draws, ACTIONS)
    before = baseline.basket_reached["winter"][:, FRANCE_SERVICES]
    inside = baseline.epci_index == 2
    expected = np.where(inside & (before == 0), 0.08, before)
    np.testing.assert_array_equal(levers.act("france_services", before), expected[None, :])
    assert (inside & (before == 0)).any()


@pytest.mark.parametrize(("grant", "petr_cost"), [("oui", 30_000.0), ("non", 50_000.0)])
def test_state_grant_lowers_the_cost_to_the_petr_alone(
    baseline: Baseline, table: ParameterTable, grant: str, petr_cost: float
) -> None:
    values = {"digital_mediation_cost_eur_year": 50_000.0, "conseiller_numerique_grant_eur_year": 20_000.0}
    draws = central_draws(table.settle(values), baseline.spaces)
    outcome = evaluate(plan(choose("digital_mediation", state_grant=grant)), baseline, draws, ACTIONS)
    assert net_public_cost_by_commune(outcome).sum() == pytest.approx(50_000.0)
    assert net_petr_cost_by_commune(outcome).sum() == pytest.approx(petr_cost)


def test_grant_never_exceeds_the_cost(baseline: Baseline, table: ParameterTable) -> None:
    values = {"digital_mediation_cost_eur_year": 10_000.0, "conseiller_numerique_grant_eur_year": 20_000.0}
    draws = central_draws(table.settle(values), baseline.spaces)
    outcome = evaluate(plan(choose("digital_mediation")), baseline, draws, ACTIONS)
    assert net_petr_cost_by_commune(outcome).sum() == pytest.approx(0.0)
