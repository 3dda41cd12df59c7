"""Lists into which one types names."""

from __future__ import annotations

import pytest

from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.sources.scenario_code import encode_scenario
from tests.app.visits import open_page

pytestmark = pytest.mark.usefixtures("in_project")

UNPLACED = Scenario("a-placer", "Un espace à placer", actions=(ActionChoice("open_space"),))
# By address: what is in its lists of several names.
LISTS = {
    "pages/actions.py": (
        {"perso": encode_scenario(UNPLACED), "scenario": "a-placer", "action": "1"},
        {"Communes"},
    ),
    "pages/composer.py": ({}, {"Communes où proposer un espace", "Actions exigées", "Actions refusées"}),
    "pages/concertation.py": ({}, {"Les scénarios comparés, de deux à quatre"}),
}


@pytest.mark.parametrize("page", LISTS)
def test_enter_takes_one_name_and_never_all_that_match(page: str) -> None:
    query, labels = LISTS[page]
    lists = open_page(page, **query).multiselect
    assert {box.label for box in lists} == labels
    # What Streamlit offers first would otherwise be all of them.
    assert [box.proto.select_all for box in lists] == [0] * len(lists)
