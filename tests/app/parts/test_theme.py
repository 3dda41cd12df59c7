from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.report.test_classes import contrast

CONFIG = Path(__file__).resolve().parents[3] / ".streamlit" / "config.toml"


@pytest.mark.parametrize("name", ["light", "dark"])
def test_what_one_may_touch_is_drawn_at_three_to_one(name: str) -> None:
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][name]
    for drawn in ("borderColor", "primaryColor"):
        for ground in ("backgroundColor", "secondaryBackgroundColor"):
            assert contrast(theme[drawn], theme[ground]) >= 3
