from __future__ import annotations

import sys
from pathlib import Path

import pytest

from alpsat_geo.app import opening, wiring
from alpsat_geo.app.opening import list_first_scripts, prepare_first_page
from alpsat_geo.domain.errors import InputError


def test_scripts_are_followed_through_their_imports(tmp_path: Path) -> None:
    (tmp_path / "Slider.a1.js").write_text('import{a}from"./number.b2.js";import"./shell.c3.js"', encoding="utf-8")
    (tmp_path / "number.b2.js").write_text('import{b as c}from"./shell.c3.js";import d from"./Slider.a1.js"')
    (tmp_path / "shell.c3.js").write_text("")
    assert list_first_scripts('<script src="./shell.c3.js">', tmp_path) == ("Slider.a1.js", "number.b2.js")
    assert list_first_scripts("", tmp_path / "nowhere") == ()


def test_preparation_leaves_a_fault_of_the_data_to_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []

    def refuse() -> None:
        asked.append(sys.getswitchinterval())
        raise InputError("La donnée manque.")

    monkeypatch.setattr(wiring, "load_embedded", refuse)
    before = sys.getswitchinterval()
    prepare_first_page()
    assert asked == [pytest.approx(opening._SWITCH_INTERVAL_S)]
    assert sys.getswitchinterval() == before
