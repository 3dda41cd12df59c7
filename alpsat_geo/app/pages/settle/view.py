"""The page of who would come: needs first, the answer right after, then the map."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core.publication import STATIC_FOLDER
from alpsat_geo.app.core.run import fragment
from alpsat_geo.app.core.wiring import load_project
from alpsat_geo.app.pages.settle.answer import select_commune, show_answer
from alpsat_geo.app.pages.settle.controls import read_needs, show_needs
from alpsat_geo.app.pages.settle.map import show_answer_map, show_answer_table
from alpsat_geo.compute.settlement import answer_needs
from alpsat_geo.project import Project


def show_settling(_project: Project) -> None:
    """Show the page; all that moves together is one fragment."""
    st.html(STATIC_FOLDER / "settle.css")
    _show_workspace()


@fragment
def _show_workspace() -> None:
    project = load_project()
    current = read_needs(project)
    is_asked = bool(current.needs or current.epci)
    found = (
        answer_needs(project.baseline, project.territory, current.needs, current.season, current.epci)
        if is_asked
        else None
    )
    # On a phone the columns stand one under the other: needs, answer, map.
    needs, answer, sight = st.columns([3.2, 4.2, 4.6], gap="medium")
    with sight:
        show_answer_map(project, current, found, select_commune)
    with needs:
        show_needs(project, current)
    with answer:
        show_answer(project, current, found)
    if found is not None:
        show_answer_table(project, found)
