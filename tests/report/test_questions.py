"""A question is evaluated once; whatever changes its answer makes another question of it."""

from __future__ import annotations

from dataclasses import replace
from operator import is_

import numpy as np

from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.parameters import Assumptions
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.domain.territory import Season
from alpsat_geo.report.address.codecs import Points
from alpsat_geo.report.language import speak
from alpsat_geo.report.measures import MEASURES, measure_outcome
from alpsat_geo.report.questions import Inquiry, Situation
from tests.embedded import open_embedded

NOTHING = Scenario("rien", "Ne rien faire")
OPENING = Scenario("ouvrir", "Ouvrir", actions=(ActionChoice("open_space", ("05065",), {"kind": "frugal"}),))


def place(
    scenario: Scenario = OPENING,
    *,
    season: Season = "winter",
    catchment_min: float = 20,
    assumptions: Assumptions = (),
) -> Situation:
    project = replace(open_embedded(), scenarios=(NOTHING, scenario), assumptions=assumptions)
    return Situation(project, project.scenarios, Settings(season, catchment_min))


def ask(scenario: Scenario = OPENING, prices: Points = (), **changes: object) -> Inquiry:
    return Inquiry(place(scenario, **changes), prices)  # type: ignore[arg-type]


def test_a_question_asked_again_is_not_evaluated_again() -> None:
    first, again = place(catchment_min=17.5), place(catchment_min=17.5)
    for key, measure in MEASURES.items():
        for is_difference in (False, True):
            drawn = first.draw_maps(key, is_difference=is_difference)
            assert all(map(is_, again.draw_maps(key, is_difference=is_difference), drawn))
            anew = measure_outcome(measure, first.outcomes[1], is_difference=is_difference)
            assert drawn[1].measured.texts == anew.texts
            np.testing.assert_array_equal(drawn[1].measured.value, anew.value)
    assert drawn[1].opened == ("05065",)
    alone = Situation(first.project, (OPENING,), first.settings)
    assert alone.draw_maps(key, is_difference=True)[0] is drawn[1]
    assert "outcomes" not in vars(again) | vars(alone)


def test_whatever_changes_the_answer_changes_the_question() -> None:
    other_place = replace(OPENING, actions=(replace(OPENING.actions[0], places=("05003",)),))
    other_option = replace(OPENING, actions=(replace(OPENING.actions[0], options={"kind": "standard"}),))
    twice = replace(OPENING, actions=OPENING.actions * 2)
    inquiries = [
        ask(),
        ask(other_place),
        ask(other_option),
        ask(twice),
        ask(NOTHING),
        ask(replace(OPENING, name="Ouvrir à Guillestre")),
        ask(season="summer"),
        ask(catchment_min=21),
        ask(assumptions=(("household_size_new", 2.0),)),
        ask(prices=(("inhabitant", 2_000),)),
    ]
    keys = {inquiry.key for inquiry in inquiries}
    with speak("de"):
        keys.add(ask().key)
    assert len(keys) == len(inquiries) + 1
    assert ask().key in keys


def test_a_name_changes_what_is_said_and_nothing_that_is_counted() -> None:
    named = place(replace(OPENING, key="autre", name="Un autre nom"))
    assert named.key == place().key


def test_an_option_that_is_true_is_not_the_number_one() -> None:
    yes, one = (replace(OPENING, actions=(replace(OPENING.actions[0], options={"x": x}),)) for x in (True, 1))
    assert place(yes).key != place(one).key


def test_prices_are_asked_of_what_is_measured_already_under_the_keys_of_the_scenarios() -> None:
    other = replace(OPENING, key="autre")
    free, priced, renamed = (
        Inquiry(place(scenario, catchment_min=18.5), prices)
        for scenario, prices in ((OPENING, ()), (OPENING, (("user", 5_000),)), (other, ()))
    )
    assert free.comparison.appraisal is priced.comparison.appraisal
    assert "outcomes" not in vars(priced.situation)
    assert renamed.comparison.keys == ("rien", "autre")
    assert renamed.comparison.position("autre") == free.comparison.position("ouvrir")
