"""The short text on the method, held against the registries: nothing missing, nothing that no longer exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.compute.explanation.formulas import FORMULAS
from alpsat_geo.criteria import CRITERIA

METHOD = (Path(__file__).resolve().parent.parent / "docs" / "method.md").read_text(encoding="utf-8")


def read_part(title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", METHOD, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def read_keys(text: str) -> list[str]:
    return re.findall(r"`([a-z0-9_]+)`", text)


def test_every_action_is_named_once_in_the_order_of_the_catalogue() -> None:
    assert read_keys(read_part("Ce que l'on peut faire")) == [action.key for action in ACTION_TYPES]


def test_every_criterion_is_named_with_its_formula() -> None:
    rows = [read_keys(line) for line in read_part("Ce que l'on regarde").splitlines() if line.startswith("| `")]
    assert rows == [[criterion.key, criterion.figure] for criterion in CRITERIA]
    weighted = [criterion.is_weighted_by_default for criterion in CRITERIA]
    assert weighted == [True] * 5 + [False] * (len(CRITERIA) - 5)


def test_every_formula_is_named_and_no_other() -> None:
    named = read_keys(read_part("Ce que l'on regarde")) + read_keys(read_part("Comment un chiffre se calcule"))
    assert set(named) == set(FORMULAS)


@pytest.mark.parametrize("name", ["method.md", "tutorial.md"])
def test_links_lead_somewhere(name: str) -> None:
    folder = Path(__file__).resolve().parent.parent / "docs"
    links = re.findall(r"\]\(([^)#]+)\)", (folder / name).read_text(encoding="utf-8"))
    assert [link for link in links if not link.startswith("http") and not (folder / link).exists()] == []
