"""A field keeps its rank on the page, whatever is said above it: who types in it stays in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Node

from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.sources.scenario_code import encode_scenario
from tests.app.visits import open_page

pytestmark = pytest.mark.usefixtures("in_project")

FIELDS = ("multiselect", "number_input", "radio", "selectbox", "select_slider", "slider", "text_area", "text_input")
UNPLACED = Scenario("a-placer", "Un espace à placer", actions=(ActionChoice("open_space"),))


def list_ranks(app: AppTest) -> dict[str, tuple[int, ...]]:
    """Return where each field stands: its rank in each block that holds it, by its key."""
    found = {}

    def walk(node: Node, ranks: tuple[int, ...]) -> None:
        for rank, child in getattr(node, "children", {}).items():
            walk(child, (*ranks, rank))
        if node.type in FIELDS and getattr(node, "key", None):
            found[str(node.key)] = ranks

    walk(app._tree, ())
    return found


def place(app: AppTest) -> None:
    """End a fault: its sentences go."""
    next(box for box in app.multiselect if box.label == "Communes").set_value(["05065"]).run()


def place_twice(app: AppTest) -> None:
    """Give more than one place: a list comes."""
    next(box for box in app.multiselect if box.label == "Communes").set_value(["05065", "05177"]).run()


def move_a_hypothesis(app: AppTest) -> None:
    """Move a hypothesis: what it changes comes."""
    app.select_slider(key="curseur_huff_desks_exponent").set_value(0.75).run()


def need_fibre(app: AppTest) -> None:
    """Say a first need: the examples go."""
    app.button_group[0].set_value(["fibre"]).run()


@pytest.mark.parametrize(
    ("script", "query", "gesture"),
    [
        ("pages/actions.py", {"perso": encode_scenario(UNPLACED), "scenario": "a-placer", "action": "1"}, place),
        ("pages/actions.py", {"perso": encode_scenario(UNPLACED), "scenario": "a-placer", "action": "1"}, place_twice),
        ("pages/donnees.py", {"partie": "hypotheses"}, move_a_hypothesis),
        ("pages/s_installer.py", {}, need_fibre),
    ],
)
def test_a_field_keeps_its_rank(script: str, query: dict[str, str], gesture: Callable[[AppTest], None]) -> None:
    app = open_page(script, **query)
    before = list_ranks(app)
    gesture(app)
    assert not app.exception
    after = list_ranks(app)
    kept = before.keys() & after.keys()
    assert len(kept) > 1
    assert {key: after[key] for key in kept} == {key: before[key] for key in kept}
