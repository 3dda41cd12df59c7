"""The financing plan of the scenario being built, folded under its actions."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.parts.bearer_choice import show_bearer_choice
from alpsat_geo.app.parts.folded import folded
from alpsat_geo.domain.text import N_
from alpsat_geo.report.dossier.screen import write_blocks
from alpsat_geo.report.financing import write_plan
from alpsat_geo.report.markup import write_tag
from alpsat_geo.report.questions import Situation


@folded(N_("Plan de financement sur cinq ans"), "volet_financement")
def show_financing(situation: Situation) -> None:
    """Show who pays what over five years; computed only when somebody opens it.

    Parameters
    ----------
    situation : Situation
        Of the sound actions of the scenario.
    """
    bearer = show_bearer_choice()
    blocks = write_plan(situation.outcomes[0], situation.project.territory, bearer)
    st.html(write_tag("div", write_blocks(blocks), "ag-plan"))
