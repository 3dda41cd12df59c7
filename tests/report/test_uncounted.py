"""A cost that leaves out communes for want of data says so wherever it is read, and a whole one says nothing."""

from __future__ import annotations

import dataclasses
import re
from html import unescape

import numpy as np
import pytest

from alpsat_geo.actions import ACTION_TYPES_BY_KEY
from alpsat_geo.app.pages.actions.catalogue import write_card
from alpsat_geo.commands.evaluate import evaluation_text
from alpsat_geo.compute.baseline import build_baseline
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.domain.arrays import freeze_floats
from alpsat_geo.domain.own_figures import OwnFigures
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.project import Project
from alpsat_geo.report.action_effects import write_effects
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.caveats import list_caveats
from alpsat_geo.report.composition.question import measure_programmes, read_offer
from alpsat_geo.report.dossier.money import write_costs
from alpsat_geo.report.dossier.subject import gather_subject
from alpsat_geo.report.questions import Situation
from alpsat_geo.report.uncounted import tell_uncounted
from alpsat_geo.sources.boundaries import read_boundaries

FIBRE = "residual_fibre"
TOLD = "Coût trop bas : faute de données, 2 communes n'y sont pas comptées."
KEYS = ("services-et-fibre", "ne-rien-faire")


@pytest.fixture(scope="module", name="whole")
def add_scenarios(project: Project, scenarios: tuple[Scenario, ...]) -> Project:
    return project.add_scenarios(scenarios)


@pytest.fixture(scope="module", name="partial")
def forget_two_communes(whole: Project) -> Project:
    """Return our territory, the premises of two communes unknown."""
    broadband = whole.territory.broadband
    premises = broadband.premises_count.copy()
    premises[[3, 7]] = np.nan
    known = dataclasses.replace(broadband, premises_count=freeze_floats(premises))
    territory = dataclasses.replace(whole.territory, broadband=known, key="deux-communes-inconnues")
    return dataclasses.replace(whole, territory=territory, baseline=build_baseline(territory, whole.table))


def tell_everywhere(project: Project) -> dict[str, str]:
    """Return what is read of a scenario that connects the whole territory, by where it is read."""
    settings = Settings()
    situation = Situation(project, project.find_scenarios(KEYS[:1]), settings)
    comparison = project.compare(project.find_scenarios(KEYS), settings, {})
    shapes = tuple(read_boundaries().geometry)
    subject = gather_subject(
        project.territory, shapes, comparison, KEYS[0], projects=project.scenarios, seed=1, link="l"
    )
    programmes = measure_programmes(project, read_offer(AppState()))
    written = programmes.answer(Question(required=frozenset({FIBRE})), project.territory)
    return {
        "catalogue": write_card(ACTION_TYPES_BY_KEY[FIBRE], project.sketch()[FIBRE]),
        "scenario": write_effects(situation),
        "caveats": " ".join(list_caveats(comparison, ["Fibre", "Rien"])),
        "dossier": repr(write_costs(subject)),
        "composition": written.programmes[0].card,
        "terminal": evaluation_text(project.territory, project.pose(settings), situation.outcomes),
    }


def test_it_is_said_wherever_the_cost_is_read(partial: Project, whole: Project) -> None:
    begun = {"caveats": f"Fibre : {TOLD[0].lower()}{TOLD[1:]}"}
    for where, text in tell_everywhere(partial).items():
        plain = unescape(re.sub(r"<[^>]+>", " ", text))
        assert plain.count(begun.get(where, TOLD)) == 1, where
    assert not any("trop bas :" in text for text in tell_everywhere(whole).values())


def test_a_quote_leaves_nobody_out(partial: Project) -> None:
    (scenario,) = partial.find_scenarios(KEYS[:1])
    stated = OwnFigures(investment_eur=80_000.0)
    actions = tuple(
        dataclasses.replace(choice, figures=stated) if choice.type_key == FIBRE else choice
        for choice in scenario.actions
    )
    for chosen, is_short in ((scenario, True), (Scenario("devis", "Devis", actions=actions), False)):
        outcome = partial.evaluate(chosen, Settings())
        assert bool(tell_uncounted(outcome.levers.cost_lines)) is is_short
