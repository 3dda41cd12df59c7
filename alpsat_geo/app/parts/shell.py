"""What every page shares: its frame, its notices, and what it says when the data cannot be used."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from alpsat_geo.app.core import state
from alpsat_geo.app.core.mode import is_hosted
from alpsat_geo.app.core.publication import STATIC_FOLDER
from alpsat_geo.app.core.run import note_told_corrections, run
from alpsat_geo.app.core.wiring import load_embedded, load_project
from alpsat_geo.app.parts.account_choice import show_account_choice
from alpsat_geo.app.parts.assumptions_notice import drop_unknown_assumptions, show_assumptions_notice
from alpsat_geo.app.parts.corrections_notice import drop_unknown_corrections, show_corrections_notice
from alpsat_geo.app.parts.failure import show_failure
from alpsat_geo.app.parts.footer import show_footer
from alpsat_geo.app.parts.looks import dress_page, show_look_choice
from alpsat_geo.app.parts.meeting.bar import show_meeting_bar, show_meeting_button
from alpsat_geo.app.parts.my_commune import show_commune_choice
from alpsat_geo.app.parts.naming import write_naming
from alpsat_geo.app.parts.scenarios.book import join_own, read_book
from alpsat_geo.app.parts.slot import keep_slot
from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.project import Project
from alpsat_geo.report.blanks import UNLISTED_SPACES
from alpsat_geo.report.language import _, set_language
from alpsat_geo.report.markup import Markup, put_in_notice, write_tag

_LIST_WIDTH_PX = 230


def open_dashboard() -> None:
    """Set the frame of the browser page and read the address; called at each run, before the page."""
    state.open_visit()
    set_language(state.read_state().language)
    st.set_page_config(page_title=_("AlpSat Geo"), page_icon=str(STATIC_FOLDER / "favicon.svg"), layout="wide")
    st.logo(STATIC_FOLDER / "logo.svg", size="large")
    dress_page()


def show_page(
    question: str,
    lead: str,
    view: Callable[[Project], None],
    *,
    awaiting_lead: str = "",
    has_seat: bool = False,
    names_device: bool = False,
    has_commune: bool = True,
    is_ranking: bool = False,
) -> None:
    """Show one page: its question, then its view.

    Parameters
    ----------
    question : str
        The title: the question that the page answers.
    lead : str
        One sentence on how to use it.
    view : function of the project
        Draws the page. An error of ours becomes a French sentence, a fault of the data the list of
        its findings.
    awaiting_lead : str
        The same sentence while the data that a ranking rests on are awaited; empty: as with them, or none on a page
        that ranks, since the refusal takes its place.
    has_seat : bool
        Whether the address may say where this device sits in a consultation.
    names_device : bool
        Whether something may be kept from this page, as the device's own.
    has_commune : bool
        Whether the page says something of the commune that a person chose.
    is_ranking : bool
        Whether the page ranks, and says instead what is missing while the data that it rests on are awaited.
    """
    _require_dashboard()
    with run():
        # The tab, the history and who hears the page tell the pages apart by their question.
        st.set_page_config(page_title=f"{question} · {_('AlpSat Geo')}")
        state.enter_page(question, has_seat=has_seat)
        with st.container(key="outils", horizontal=True):
            show_meeting_button()
            # What a meeting hides need not be drawn thirty times, for all who follow it.
            is_meeting = state.read_meeting().mode == "on"
            if not is_meeting:
                show_look_choice()
                if is_hosted():
                    show_account_choice()
        with keep_slot():
            show_meeting_bar()
        naming = write_naming() if names_device else Markup()
        with st.container(key="tete", horizontal=True, gap="small"):
            header = st.html(_write_header(question, lead, naming))
            commune = st.container(key="ma_commune", width=_LIST_WIDTH_PX)
        try:
            with st.spinner(_("Chargement du territoire…"), show_time=False):
                embedded = load_embedded()
            drop_unknown_assumptions(embedded.table)
            drop_unknown_corrections(embedded.territory)
            note_told_corrections()
            project = load_project()
            if project.blanks:
                # Only the territory, once it is read, says that the page does less.
                header.html(_write_header(question, awaiting_lead or ("" if is_ranking else lead), naming))
            _drop_unknown_keys(join_own(project))
            if has_commune:
                with commune:
                    show_commune_choice(project)
            with keep_slot():
                for sentence in state.read_notices():
                    st.html(put_in_notice("status", sentence))
                show_corrections_notice(project.territory)
                show_assumptions_notice(embedded, project)
            if is_ranking:
                project.require_whole()
                if not project.baseline.knows_spaces:
                    st.html(put_in_notice("note", _(UNLISTED_SPACES)))
            view(project)
        except AlpSatError as error:
            show_failure(error)
        if not is_meeting:
            show_footer()


def _write_header(question: str, lead: str, naming: Markup) -> Markup:
    told = write_tag("p", lead, "ag-lead") if lead else Markup()
    return write_tag("header", [write_tag("h1", question, "ag-title"), told, naming])


def _require_dashboard() -> None:
    """Run dashboard.py instead, when Streamlit took a page for a script of its own.

    A server whose first visitor opens /territoire finds the folder pages/ and runs the file alone,
    without our frame, until dashboard.py has run once.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()


def _drop_unknown_keys(project: Project) -> None:
    """Replace by the default what the address names but the territory does not have."""
    current = state.read_state()
    known = {scenario.key for scenario in project.scenarios}
    sentences = []
    changes: dict[str, object] = {}
    if current.commune and current.commune not in project.territory.insee_codes:
        sentences.append(_("La commune « {code} » n'est pas dans le territoire.").format(code=current.commune))
        changes["commune"] = ""
    absent = [key for key in current.scenarios if key not in known]
    if absent:
        changes["scenarios"] = tuple(key for key in current.scenarios if key in known)
    # An own scenario that is to be completed is known: the pages that cannot offer it say so themselves.
    unknown = [key for key in absent if read_book().find(key) is None]
    if unknown:
        names = ", ".join(unknown)
        sentences.append(_("Scénario inconnu, laissé de côté : {names}.").format(names=names))
    if changes:
        state.correct_state(sentences, **changes)
