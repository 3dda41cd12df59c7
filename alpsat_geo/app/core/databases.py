"""Databases that the pages open once per server, beside those of `alpsat_geo.app.core.wiring`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:  # the first map does not wait for what it does not use
    from alpsat_geo.store.follow_up import FollowUpStore


@st.cache_resource(show_spinner=False)
def load_follow_up() -> FollowUpStore:
    """Open the database of what was promised and observed.

    Raises
    ------
    StoreError
        If it cannot be opened; the next call tries again.
    """
    from alpsat_geo.store.database import Database  # noqa: PLC0415 - see above
    from alpsat_geo.store.follow_up import FollowUpStore  # noqa: PLC0415 - see above

    return FollowUpStore(Database.connect())
