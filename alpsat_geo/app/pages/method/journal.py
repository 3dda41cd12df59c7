"""The journal of what was written, for who administers."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core.mode import find_actor
from alpsat_geo.app.core.wiring import load_journal
from alpsat_geo.app.parts.rights import offer
from alpsat_geo.project import Project
from alpsat_geo.report.journal import list_headings, list_rows, write_journal_csv
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_table, write_tag
from alpsat_geo.store.place import may_hold_rows

_SHOWN_AT_MOST = 100
_WRITTEN_AT_MOST = 20_000


def show_journal(project: Project) -> None:
    """Show the latest lines, and offer all of them as a file."""
    if not offer("JournalStore.list"):
        return
    # Where nobody kept anything, reading makes no database.
    key = project.territory.key
    lines = load_journal().list(find_actor(), territory_key=key, at_most=_WRITTEN_AT_MOST) if may_hold_rows() else ()
    if not lines:
        st.html(write_tag("p", _("Le journal n'a encore aucune ligne."), "ag-note"))
        return
    caption = _("Les derniers changements, au plus {count}").format(count=_SHOWN_AT_MOST)
    st.html(write_tag("div", write_table(caption, list_headings(), list_rows(lines[:_SHOWN_AT_MOST])), "ag-journal"))
    note = _("Aucun vote n'y figure. Une version d'un scénario ou une correction se relit sous son numéro.")
    st.html(write_tag("p", note, "ag-note"))
    st.download_button(
        _("Télécharger le journal (CSV)"),
        write_journal_csv(lines),
        file_name="journal.csv",
        mime="text/csv",
        on_click="ignore",
    )
