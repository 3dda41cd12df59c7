from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

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
    parse_rates,
)
from alpsat_geo.commands.documents import dump
from alpsat_geo.compute.accounts import net_public_cost
from alpsat_geo.compute.evaluation import evaluate
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.compute.portfolio.robust import answer_question
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.project import Project

DRAWS = 40


def ask(**changes: Any) -> Call:  # noqa: ANN401 - fields of the question
    return Call(Question(60_000.0, **changes), Settings(), draw_count=DRAWS)


@pytest.fixture(scope="module", name="found")
def compose_once(project: Project) -> Composition:
    return compose(project, ask())


@pytest.fixture(scope="module", name="document")
def build_document(project: Project, found: Composition) -> dict[str, Any]:
    return dict(composition_document(project, found))


def test_shape_is_that_of_the_contract(document: dict[str, Any]) -> None:
    keys = [candidate["key"] for candidate in document["candidates"]]
    assert all({"key", "action", "insee_code"} <= set(candidate) for candidate in document["candidates"])
    codes = {candidate["key"]: candidate["insee_code"] for candidate in document["candidates"]}
    assert codes["shared_platform"] is None
    assert codes["open_space:05065"] == "05065"
    assert document["portfolios"] == 2 ** len(keys)
    assert 0 < document["feasible"] < document["portfolios"]
    assert list(document["held"]) == keys
    assert all(0 <= share <= 1 for share in (*document["held"].values(), document["nothing"]))
    assert document["near_best"][0] == document["best"]
    values = [portfolio["value"] for portfolio in document["near_best"]]
    assert values == sorted(values, reverse=True)
    assert values[-1] >= 0.98 * values[0]
    budgets = [step["budget"] for step in document["frontier"]]
    assert budgets == sorted(budgets)
    affordable = [step["value"] for step in document["frontier"] if step["budget"] <= 60_000]
    assert document["best"]["value"] == pytest.approx(affordable[-1])


def test_cost_of_the_best_is_that_of_the_model(found: Composition, document: dict[str, Any]) -> None:
    held = set(document["best"]["candidates"])
    choices: dict[str, list[str]] = {}
    for candidate in document["candidates"]:
        if candidate["key"] in held:
            choices.setdefault(candidate["action"], []).extend(candidate["places"])
    scenario = Scenario("x", "x", actions=tuple(ActionChoice(key, tuple(p)) for key, p in choices.items()))
    decision = found.decision
    outcome = evaluate(scenario, decision.baseline, decision.draws, decision.action_types)
    cost = summarise_draws(net_public_cost(outcome))
    assert document["best"]["net_public_cost"] == pytest.approx(
        {"low": cost.low, "value": cost.value, "high": cost.high}
    )


def test_the_same_call_gives_the_same_bytes(project: Project, document: dict[str, Any]) -> None:
    assert dump(composition_document(project, compose(project, ask()))) == dump(document)


def test_text_names_the_best_programme_its_cost_and_what_is_out_of_reach(project: Project, found: Composition) -> None:
    text = composition_text(project, found)
    assert "Au plus 60\u202f000\u00a0€ par an" in text
    assert "Guillestre" in text
    assert "Coût public par an, recettes déduites : " in text
    assert "hors budget" in text
    assert "Ne rien faire est le meilleur programme dans" in text
    question = Question(0.0, refused=frozenset(found.scored.keys))
    refused = dataclasses.replace(
        found, call=Call(question, Settings()), answer=answer_question(found.scored, question)
    )
    text = composition_text(project, refused)
    assert "  Ne rien faire\n" in text
    assert "refusée" in text


def test_what_is_required_is_held_and_who_pays_less_affords_more(project: Project, found: Composition) -> None:
    key = "animate_spaces"
    required = answer_question(found.scored, Question(90_000.0, required=frozenset({key})))
    assert key in found.scored.held(required.best)
    petr = answer_question(found.scored, Question(60_000.0, payer="petr"))
    assert petr.feasible.sum() >= found.answer.feasible.sum()
    with pytest.raises(InputError, match="« fusée » n'est pas proposée : choisissez parmi shared_platform"):
        compose(project, ask(refused=frozenset({"fusée"})))


def test_words_of_the_call() -> None:
    assert parse_certainty(95) == 0.95
    assert parse_payer("petr") == "petr"
    assert parse_ceiling("Le budget", 0.0) == 0.0
    assert parse_ceiling("L'investissement", None) is None
    assert parse_rates(["inhabitant=1500", "equity=10"]) == {"additional_inhabitants": 1500.0, "equity": 10.0}


@pytest.mark.parametrize("items", [["inhabitant"], ["inhabitant=beaucoup"], ["=3"], ["inhabitant=1", "inhabitant=2"]])
def test_rates_that_cannot_be_read_are_refused(items: list[str]) -> None:
    with pytest.raises(InputError, match="ne se lit pas : écrivez « inhabitant=1500 »"):
        parse_rates(items)


def test_the_method_prints_what_the_command_writes(project: Project) -> None:
    found = compose(project, Call(Question(budget_eur_per_year=60_000.0), Settings()))
    method = (Path(__file__).resolve().parents[2] / "docs" / "method.md").read_text(encoding="utf-8")
    assert composition_text(project, found) in method
