from __future__ import annotations

import pytest

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.commands.session import Registries, Session, open_session, read_named_scenarios
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.errors import InputError


def test_opening_reads_what_the_door_hands_down(session: Session) -> None:
    opened = open_session("brianconnais-queyras", Registries(ACTION_TYPES[:2], CRITERIA[:1]))
    assert opened.territory.insee_codes == session.territory.insee_codes
    problem = opened.problem(Settings("summer", 12.0), 7, 3)
    assert list(problem.action_types) == [action.key for action in ACTION_TYPES[:2]]
    assert problem.criteria == CRITERIA[:1]
    assert (problem.draws.size, problem.settings) == (7, Settings("summer", 12.0))


def test_unknown_territory_is_refused() -> None:
    with pytest.raises(InputError, match="« vercors » n'existe pas"):
        open_session("vercors", Registries(ACTION_TYPES, CRITERIA))


def test_scenarios_keep_the_order_in_which_they_are_named() -> None:
    names = ["plateforme-seule", "ne-rien-faire"]
    assert [scenario.key for scenario in read_named_scenarios(names)] == names
