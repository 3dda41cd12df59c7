"""The short text on the method, held against the registries: nothing that no longer exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.compute.explanation.formulas import list_formulas
from alpsat_geo.criteria import CRITERIA

METHOD = (Path(__file__).resolve().parent.parent / "docs" / "method.md").read_text(encoding="utf-8")


def read_part(title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", METHOD, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def read_keys(text: str) -> list[str]:
    return re.findall(r"`([a-z0-9_]+)`", text)


def is_in_order(named: list[str], known: list[str]) -> bool:
    return named == [key for key in known if key in named]


def test_actions_and_criteria_are_named_in_the_order_of_their_registry() -> None:
    actions, criteria = read_keys(read_part("Ce que l'on peut faire")), read_keys(read_part("Ce que l'on regarde"))
    assert len(actions) > 5
    assert len(criteria) > 5
    assert is_in_order(actions, [action.key for action in ACTION_TYPES])
    assert is_in_order(criteria, [criterion.key for criterion in CRITERIA])
    first = [criterion.is_shown_first for criterion in CRITERIA if criterion.key in criteria]
    assert first == [True] * 5 + [False] * (len(criteria) - 5)


def test_formulas_named_exist() -> None:
    named = set(read_keys(read_part("Comment un chiffre se calcule")))
    assert len(named) > 10
    assert named <= {formula.name for formula in list_formulas(CRITERIA)}


@pytest.mark.parametrize("name", ["method.md", "tutorial.md"])
def test_links_lead_somewhere(name: str) -> None:
    folder = Path(__file__).resolve().parent.parent / "docs"
    links = re.findall(r"\]\(([^)#]+)\)", (folder / name).read_text(encoding="utf-8"))
    assert [link for link in links if not link.startswith("http") and not (folder / link).exists()] == []
