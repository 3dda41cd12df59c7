"""What the maps show of the commune that one chose on them, in words."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from alpsat_geo.project import Project
from alpsat_geo.report.markup import write_facts, write_tag


def show_chosen_commune(project: Project, code: str, title: str, shown: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Show the card of the chosen commune; nothing when none is chosen.

    Parameters
    ----------
    project : Project
    code : str
        Of the commune; empty when none is chosen.
    title : str
        What the maps measure.
    shown : sequence of (name of a map, its texts in the order of the communes)
    """
    if not code:
        return
    position = project.territory.insee_codes.index(code)
    heading = write_tag("h2", project.territory.communes.names[position])
    facts = write_facts((name, texts[position]) for name, texts in shown)
    st.html(write_tag("article", (heading, write_tag("p", title, "ag-note"), facts), "ag-card"))
