from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from alpsat_geo.commands.compose import (
    Call,
    Composition,
    compose,
    composition_document,
    composition_text,
    parse_ceiling,
    parse_certainty,
    parse_payer,
)
from alpsat_geo.commands.documents import dump
from alpsat_geo.compute.accounts import net_public_cost
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.project import Project

DRAWS = 40


def ask(prices: dict[str, float] | None = None, **changes: Any) -> Call:  # noqa: ANN401 - fields of the question
    return Call(Question(60_000.0, **changes), Settings(), prices=prices or {}, draw_count=DRAWS)


@pytest.fixture(scope="module", name="found")
def compose_once(project: Project) -> Composition:
    return compose(project, ask({"inhabitant": 2_500.0, "user": 3_500.0}))


@pytest.fixture(scope="module", name="document")
def build_document(found: Composition) -> dict[str, Any]:
    return dict(composition_document(found))


def test_shape_is_that_of_the_contract(document: dict[str, Any]) -> None:
    codes = {candidate["key"]: candidate["insee_code"] for candidate in document["candidates"]}
    assert codes["shared_platform"] is None
    assert codes["open_space:05065"] == "05065"
    assert document["portfolios"] == 2 ** len(codes)
    assert 0 < document["feasible"] < document["portfolios"]
    assert {one["for"] for one in document["programmes"]} == {"inhabitant", "user", "prices"}
    for one in document["programmes"]:
        assert set(one["net_public_cost"]) == {"low", "value", "high", "mean"}
        assert {"inhabitant", "user"} <= set(one["results"]) == set(one["cost_per_result"])
        assert 0 <= one["worth_its_cost"] <= 1
    for rungs in document["ladder"].values():
        for name in ("cost", "result", "step_price"):
            values = [rung[name] for rung in rungs][name == "step_price" :]
            assert values == sorted(set(values))
    assert document["choice_map"]["axes"] == ["inhabitant", "user"]
    areas = [np.array(region["polygon"]) for region in document["choice_map"]["regions"]]
    total = sum(
        abs(np.dot(p[:, 0], np.roll(p[:, 1], 1)) - np.dot(p[:, 1], np.roll(p[:, 0], 1))) / 2 for p in areas if len(p)
    )
    assert total == pytest.approx(20_000**2)
    assert all({"candidate", "replaced_by", "refusal_costs"} == set(fate) for fate in document["fates"])


def test_a_programme_costs_and_brings_what_the_model_says(found: Composition, document: dict[str, Any]) -> None:
    decision, programme = found.decision, document["programmes"][0]
    choices: dict[str, list[str]] = {}
    for candidate in document["candidates"]:
        if candidate["key"] in programme["candidates"]:
            choices.setdefault(candidate["action"], []).extend(candidate["places"])
    scenario = Scenario("x", "x", actions=tuple(ActionChoice(key, tuple(p)) for key, p in choices.items()))
    asked = decision.baseline, decision.draws, decision.action_types
    nothing = evaluate(DO_NOTHING, *asked)
    outcome = evaluate(scenario, *asked, reference=nothing)
    cost = summarise_draws(net_public_cost(outcome) - net_public_cost(nothing))
    expected = {"low": cost.low, "value": cost.value, "high": cost.high, "mean": cost.mean}
    assert programme["net_public_cost"] == pytest.approx(expected)
    inhabitants = outcome.additional_inhabitants.sum(axis=1) - nothing.additional_inhabitants.sum(axis=1)
    assert programme["results"]["inhabitant"]["mean"] == pytest.approx(inhabitants.mean())
    assert programme["cost_per_result"]["inhabitant"]["value"] == pytest.approx(cost.mean / inhabitants.mean())


def test_the_same_call_gives_the_same_bytes(project: Project, document: dict[str, Any]) -> None:
    again = compose(project, ask({"inhabitant": 2_500.0, "user": 3_500.0}))
    assert dump(composition_document(again)) == dump(document)


def test_text_says_what_is_got_and_what_each_step_costs(project: Project, found: Composition) -> None:
    text = composition_text(project, found)
    assert "Au plus 60\u202f000\u00a0€ par an d'argent public : qu'obtient-on ?" in text
    assert "Le plus d'habitants" in text
    assert "Le meilleur à ces prix" in text
    assert "vaut son coût à ces prix dans" in text
    assert "Marche par marche, pour un habitant de plus" in text
    assert text.index("Le plus d'habitants") < text.index("Ne rien faire")


def test_text_says_when_no_programme_is_worth_its_cost_at_low_prices(project: Project) -> None:
    text = composition_text(project, compose(project, ask({"inhabitant": 50.0})))
    assert "À ces prix, aucun programme qui tient sous ce plafond ne vaut son coût en moyenne." in text
    assert "Le meilleur à ces prix" not in text


def test_what_cannot_be_asked_or_brings_nothing_is_one_sentence(project: Project) -> None:
    with pytest.raises(InputError, match="« fusée » n'est pas proposée : choisissez parmi shared_platform"):
        compose(project, ask(refused=frozenset({"fusée"})))
    with pytest.raises(InputError, match="le moins cher de ceux qui en apportent demande"):
        compose(project, Call(Question(1_000.0), Settings(), draw_count=DRAWS))
    with pytest.raises(InputError, match="0 ou plus"):
        compose(project, ask({"user": -1.0}))
    found = compose(project, ask())
    assert all(one["worth_its_cost"] is None for one in composition_document(found)["programmes"])  # type: ignore[union-attr, call-overload, index]


def test_words_of_the_call() -> None:
    assert parse_certainty(95) == 0.95
    assert parse_payer("petr") == "petr"
    assert parse_ceiling("Le budget", 0.0) == 0.0
    assert parse_ceiling("L'investissement", None) is None


def test_wrong_words_are_refused() -> None:
    with pytest.raises(InputError, match="choisissez parmi 50, 80, 95"):
        parse_certainty(60)
    with pytest.raises(InputError, match="petr"):
        parse_payer("moi")
    for euros in (-1.0, float("nan"), float("inf")):
        with pytest.raises(InputError, match="positif ou nul"):
            parse_ceiling("Le budget", euros)
