"""What this tool does not say."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.project import Project
from alpsat_geo.report.language import _
from alpsat_geo.report.limits import list_limits
from alpsat_geo.report.markup import put_in_card, write_list, write_tag


def show_limits(project: Project) -> None:
    """Show the limits, those that can be counted with their count."""
    st.html(
        put_in_card(write_tag("h2", _("Ce que cet outil ne dit pas")), write_list(list_limits(project)), css="ag-prose")
    )
