"""The way in: opens the first question."""

from __future__ import annotations

import streamlit as st

st.switch_page("pages/territoire.py")
