from __future__ import annotations

import pytest

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.project import Project, Registries, open_project


def test_opening_reads_what_the_door_hands_down(project: Project) -> None:
    opened = open_project("brianconnais-queyras", Registries(ACTION_TYPES[:2], CRITERIA[:1]))
    assert opened.territory.insee_codes == project.territory.insee_codes
    problem = opened.redraw(7, 3).pose(Settings("summer", 12.0))
    assert list(problem.action_types) == [action.key for action in ACTION_TYPES[:2]]
    assert problem.criteria == CRITERIA[:1]
    assert (problem.draws.size, problem.settings) == (7, Settings("summer", 12.0))


def test_unknown_territory_is_refused() -> None:
    with pytest.raises(InputError, match="« vercors » n'existe pas"):
        open_project("vercors", Registries(ACTION_TYPES, CRITERIA))


def test_scenarios_that_are_added_share_what_is_made_already(project: Project) -> None:
    drawn = project.redraw(5, 1).prepare()
    joined = drawn.add_scenarios([Scenario("une", "Une"), Scenario("autre", "Autre")])
    assert (joined.draws, joined.funnel, joined.identity) == (drawn.draws, drawn.funnel, drawn.identity)
    assert [found.key for found in joined.find_scenarios(["autre", "une"])] == ["autre", "une"]
    assert drawn.scenarios == ()


def test_what_moves_an_answer_moves_the_identity(project: Project) -> None:
    (key, value) = ("third_place_share_independents", 0.045)
    others = [project, project.redraw(5, 1), project.redraw(5, 2), project.vary(((key, value),))]
    assert len({other.identity for other in others}) == len(others)
    assert others[-1].central_funnel.demand_users.sum() > project.central_funnel.demand_users.sum()
