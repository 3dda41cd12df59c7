"""The answer is one sentence, in the same words and figures everywhere, and never a programme without its price."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

import numpy as np
import pytest
from babel.messages.catalog import Catalog

from alpsat_geo.compute.comparison import Comparison, DecisionProblem, compare_scenarios
from alpsat_geo.compute.entry_moves import move_entry_prices
from alpsat_geo.compute.net_benefit.worth import CostPerResult
from alpsat_geo.compute.signposts import Signpost
from alpsat_geo.compute.summary import Interval
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report import decision
from alpsat_geo.report.decision import (
    ANSWER_AT_MOST,
    list_dominated,
    list_entries,
    list_entry_moves,
    list_signposts,
    tell_next,
    tell_prices,
    tell_scenario_line,
    write_answer,
    write_cost_per_result,
    write_price,
    write_sureness,
)
from alpsat_geo.report.language import speak

LONE = Scenario("seul", "Un espace à Abriès", actions=(ActionChoice("open_space", ("05001",), {"kind": "frugal"}),))
INHABITANT = CRITERIA_BY_KEY["additional_inhabitants"].unit_price

Pose = Callable[[int], DecisionProblem]


@pytest.fixture(scope="module")
def comparison(pose: Pose, scenarios: tuple[Scenario, ...]) -> Comparison:
    return compare_scenarios(scenarios, pose(2_000), {})


@pytest.fixture(scope="module")
def names(scenarios: tuple[Scenario, ...]) -> dict[str, str]:
    return {scenario.key: scenario.name for scenario in scenarios}


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_prices_have_two_significant_digits_and_no_price_is_empty() -> None:
    assert [plain(write_price(eur)) for eur in (1_885.9, 67_560.0, 41.0)] == ["1 900 €", "68 000 €", "41 €"]
    assert write_price(None) == write_price(math.nan) == ""


def test_sureness_is_told_in_tenths_and_never_sure_where_it_is_not() -> None:
    assert [write_sureness(share) for share in (0.0, 0.02, 0.1, 0.68, 0.97, 1.0)] == [
        "aucune simulation",
        "moins d'une simulation sur 10",
        "1 simulation sur 10",
        "7 simulations sur 10",
        "plus de 9 simulations sur 10",
        "10 simulations sur 10",
    ]


def test_a_cost_per_result_says_where_it_is_not_worth_it() -> None:
    assert INHABITANT is not None
    sure = CostPerResult(1_886.0, 795.0, 2_082.0, 8_728.0)
    assert plain(write_cost_per_result(sure, INHABITANT)) == "1 900 € par habitant (800 € à 8 700 €)"
    unsure = dataclasses.replace(sure, high=math.nan)
    assert plain(write_cost_per_result(unsure, INHABITANT)) == "1 900 € par habitant (jamais sûr)"
    rare = dataclasses.replace(unsure, median=math.nan)
    assert "moins d'une fois sur deux, quel que soit le prix" in write_cost_per_result(rare, INHABITANT)
    assert write_cost_per_result(None, INHABITANT) == ""
    assert write_cost_per_result(dataclasses.replace(sure, value=math.nan), INHABITANT) == ""


def test_without_prices_the_answer_gives_those_from_which_each_is_worth_it(
    comparison: Comparison, names: dict[str, str]
) -> None:
    answer = plain(write_answer(comparison, names))
    appraisal = comparison.appraisal
    for axis in appraisal.axes:
        nothing, first, *_others = appraisal.entry_prices(axis)
        assert nothing.programme == 0
        assert (
            f"« {names[appraisal.keys[first.programme]]} » vaut son coût dès {plain(write_price(first.price))}"
            in answer
        )
    assert "ne rien faire" in answer.rpartition(";")[2]


@pytest.mark.parametrize(
    "prices", [{}, {"inhabitant": 3_000.0}, {"inhabitant": 1_000.0, "user": 10_000.0, "tonne": 250.0}, {"user": 0.0}]
)
def test_the_answer_holds_in_260_characters_whatever_the_names_and_the_language(
    comparison: Comparison, names: dict[str, str], prices: dict[str, float]
) -> None:
    priced = dataclasses.replace(comparison, prices=prices, remembered=comparison.measured)
    long = {key: f"{name} : un nom de scénario qui n'en finit pas " * 3 for key, name in names.items()}
    for language in ("fr", "en", "de", "it"):
        with speak(language):
            assert len(write_answer(priced, names)) <= ANSWER_AT_MOST
            assert len(write_answer(priced, long)) <= ANSWER_AT_MOST
    assert "vaut son coût" in write_answer(priced, long)


def test_at_set_prices_it_says_what_is_chosen_how_sure_and_what_comes_next(
    comparison: Comparison, names: dict[str, str]
) -> None:
    priced = dataclasses.replace(comparison, prices={"inhabitant": 2_200.0}, remembered=comparison.measured)
    answer = plain(write_answer(priced, names))
    assert priced.choice is not None
    assert priced.appraisal.keys[priced.choice.best] == "plateforme-seule"
    assert "2 200 € pour un habitant de plus" in answer
    assert f"« {names['plateforme-seule']} » vaut son coût" in answer
    assert write_sureness(priced.choice.sureness.worth_its_cost or 0.0) in answer
    following = [plain(sentence) for sentence in tell_next(priced, names)]
    assert any(f"ce serait « {names['plateforme-et-accueil']} »" in sentence for sentence in following)
    below = dataclasses.replace(priced, prices={"inhabitant": 500.0})
    assert "aucun scénario ne vaut son coût" in write_answer(below, names)


def test_a_factor_of_far_communes_is_said_wherever_it_is_not_1(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    problem = dataclasses.replace(pose(50), far_factor=1.5)
    told = tell_prices(compare_scenarios(scenarios[:3], problem, {"inhabitant": 1_000.0}))
    assert "un résultat compte 1,5 fois dans une commune à plus de 30 minutes d'un espace" in told


def test_a_scenario_is_told_in_one_line_with_what_its_results_cost(
    comparison: Comparison, territory: Territory
) -> None:
    told = plain(tell_scenario_line(comparison, "plateforme-seule", territory))
    assert "habitants de plus" in told
    assert "1 900 € par habitant (800 € à 8 700 €)" in told
    assert "par habitant" not in tell_scenario_line(comparison, "animer-existant", territory)
    assert "de plus" not in tell_scenario_line(comparison, "ne-rien-faire", territory)


def test_entries_dominated_and_moves_name_scenarios(comparison: Comparison, names: dict[str, str]) -> None:
    entries = list_entries(comparison, names)
    assert (names["plateforme-seule"], "un habitant de plus") in [entry[:2] for entry in entries]
    dominated = dict(list_dominated(comparison, names))
    assert dominated[names["espaces-frugaux"]] == f"« {names['animer-existant']} »"
    told = dict(list_entry_moves(comparison, move_entry_prices(comparison), names))
    assert plain(told[names["plateforme-seule"]]).startswith("1 900 € pour un habitant de plus ; de ")


def test_spaces_that_all_lose_money_are_said(pose: Pose, territory: Territory) -> None:
    found = compare_scenarios((LONE, Scenario("rien", "Rien")), pose(200), {})
    assert "1 nouvel espace, qui ne couvre pas ses frais" in tell_scenario_line(found, LONE.key, territory)


def test_no_sentence_speaks_of_the_price_of_a_person_or_in_the_words_of_before(extracted: Catalog) -> None:
    said = [str(message.id).lower() for message in extracted if message.id]
    assert len(said) > 1000
    refused = (
        "prix d'un habitant de plus vaut",
        "prix d'une personne",
        "arrive premier",
        "pas de gagnant net",
        "est en tête",
        "on tranché",
        "prix conseillé",
    )
    assert not [sentence for sentence in said for words in refused if words in sentence]


def test_dates_at_which_no_number_would_do_are_said_once(
    pose: Pose, scenarios: tuple[Scenario, ...], territory: Territory, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = compare_scenarios(scenarios[:2], pose(20), {}).outcomes[0]
    counts = ((6, 3.0, 0.0), (12, np.inf, 0.0), (24, 8.0, 0.9))
    placed = tuple(Signpost("a", 0, months, Interval(2.0, 4.0, 9.0), count, share) for months, count, share in counts)
    monkeypatch.setattr(decision, "place_signposts", lambda _outcome: placed)
    ((_where, when),) = list_signposts(outcome, territory.communes.names)
    closing = "au bout de 12, 24 mois : même plein, fermer coûte moins que continuer"
    assert when == f"moins de 3 usagers au bout de 6 mois : fermer ; {closing}"
