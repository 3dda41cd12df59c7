"""A promise is told the answer of the day, at the prices of the reader, and keeps what a result should cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from alpsat_geo.compute.criterion import find_result
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.decision import write_answer, write_cost_per_result, write_price
from alpsat_geo.report.follow_up.pledge import Pledge, gather_pledges, write_observed_cost, write_promise
from alpsat_geo.report.follow_up.verdict import ask_comparison, list_promised_values, tell_promised_verdict
from alpsat_geo.store.indicator import Observation, ObservedValue, Promise, PromisedValue
from tests.embedded import open_embedded

PLATFORM, OTHER = "plateforme-et-accueil", "animer-existant"
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def find(key: str) -> Scenario:
    return next(scenario for scenario in open_embedded().scenarios if scenario.key == key)


def test_the_answer_is_read_among_all_the_scenarios_of_the_territory() -> None:
    inquiry = ask_comparison(open_embedded(), AppState(scenarios=(PLATFORM,)), find(PLATFORM))
    assert inquiry.situation.scenarios == open_embedded().scenarios
    own = replace(find(PLATFORM), key="le-mien")
    inquiry = ask_comparison(open_embedded().add_scenarios((own,)), AppState(), own)
    assert [one.key for one in inquiry.situation.scenarios if one.actions == own.actions] == ["le-mien"]


@pytest.mark.parametrize("prices", [(), (("inhabitant", 3000),)])
def test_a_promise_says_the_answer_what_it_costs_and_when_to_close(prices: tuple[tuple[str, int], ...]) -> None:
    opening = Scenario("ouvrir", "Ouvrir", actions=(ActionChoice("open_space", ("05065",), {"kind": "frugal"}),))
    inquiry = ask_comparison(open_embedded().add_scenarios((opening,)), AppState(prices=prices), opening)
    told = tell_promised_verdict(inquiry, opening).split("\n")
    assert told[0] == write_answer(inquiry.comparison, inquiry.all_names)
    assert "vaut son coût" in told[0]
    assert told[1].startswith("Coût public par an, recettes déduites : ")
    assert "par usager" in told[1]
    assert told[2].startswith("Quand fermer un espace. Guillestre : ")
    assert len(told) == 3


def pledge(key: str, observed: dict[str, float]) -> Pledge:
    """Return what a scenario promises, with some of it observed."""
    inquiry = ask_comparison(open_embedded(), AppState(), find(key))
    promised = [
        PromisedValue(
            name, "alpes", None, key, key, Promise(name, unit, one.low, one.value, one.high, date(2026, 11, 24)), NOON
        )
        for name, unit, one in list_promised_values(inquiry, find(key))
    ]
    seen = {
        name: (ObservedValue(name, name, Observation(date(2027, 1, 31), value, "comptage"), 1, NOON, NOON),)
        for name, value in observed.items()
    }
    (found,) = gather_pledges(promised, seen, 36_000)
    return found


def test_a_promise_keeps_the_cost_of_a_result_as_every_page_writes_it() -> None:
    inquiry = ask_comparison(open_embedded(), AppState(), find(OTHER))
    comparison, user = inquiry.comparison, find_result(CRITERIA, "user")
    cost = comparison.appraisal.cost_per_result(comparison.position(OTHER), "user")
    assert cost is not None
    found = next(one for one in pledge(OTHER, {}).costs if one.promise.indicator_key == "cost_per_user")
    assert (found.promise.low, found.promise.value, found.promise.high) == (cost.low, cost.value, cost.high)
    assert write_promise(found.promise) == write_cost_per_result(cost, user.price)
    # What is 0 in more than one draw in twenty has no price that is nearly sure: nothing is promised of it.
    assert not [one for one in pledge(PLATFORM, {}).costs if one.promise.indicator_key == "cost_per_user"]


def test_the_observed_cost_of_a_result_stands_beside_or_what_is_missing() -> None:
    (found,) = (one for one in pledge(OTHER, {}).costs if one.promise.indicator_key == "cost_per_user")
    assert found.position == "not_observed"
    assert write_observed_cost(found)[0] == (
        "à observer d'abord : Coût public par an, recettes déduites, Usagers réguliers des espaces"
    )
    (found,) = (
        one
        for one in pledge(PLATFORM, {"net_public_cost": 120e3, "additional_inhabitants": 40}).costs
        if one.promise.indicator_key == "cost_per_inhabitant"
    )
    assert found.observed == 3000
    assert found.position == "inside"
    assert write_observed_cost(found)[0] == write_price(3000)


def test_users_are_counted_from_what_was_expected_without_the_scenario() -> None:
    found = pledge(OTHER, {"net_public_cost": 42e3, "regular_users": 60})
    nothing = next(one.promise for one in found.derived if one.promise.indicator_key == "regular_users_when_nothing")
    reference = open_embedded().evaluate_today(AppState().settings)
    assert nothing.value == pytest.approx(float(np.median(reference.served_users)))
    (cost,) = (one for one in found.costs if one.promise.indicator_key == "cost_per_user")
    assert cost.observed == pytest.approx(42e3 / (60 - nothing.value))
    (fewer,) = (
        one
        for one in pledge(OTHER, {"net_public_cost": 42e3, "regular_users": 1}).costs
        if one.promise.indicator_key == "cost_per_user"
    )
    assert np.isnan(fewer.observed)
    assert write_observed_cost(fewer)[0] == "sans objet"


def test_a_pledge_of_before_is_read_as_it_was() -> None:
    promise = Promise("regular_users", "usagers", 20, 30, 60, date(2026, 1, 1), verdict="Pas de gagnant net.")
    kept = PromisedValue("p", "alpes", None, "plateforme", "Plateforme", promise, NOON)
    (found,) = gather_pledges([kept], {}, 36_000)
    assert found.costs == ()
    assert found.first.promise.verdict == "Pas de gagnant net."
    assert found.ids == ("p",)
