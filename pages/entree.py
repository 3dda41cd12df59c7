"""The way in: opens the first question."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core.page_table import TERRITORY

st.switch_page(TERRITORY.script)
