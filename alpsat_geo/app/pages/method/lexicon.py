"""The words of the tool, each with one sentence."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.project import Project
from alpsat_geo.report.language import _
from alpsat_geo.report.lexicon import write_lexicon
from alpsat_geo.report.markup import put_in_card, write_tag


def show_lexicon(_project: Project) -> None:
    """Show every term with its meaning."""
    st.html(put_in_card(write_tag("h2", _("Les mots de cet outil")), write_lexicon(), css="ag-prose"))
