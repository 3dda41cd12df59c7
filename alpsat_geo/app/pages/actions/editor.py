"""The scenario being built: its name, its figures, its actions one by one."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import streamlit as st

from alpsat_geo.actions import ACTION_TYPES_BY_KEY
from alpsat_geo.app.core import state
from alpsat_geo.app.core.page_table import COMPARISON
from alpsat_geo.app.pages.actions.form import describe_places, show_form, write_fault
from alpsat_geo.app.pages.actions.own_figures import show_own_figures
from alpsat_geo.app.parts.rights import may, show_right
from alpsat_geo.app.parts.scenarios import book as scenario_book
from alpsat_geo.app.parts.slot import keep_slot
from alpsat_geo.domain.scenario import NAME_LENGTH, Scenario
from alpsat_geo.domain.text import clean_line
from alpsat_geo.report.action_effects import write_effects
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.blanks import write_blanks
from alpsat_geo.report.language import _, choose_plural, quote
from alpsat_geo.report.markup import write_tag
from alpsat_geo.report.questions import Situation
from alpsat_geo.report.scenarios.check import explain_fault, mark_outside
from alpsat_geo.report.scenarios.own import (
    OwnScenario,
    duplicate_action,
    move_action,
    remove_action,
)


def show_editor(current: AppState, own: OwnScenario, faults: tuple[str, ...], situation: Situation) -> None:
    """Show the scenario being built.

    Parameters
    ----------
    current : AppState
    own : OwnScenario
    faults : tuple of str
        What the model refuses in each action, empty where nothing.
    situation : Situation
        Of the actions without fault.
    """
    scenario = own.scenario
    _show_title(own)
    if not situation.project.blanks:
        st.html(write_effects(situation))
    elif current.pane != "map":
        # Where the map would be, the page says it already.
        st.html(write_blanks(situation.project))
    _show_ways_on(own, is_ready=bool(scenario.actions) and not any(faults))
    told = keep_slot()
    if any(faults):
        sentence = choose_plural(
            "Une action est à compléter : elle n'est pas comptée.",
            "{count} actions sont à compléter : elles ne sont pas comptées.",
            sum(map(bool, faults)),
        ).format(count=sum(map(bool, faults)))
        told.html(write_tag("p", write_tag("span", sentence), "ag-fault", role="status"))
    if not scenario.actions:
        told.html(
            write_tag("p", _("Ajoutez une action du catalogue : son coût et ses effets paraissent ici."), "ag-note")
        )
    for position, fault in enumerate(faults):
        _show_action(situation, scenario, position, fault, is_open=current.step == position + 1)


def _show_title(own: OwnScenario) -> None:
    scenario = own.scenario
    key = scenario_book.stamp(f"nom_{scenario.key}")
    state.bind_widget(key, scenario.name)
    st.text_input(_("Nom du scénario"), key=key, max_chars=NAME_LENGTH, on_change=_take_name, args=(key,))


def _show_action(situation: Situation, scenario: Scenario, position: int, fault: str, *, is_open: bool) -> None:
    project = situation.project
    choice = scenario.actions[position]
    action = ACTION_TYPES_BY_KEY.get(choice.type_key)
    label = _(action.label) if action else choice.type_key
    where = describe_places(project, choice) if action else fault
    if not choice.figures.is_empty:
        where = _("{places} ; chiffres saisis").format(places=where)
    css = " ".join(["ag-step", *["ag-step-open"] * is_open, *["ag-step-fault"] * bool(fault)])
    heading = write_tag(
        "div", (write_tag("b", str(position + 1)), write_tag("strong", label), write_tag("span", where)), css
    )
    stem = f"{scenario.key}_{position}"
    with st.container(border=True, key=f"etape_{stem}", gap="xxsmall"):
        # A closed card keeps the mark of what is wrong in it.
        is_told = action is not None and bool(fault) and not is_open
        st.html(heading + write_fault(explain_fault(project, choice, fault)) if is_told else heading)
        if choice.note and not is_open:
            st.html(write_tag("p", choice.note, "ag-note ag-written"))
        if is_open and action:
            show_form(project, scenario, position, fault)
            if not project.blanks:
                show_own_figures(situation, scenario, position)
        with st.container(horizontal=True, gap="small", key=f"gestes_{stem}"):
            if not is_open:
                _show_step(_("Modifier"), f"ouvrir_{stem}", label, _open, position + 1)
                return
            _show_step(_("Fermer"), f"fermer_{stem}", label, _open, 0)
            if position:
                _show_step(_("Monter"), f"monter_{stem}", label, _move, position, -1)
            if position < len(scenario.actions) - 1:
                _show_step(_("Descendre"), f"descendre_{stem}", label, _move, position, 1)
            if action and action.is_repeatable:
                _show_step(_("Dupliquer"), f"dupliquer_{stem}", label, _duplicate, position)
            _show_step(_("Retirer"), f"retirer_{stem}", label, _remove, position)


def _show_step(text: str, key: str, label: str, act: Callable[..., None], *arguments: int) -> None:
    st.button(text, key=key, type="tertiary", on_click=act, args=arguments, help=f"{text} {quote(label)}")


def _show_ways_on(own: OwnScenario, *, is_ready: bool) -> None:
    key = own.scenario.key
    with st.container(horizontal=True, gap="small", key="suites"):
        if st.button(_("Comparer ce scénario"), key="vers_comparer", type="primary", disabled=not is_ready):
            replaced = scenario_book.select_for_comparison(key)
            if replaced:
                state.add_notice(replaced)
            st.switch_page(COMPARISON.script)
        if may("ScenarioStore.save"):
            text = _("Enregistré") if own.is_saved else _("Enregistrer")
            st.button(text, key="enregistrer", disabled=own.is_saved, on_click=scenario_book.save, args=(key,))
        book = scenario_book.read_book()
        st.button(_("Annuler le dernier geste"), key="annuler", disabled=not book.past, on_click=scenario_book.undo)
        if book.future:
            st.button(_("Rétablir"), key="retablir", on_click=scenario_book.redo)
    if not may("ScenarioStore.save"):
        show_right("ScenarioStore.save")


def _take_name(key: str) -> None:
    name = clean_line(str(state.read_widget(key) or ""))[:NAME_LENGTH].strip()
    if not scenario_book.is_current(key):
        return
    if not name:
        scenario_book.say(_("Un scénario a besoin d'un nom : le précédent est gardé."))
        state.forget_widget(key)
        return
    scenario_book.change_draft(lambda scenario: dataclasses.replace(scenario, name=name))


def _open(step: int) -> None:
    scenario_book.redraw(step=step)


def _move(position: int, shift: int) -> None:
    scenario_book.change_draft(
        lambda scenario: move_action(scenario, position, shift), is_redrawn=True, step=position + 1 + shift
    )


def _duplicate(position: int) -> None:
    scenario_book.change_draft(
        lambda scenario: duplicate_action(scenario, position), is_redrawn=True, step=position + 2
    )


def _remove(position: int) -> None:
    scenario_book.change_draft(
        lambda scenario: mark_outside(remove_action(scenario, position)), is_redrawn=True, step=0
    )
