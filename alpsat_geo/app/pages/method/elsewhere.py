"""Whether the study can be made again on this territory, and which communes of France resemble those here."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.project import Project
from alpsat_geo.report.duplication import write_duplication
from alpsat_geo.report.language import get_language
from alpsat_geo.report.markup import Markup
from alpsat_geo.report.memory import Memory
from alpsat_geo.sources.national import read_national_sheets

_ANSWERS_KEPT = 8  # a space tried in each commune, twice, takes most of a second

_written: Memory[Markup] = Memory(_ANSWERS_KEPT)


def show_elsewhere(project: Project) -> None:
    """Show the conditions of duplication, the types of commune and the communes that resemble."""
    asked = (project.identity, get_language())
    st.html(_written.recall(asked, lambda: write_duplication(project, read_national_sheets(), project.resemblance)))
