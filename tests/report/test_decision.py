"""A verdict is one sentence, in the same words everywhere, and never a success for spaces that all lose money."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from babel.messages.catalog import Catalog

from alpsat_geo.compute.comparison import DecisionProblem, compare_scenarios
from alpsat_geo.compute.decision import judge_comparison, judge_headline
from alpsat_geo.compute.readings import Reading, Undoing, Verdict
from alpsat_geo.compute.signposts import Signpost
from alpsat_geo.compute.summary import Interval
from alpsat_geo.compute.weighting import Weighting
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report import decision
from alpsat_geo.report.decision import (
    VERDICT_AT_MOST,
    list_rates,
    list_readings,
    list_signposts,
    tell_viability,
    write_headline,
    write_verdict,
)
from alpsat_geo.report.language import speak

LONE = Scenario("seul", "Un espace à Abriès", actions=(ActionChoice("open_space", ("05001",), {"kind": "frugal"}),))

Pose = Callable[[int], DecisionProblem]


def undo(counting: Any, leader: str) -> tuple[Undoing, ...]:  # noqa: ANN401 - one of the words of Counting
    read = Reading(counting, "", is_required=True, keys=("a", "b"), first=np.array([0.5, 0.5]), leader=leader)
    return (Undoing(read, leader),)


@pytest.mark.parametrize(
    ("status", "undone", "sentence"),
    [
        ("decided", (), "« A » arrive premier, de toutes les façons de lire."),
        (
            "depends",
            undo("every_criterion", "b"),
            "« A » arrive premier par objectif, pas si chaque critère compte seul : c'est alors « B ».",
        ),
        (
            "depends",
            undo("with_prudence", "a"),
            "« A » arrive premier par objectif, mais moins de deux fois sur trois si la prudence pèse aussi.",
        ),
        ("undecided", (), "Pas de gagnant net entre « A » et « B »."),
    ],
)
def test_the_verdict_is_one_sentence(status: Any, undone: tuple[Undoing, ...], sentence: str) -> None:  # noqa: ANN401 - one of three words
    verdict = Verdict(status, "a", ("a", "b"), undone)
    assert write_verdict(verdict, {"a": "A", "b": "B"}) == sentence
    long = {"a": "Un nom de scénario qui n'en finit pas " * 5, "b": "Un autre nom tout aussi long " * 6}
    for language in ("fr", "en", "de", "it"):
        with speak(language):
            assert len(write_verdict(verdict, long)) <= VERDICT_AT_MOST


def test_no_sentence_says_a_lead_in_the_words_of_before(extracted: Catalog) -> None:
    said = [str(message.id) for message in extracted if message.id]
    assert len(said) > 1000
    assert not [sentence for sentence in said if "en tête" in sentence or "on tranché" in sentence]


def test_spaces_that_all_lose_money_are_never_a_success(pose: Pose, territory: Territory) -> None:
    # Users alone weigh: the lone space then arrives first in every reading, and still loses money.
    problem = pose(200)
    nothing = Scenario("rien", "Rien")
    weighting = Weighting(stated={"regular_users": 1.0})
    judged = judge_comparison(compare_scenarios((LONE, nothing), problem, weighting, 1), (), 1)
    assert judged.verdict.leader == LONE.key
    assert judged.readings[0].first_share(LONE.key) >= 2 / 3
    assert judged.viability(LONE.key).is_every_space_losing
    assert not judged.is_success
    told = tell_viability(judged.viability(LONE.key), problem, territory)
    assert "1 nouvel espace, qui ne couvre pas ses frais" in told


def test_the_first_reading_never_names_a_first_before_the_others(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    names = {scenario.key: scenario.name for scenario in scenarios}
    decided = compare_scenarios(scenarios[:3], pose(100), Weighting(stated={"net_public_cost": 1.0}), 1)
    assert "arrive premier" not in write_headline(judge_headline(decided), names, has_weights=True)
    undecided = compare_scenarios(scenarios[:4], pose(400), Weighting(), 1)
    sentence = write_headline(judge_headline(undecided), names)
    assert sentence == write_verdict(judge_comparison(undecided, scenarios, 1).verdict, names)
    assert sentence.startswith("Pas de gagnant net entre")


def test_readings_rates_and_signposts_are_those_of_the_decision(
    pose: Pose, scenarios: tuple[Scenario, ...], territory: Territory
) -> None:
    comparison = compare_scenarios(scenarios[:4], pose(200), Weighting(), 1)
    judged = judge_comparison(comparison, scenarios, 1)
    names = {scenario.key: scenario.name for scenario in scenarios}
    rows = list_readings(judged.readings, names)
    assert [label for label, *_rest in rows[:3]] == ["par objectif", "chaque critère seul", "avec la prudence"]
    assert all(len(shares) == 4 for _label, *shares, _note in rows)
    rates = dict(list_rates(comparison, judged.exchange_rates))
    # Between the anchors, money goes over 250,000 euros and inhabitants over 150: at equal weights, 1,667 euros each.
    assert rates["Habitants supplémentaires à cinq ans, un de plus"] == "1\u202f667\u00a0€"
    ((where, when),) = list_signposts(comparison.outcomes[3], territory.communes.names)
    assert where.count(", ") == 3
    assert when == "au bout de 6, 12, 24 mois : même plein, fermer coûte moins que continuer"


def test_dates_at_which_no_number_would_do_are_said_once(
    pose: Pose, scenarios: tuple[Scenario, ...], territory: Territory, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = compare_scenarios(scenarios[:2], pose(20), Weighting(), 1).outcomes[0]
    counts = ((6, 3.0, 0.0), (12, np.inf, 0.0), (24, 8.0, 0.9))
    placed = tuple(Signpost("a", 0, months, Interval(2.0, 4.0, 9.0), count, share) for months, count, share in counts)
    monkeypatch.setattr(decision, "place_signposts", lambda _outcome: placed)
    ((_where, when),) = list_signposts(outcome, territory.communes.names)
    closing = "au bout de 12, 24 mois : même plein, fermer coûte moins que continuer"
    assert when == f"moins de 3 usagers au bout de 6 mois : fermer ; {closing}"
