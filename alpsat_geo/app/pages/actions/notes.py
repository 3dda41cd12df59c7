"""What people write about a scenario: why it is, and what is known of communes."""

from __future__ import annotations

import dataclasses
from types import MappingProxyType

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.parts.scenarios import book as scenario_book
from alpsat_geo.domain.scenario import DESCRIPTION_LENGTH, NOTE_LENGTH, Scenario
from alpsat_geo.domain.text import clean_prose
from alpsat_geo.project import Project
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_facts

_HEIGHT_PX = 100
_NOTED = "commune_notee"


def show_notes(project: Project, scenario: Scenario) -> None:
    """Show the description of a scenario and its notes on communes, to be written."""
    _show_text(
        _("Description : pourquoi ce scénario, pour qui"),
        f"description_{scenario.key}",
        scenario.description,
        DESCRIPTION_LENGTH,
    )
    names = dict(zip(project.territory.insee_codes, project.territory.communes.names, strict=True))
    chosen = str(state.recall(_NOTED) or state.read_state().commune)
    key = scenario_book.stamp("choix_commune_notee")
    state.bind_widget(key, chosen or None)
    st.selectbox(
        _("Note sur une commune"),
        sorted(names, key=names.__getitem__),
        index=None,
        format_func=names.__getitem__,
        key=key,
        placeholder=_("Choisir la commune à annoter"),
        filter_mode="contains",
        on_change=_choose_noted,
        args=(key,),
    )
    others = {code: note for code, note in scenario.notes.items() if code != chosen}
    if chosen in names:
        label = _("Note sur {place}").format(place=names[chosen])
        _show_text(label, f"note_{scenario.key}_{chosen}", scenario.notes.get(chosen, ""), NOTE_LENGTH, chosen)
    if others:
        st.html(write_facts([(names.get(code, code), note) for code, note in others.items()], "ag-facts ag-written"))


def _show_text(label: str, stem: str, text: str, at_most: int, code: str = "") -> None:
    key = scenario_book.stamp(stem)
    state.bind_widget(key, text)
    st.text_area(label, key=key, max_chars=at_most, height=_HEIGHT_PX, on_change=_take_text, args=(key, at_most, code))


def _choose_noted(key: str) -> None:
    state.keep(_NOTED, str(state.read_widget(key) or ""))


def _take_text(key: str, at_most: int, code: str) -> None:
    """Keep the description, or the note of a commune when one is said."""
    text = clean_prose(str(state.read_widget(key) or ""))[:at_most].strip()

    def write(scenario: Scenario) -> Scenario:
        if not code:
            return dataclasses.replace(scenario, description=text)
        notes = {other: note for other, note in scenario.notes.items() if other != code}
        if text:
            notes[code] = text
        return dataclasses.replace(scenario, notes=MappingProxyType(notes))

    if scenario_book.is_current(key):
        scenario_book.change_draft(write)
