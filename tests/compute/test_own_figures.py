"""What is stated takes the place of the estimate for every type of action, in every draw, and in every figure."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.accounts import (
    new_space_revenue,
    space_accounts,
    total_capex,
    total_capex_grant,
    total_opex,
    total_revenue,
)
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws, sample_draws
from alpsat_geo.compute.evaluation import evaluate
from alpsat_geo.compute.explanation.trace import explain
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.own_figures import ask_funders, measure_subsidies, share_out
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.own_figures import Funder, OwnFigures
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from tests.invented_territory import ACTIONS, choose, choose_examples, plan
from tests.stated import QUOTE, STATED_FUNDERS


@pytest.fixture(scope="module")
def draws(table: ParameterTable, baseline: Baseline) -> Draws:
    return sample_draws(table, baseline.spaces, 60, 1)


def state(choice: ActionChoice, figures: OwnFigures) -> Scenario:
    return plan(dataclasses.replace(choice, figures=figures))


def measure(outcome: Outcome) -> dict[str, np.ndarray]:
    return {
        "capex": total_capex(outcome),
        "opex": total_opex(outcome),
        "revenue": total_revenue(outcome),
        "grant": total_capex_grant(outcome),
    }


@pytest.mark.parametrize("type_key", list(ACTIONS))
def test_a_stated_amount_is_the_same_in_every_draw_for_every_action(
    baseline: Baseline, draws: Draws, central: Draws, type_key: str
) -> None:
    choice = choose_examples(ACTIONS[type_key], baseline)[-1]
    for some_draws in (draws, central):
        outcome = evaluate(state(choice, QUOTE), baseline, some_draws, ACTIONS)
        found = measure(outcome)
        np.testing.assert_allclose(found["capex"], 48_250.5, rtol=1e-12)
        np.testing.assert_allclose(found["opex"], 8_400.0, rtol=1e-12)
        np.testing.assert_allclose(found["revenue"], 3_000.0, rtol=1e-12)
        # 40 % of 48 250,50 is above the ceiling of the DETR; what the EPCI pays is no subsidy.
        np.testing.assert_allclose(found["grant"], 15_000.0 + 9_650.1, rtol=1e-12)
        for account in space_accounts(outcome):
            count = len(choice.places)
            np.testing.assert_allclose(account.revenue_eur_per_year, 3_000.0 / count)
            np.testing.assert_allclose(account.grant_eur, 24_650.1 / count)
    for criterion in CRITERIA:
        recomputed = explain(outcome, criterion).value
        np.testing.assert_allclose(recomputed, criterion.measure(outcome)[0], rtol=1e-9, atol=1e-7)


@pytest.mark.parametrize("type_key", list(ACTIONS))
def test_what_is_not_stated_stays_drawn(baseline: Baseline, draws: Draws, type_key: str) -> None:
    choice = choose_examples(ACTIONS[type_key], baseline)[-1]
    drawn = evaluate(plan(choice), baseline, draws, ACTIONS)
    stated = evaluate(state(choice, OwnFigures(rent_eur_per_year=1_200.0)), baseline, draws, ACTIONS)
    before, after = measure(drawn), measure(stated)
    # A rent alone adds to the estimate.
    np.testing.assert_allclose(after.pop("opex"), before.pop("opex") + 1_200.0)
    for key, value in after.items():
        np.testing.assert_array_equal(value, before[key])
    for criterion in CRITERIA:
        if criterion.kind == "effect":
            np.testing.assert_array_equal(criterion.measure(stated), criterion.measure(drawn))


def test_receipts_decide_whether_a_space_pays_its_way(baseline: Baseline, draws: Draws) -> None:
    choice = choose("open_space", baseline.insee_codes[3], kind="standard")
    figures = OwnFigures(investment_eur=0.0, running_eur_per_year=5_000.0, receipts_eur_per_year=5_000.0)
    (holds,) = space_accounts(evaluate(state(choice, figures), baseline, draws, ACTIONS))
    figures = dataclasses.replace(figures, receipts_eur_per_year=4_999.99)
    outcome = evaluate(state(choice, figures), baseline, draws, ACTIONS)
    (loses,) = space_accounts(outcome)
    assert (holds.verdict, loses.verdict) == ("holds", "does_not_hold")
    assert np.unique(new_space_revenue(outcome)[:, -1]).tolist() == [4_999.99]


def test_shares_of_an_estimate_follow_it_and_never_exceed_it(baseline: Baseline, draws: Draws) -> None:
    choice = choose("open_space", *baseline.insee_codes[:3], kind="standard", grant_eur=1_000)
    funders = (Funder("DETR", 50.0), Funder("Fondation", None, 400_000.0))
    outcome = evaluate(state(choice, OwnFigures(funders=funders)), baseline, draws, ACTIONS)
    capex, grant = total_capex(outcome), total_capex_grant(outcome)
    expected = np.minimum(np.round(capex / 2, 2) + 400_000, capex)
    np.testing.assert_allclose(grant, expected, atol=0.02)
    assert (grant <= capex + 0.01).all()


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (
            OwnFigures(investment_eur=1_000.0, funders=(Funder("DETR", 60.0), Funder("Région", 50.0))),
            "« Région », les financeurs paient plus que l'investissement, 1 000,00 € : baissez une part ou un plafond.",
        ),
        (
            OwnFigures(investment_eur=1_000.0, funders=(Funder("Leader", None, 1_500.0),)),
            "avec « Leader », les financeurs paient plus que l'investissement",
        ),
        (
            OwnFigures(funders=(Funder("DETR", 60.0), Funder("Région", 50.0))),
            "avec « Région », les financeurs paient plus que l'investissement, 100 %",
        ),
        (
            OwnFigures(running_eur_per_year=900.0, funders=(Funder("Région", None, 901.0, "running"),)),
            "plus que le fonctionnement, 900,00 €",
        ),
        (OwnFigures(funders=(Funder("DETR"),)), "ne dit pas ce que paie « DETR »"),
        (OwnFigures(funders=(Funder("DETR", 1.0), Funder("Detr", 2.0))), "nomme deux fois « Detr »"),
        (OwnFigures(investment_eur=0.0, funders=(Funder("DETR", 1.0),)), "n'a rien à payer pour l'investissement"),
    ],
)
def test_funders_that_cannot_pay_are_refused_in_one_sentence(
    baseline: Baseline, central: Draws, figures: OwnFigures, sentence: str
) -> None:
    choice = choose("open_space", baseline.insee_codes[0])
    with pytest.raises(InputError) as caught:
        evaluate(state(choice, figures), baseline, central, ACTIONS)
    assert sentence in str(caught.value)
    assert str(caught.value).startswith("L'action « Ouvrir un espace de travail »")


@given(st.integers(0, 10**10), st.lists(STATED_FUNDERS, max_size=5))
def test_funders_pay_at_most_their_share_their_ceiling_and_the_cost(cost: int, funders: list[Funder]) -> None:
    paid = share_out(np.array(cost), funders)
    asked = ask_funders(np.array(cost), funders)
    assert (paid >= 0).all()
    assert paid.sum() <= cost
    assert (paid <= asked).all()
    for funder, amount in zip(funders, paid, strict=True):
        if funder.share_percent is not None:
            assert amount <= cost * funder.share_percent / 100 + 1
        if funder.ceiling_eur is not None:
            assert amount <= round(100 * funder.ceiling_eur)
    if asked.sum() <= cost:
        np.testing.assert_array_equal(paid, asked)


def test_subsidies_are_measured_without_what_local_authorities_bear() -> None:
    funders = (Funder("DETR", 50.0), Funder("Région", 35.0), Funder("Commune", 15.0))
    assert measure_subsidies(OwnFigures(funders=funders), 10_000.0) == pytest.approx(0.85)
    assert measure_subsidies(OwnFigures(funders=funders), 0.0) == 0.0
