"""The dashboard: its pages, under their addresses."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core.opening import wait_until_prepared

# What follows imports the same libraries.
wait_until_prepared()

from alpsat_geo.app.core import state
from alpsat_geo.app.core.page_table import ENTRY, PAGES
from alpsat_geo.app.parts.shell import open_dashboard
from alpsat_geo.report.language import _

open_dashboard()
page = st.navigation(
    [
        st.Page(ENTRY.script, title=_(ENTRY.title), default=True, visibility="hidden"),
        *[st.Page(page.script, title=_(page.title), url_path=page.address, icon=page.icon) for page in PAGES],
    ],
    position="top",
)
state.note_address(page.url_path)
page.run()
