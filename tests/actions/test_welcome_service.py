from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws, central_draws, sample_draws
from alpsat_geo.compute.evaluation import apply_actions, evaluate
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, plan


def test_newcomers_and_costs_stay_in_the_epci_that_welcomes(baseline: Baseline, table: ParameterTable) -> None:
    draws = sample_draws(table, baseline.spaces, 100, 1)
    for e, siren in enumerate(baseline.epci_sirens):
        outcome = evaluate(plan(choose("welcome_service", siren)), baseline, draws, ACTIONS)
        inside = baseline.epci_index == e
        assert (outcome.additional_inhabitants[:, inside].sum(axis=1) > 0).all()
        assert not outcome.additional_inhabitants[:, ~inside].any()
        (line,) = outcome.levers.cost_lines
        assert set(line.commune_index) == set(np.flatnonzero(inside).tolist())


def test_one_programme_line_for_each_epci(baseline: Baseline, table: ParameterTable) -> None:
    draws = central_draws(table.settle({"welcome_programme_line_eur_year": 1000.0}), baseline.spaces)
    everywhere = apply_actions(plan(choose("welcome_service")), baseline, draws, ACTIONS)
    two = apply_actions(plan(choose("welcome_service", *baseline.epci_sirens[:2])), baseline, draws, ACTIONS)
    assert everywhere.cost_lines[0].opex_eur_per_year[0] == 3000.0
    assert two.cost_lines[0].opex_eur_per_year[0] == 2000.0
    assert not two.cost_lines[0].capex_eur.any()


def test_intensities_of_platform_and_welcome_never_pass_the_sourced_rate(
    baseline: Baseline, table: ParameterTable
) -> None:
    values = {
        "platform_intensity": 0.5,
        "welcome_intensity": 0.8,
        "welcome_retention_gain_share": 0.0,
        "mobilisable_vacant_home_share": 1.0,
    }
    draws = central_draws(table.settle(values), baseline.spaces)
    full = central_draws(table.settle({**values, "welcome_intensity": 1.0}), baseline.spaces)
    both = evaluate(plan(choose("shared_platform"), choose("welcome_service")), baseline, draws, ACTIONS)
    sourced = evaluate(plan(choose("welcome_service")), baseline, full, ACTIONS)
    np.testing.assert_allclose(both.additional_households, sourced.additional_households, rtol=1e-12)


def test_retention_gain_never_keeps_more_than_everyone(baseline: Baseline, table: ParameterTable) -> None:
    wide = {"mobilisable_vacant_home_share": 1.0, "newcomer_retention_5y_share": 1.0}
    kept, more = (
        evaluate(
            plan(choose("welcome_service")),
            baseline,
            central_draws(table.settle({**wide, "welcome_retention_gain_share": gain}), baseline.spaces),
            ACTIONS,
        ).additional_households
        for gain in (0.0, 0.15)
    )
    np.testing.assert_array_equal(kept, more)


def test_epci_of_another_territory_is_refused(baseline: Baseline, central: Draws) -> None:
    with pytest.raises(InputError, match="nomme « 200067437 »"):
        apply_actions(plan(choose("welcome_service", "200067437")), baseline, central, ACTIONS)
