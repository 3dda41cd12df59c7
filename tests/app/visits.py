"""Pages run by Streamlit's own harness, without a browser, and what they say."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


def open_page(page: str, **query: str) -> AppTest:
    """Open one page of the dashboard at an address; it must not fail."""
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=60)
    app.query_params.update(query)
    app.run()
    app.switch_page(page).run()
    assert not app.exception
    return app


def read_text(app: AppTest) -> str:
    """Return all the text of our own blocks."""
    markup = " ".join(str(block.proto.body) for block in app.get("html"))
    return re.sub(r"[ \n]+", " ", unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", markup, flags=re.DOTALL)))


def open_box(app: AppTest, key: str) -> AppTest:
    """Open an expander, as a click would."""
    app.session_state[key] = True
    app.run()
    assert not app.exception
    return app
