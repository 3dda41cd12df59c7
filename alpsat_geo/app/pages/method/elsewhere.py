"""Whether the study can be made again on this territory, and which communes of France resemble those here."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.project import Project
from alpsat_geo.report.duplication import write_duplication
from alpsat_geo.sources.national import read_national_sheets


def show_elsewhere(project: Project) -> None:
    """Show the conditions of duplication, the types of commune and the communes that resemble."""
    st.html(write_duplication(project, read_national_sheets(), project.resemblance))
