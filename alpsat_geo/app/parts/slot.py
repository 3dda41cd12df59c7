"""A place for what is said at times only."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def keep_slot() -> DeltaGenerator:
    """Return a place that counts as one, whether something is said in it or not; an empty one takes no room.

    Streamlit tells the parts of a page by their rank. A sentence that comes or goes above a field moves its rank, and
    a page that hears of the sentence before it hears of the field takes the field away for a moment: who types in it
    loses the focus and the letters.
    """
    return st.container()
