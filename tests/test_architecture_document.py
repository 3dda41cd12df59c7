from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def draw() -> ModuleType:
    spec = importlib.util.spec_from_file_location("draw", ROOT / "docs" / "draw.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pictures_are_those_of_the_code(draw: ModuleType) -> None:
    text = draw.DOCUMENT.read_text(encoding="utf-8")
    assert draw.draw_all(text) == text, "run python3 docs/draw.py"
    assert len(text.split()) < 1000, "five minutes at two hundred words a minute"


def test_a_call_that_the_code_does_not_hold_is_refused(draw: ModuleType) -> None:
    caller, called = ("report.dossier.pdf", "write_pdf", ""), ("compute.evaluation", "evaluate", "")
    with pytest.raises(LookupError, match="write_pdf does not call evaluate"):
        draw.check_call(caller, called)
    with pytest.raises(LookupError, match="has no leave"):
        draw.check_call(caller, ("compute.evaluation", "leave", ""))
