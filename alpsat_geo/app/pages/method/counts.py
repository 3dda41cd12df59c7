"""The model beside the published counts."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.wiring import load_counts
from alpsat_geo.app.parts.failure import show_failure
from alpsat_geo.compute.backtest import hold_against_counts
from alpsat_geo.domain.blanks import BlankError
from alpsat_geo.domain.errors import InputError
from alpsat_geo.project import Project
from alpsat_geo.report.backtest import write_backtest


def show_counts(project: Project) -> None:
    """Show where the model stands, in the season and at the T of this visit."""
    try:
        backtest = hold_against_counts(project.evaluate_today(state.read_state().settings), load_counts())
    except (InputError, BlankError) as error:
        show_failure(error)
        return
    st.html(write_backtest(backtest))
