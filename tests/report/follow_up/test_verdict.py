"""A promise is told the verdict that Comparer gives, of what it compares, at the weights of the reader."""

from __future__ import annotations

import pytest

from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.report.address.app_state import AppState, from_query
from alpsat_geo.report.decision import write_verdict
from alpsat_geo.report.follow_up.verdict import ask_comparison, tell_promised_verdict
from tests.embedded import open_embedded

FIRST = ("ne-rien-faire", "plateforme-et-accueil", "espaces-frugaux")
PLATFORM, OTHER = "plateforme-et-accueil", "animer-existant"


def find(key: str) -> Scenario:
    return next(scenario for scenario in open_embedded().scenarios if scenario.key == key)


@pytest.mark.parametrize(
    ("chosen", "key", "compared"),
    [
        ((), PLATFORM, FIRST),
        ((OTHER, "ne-rien-faire", PLATFORM), PLATFORM, ("ne-rien-faire", PLATFORM, OTHER)),
        ((PLATFORM,), PLATFORM, ("ne-rien-faire", PLATFORM)),
        (FIRST, OTHER, ("ne-rien-faire", OTHER)),
    ],
)
def test_the_scenarios_are_those_of_comparer_when_it_compares_the_one_promised(
    chosen: tuple[str, ...], key: str, compared: tuple[str, ...]
) -> None:
    inquiry = ask_comparison(open_embedded(), AppState(scenarios=chosen), find(key), FIRST)
    assert sorted(scenario.key for scenario in inquiry.situation.scenarios) == sorted(compared)


def test_a_link_of_before_weighs_criteria_in_the_verdict_as_it_did() -> None:
    query = {"v": "1", "scenarios": ",".join(FIRST), "poids": "equity=30,net_public_cost=10"}
    current, _faults = from_query(query)
    inquiry = ask_comparison(open_embedded(), current, find(PLATFORM), FIRST)
    stated = inquiry.comparison.priorities
    assert stated.level == "criteria"
    assert dict(zip(stated.tree.criterion_keys, stated.weights[0], strict=True)) == pytest.approx(
        {"equity": 0.75, "net_public_cost": 0.25}
    )
    told = tell_promised_verdict(inquiry, find(PLATFORM)).split("\n")
    assert told[0] == write_verdict(inquiry.verdict, inquiry.all_names, has_weights=True)


def test_a_promise_says_what_it_compares_costs_and_when_to_close() -> None:
    opening = Scenario("ouvrir", "Ouvrir", actions=(ActionChoice("open_space", ("05065",), {"kind": "frugal"}),))
    inquiry = ask_comparison(open_embedded().add_scenarios((opening,)), AppState(), opening, FIRST)
    told = tell_promised_verdict(inquiry, opening).split("\n")
    assert told[0] == write_verdict(inquiry.verdict, inquiry.all_names)
    assert told[1] == "Scénarios comparés : Ne rien faire, Ouvrir."
    assert told[2].startswith("Coût public par an, recettes déduites : ")
    assert told[3].startswith("Quand fermer un espace. Guillestre : ")
    assert len(told) == 4


def test_where_nothing_tells_scenarios_apart_the_promise_says_what_it_costs_alone() -> None:
    platform = find("plateforme-seule")
    inquiry = ask_comparison(open_embedded(), AppState(points=(("equity", 100),)), platform, FIRST)
    (told,) = tell_promised_verdict(inquiry, platform).split("\n")
    assert told.startswith("Coût public par an, recettes déduites : ")
