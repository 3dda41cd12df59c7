"""Pages run by Streamlit's own harness, without a browser, and what they say."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from alpsat_geo.app.core.page_table import PAGES
from alpsat_geo.report.punctuation import loosen_punctuation

ROOT = Path(__file__).resolve().parents[2]
ADDRESSES = {page.script: page.address for page in PAGES}


def open_page(page: str, **query: str) -> AppTest:
    """Open one page of the dashboard at an address, as a link does; it must not fail."""
    app = AppTest.from_file(ROOT / "dashboard.py", default_timeout=60)
    app.query_params.update(query)
    # The harness goes to a page by its file only after a run, which would draw the first page for nothing.
    app._page_hash = calc_hash(ADDRESSES[page])
    app.run()
    assert not app.exception
    return app


def read_text(app: AppTest) -> str:
    """Return all the text of our own blocks, with plain spaces around signs: what binds them has tests of its own."""
    markup = " ".join(str(block.proto.body) for block in app.get("html"))
    text = unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", markup, flags=re.DOTALL))
    return loosen_punctuation(re.sub(r"[ \n]+", " ", text))


def open_box(app: AppTest, key: str) -> AppTest:
    """Open an expander, as a click would."""
    app.session_state[key] = True
    app.run()
    assert not app.exception
    return app
