"""The form of one action, generated from what its type declares."""

from __future__ import annotations

import dataclasses
import math

import streamlit as st

from alpsat_geo.actions import ACTION_TYPES_BY_KEY
from alpsat_geo.app.core import state
from alpsat_geo.app.parts.name_list import choose_name, choose_names
from alpsat_geo.app.parts.scenarios import book as scenario_book
from alpsat_geo.app.parts.slot import keep_slot
from alpsat_geo.compute.action_type import ActionOption, ActionType, Placement
from alpsat_geo.compute.sketch import list_places, list_places_by_epci
from alpsat_geo.domain.scenario import NOTE_LENGTH, ActionChoice, OptionValue, Scenario
from alpsat_geo.domain.text import N_, clean_prose
from alpsat_geo.project import Project
from alpsat_geo.report.figures import format_estimate, format_number
from alpsat_geo.report.labels import list_place_names
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, write_tag
from alpsat_geo.report.parameters import format_parameter
from alpsat_geo.report.scenarios.check import check_option
from alpsat_geo.report.scenarios.own import add_places, set_option, split_place

_PLACE_LABELS: dict[Placement, str] = {
    "epci": N_("Communautés de communes"),
    "commune": N_("Communes"),
    "space": N_("Espaces existants"),
}
_MONEY_STEP, _SMALL_STEP = 10.0, 1.0
_LARGE_MAXIMUM = 100
_OPTIONS_PER_ROW = 2
_NOTE_HEIGHT_PX = 68


def name_places(project: Project, action: ActionType) -> dict[str, str]:
    """Return the names of the places where an action may be put, by code, in the order of the names."""
    names = list_place_names(project.territory, project.baseline)
    return {code: names[code] for code in sorted(list_places(action, project.baseline), key=names.__getitem__)}


def describe_places(project: Project, choice: ActionChoice) -> str:
    """Say in words where an action is put."""
    action = ACTION_TYPES_BY_KEY[choice.type_key]
    if not choice.places:
        return _("lieu à choisir") if action.places_required else _("tout le territoire")
    names = name_places(project, action)
    return ", ".join(names.get(place, place) for place in choice.places)


def show_form(project: Project, scenario: Scenario, position: int, fault: str) -> None:
    """Show the form of one action of the scenario; each change is kept at once.

    Parameters
    ----------
    project : Project
    scenario : Scenario
    position : int
        Of the action, from 0.
    fault : str
        What the model refuses in it; empty when nothing.
    """
    choice = scenario.actions[position]
    action = ACTION_TYPES_BY_KEY[choice.type_key]
    stem = f"form_{scenario.key}_{position}"
    if action.placement in _PLACE_LABELS:
        _show_places(project, action, choice, scenario_book.stamp(f"{stem}_places"), position)
    has_named_fault = False
    for first in range(0, len(action.options), _OPTIONS_PER_ROW):
        options = action.options[first : first + _OPTIONS_PER_ROW]
        for column, option in zip(st.columns(_OPTIONS_PER_ROW, gap="small"), options, strict=False):
            with column:
                value = choice.options.get(option.key, option.default)
                _show_option(project, option, value, scenario_book.stamp(f"{stem}_{option.key}"), position)
                sentence = check_option(project, action, option, value)
                has_named_fault = has_named_fault or bool(sentence)
                _show_fault(sentence)
    is_told = not has_named_fault and (choice.places or not action.places_required)
    _show_fault(fault if is_told else "")
    _show_note(choice, scenario_book.stamp(f"{stem}_note"), position)


def write_fault(sentence: str) -> Markup:
    """Return what is wrong, beside what is; nothing when nothing is."""
    return write_tag("p", write_tag("span", sentence), "ag-fault", role="alert") if sentence else Markup()


def _show_fault(sentence: str) -> None:
    told = keep_slot()
    if sentence:
        told.html(write_fault(sentence))


def _show_places(project: Project, action: ActionType, choice: ActionChoice, key: str, position: int) -> None:
    names = name_places(project, action)
    state.bind_widget(key, [place for place in choice.places if place in names])
    # While data are awaited there is no map to touch.
    has_map = not project.blanks
    way = _("Choisir ici ou toucher la carte") if has_map else _("Choisir ici")
    choose_names(
        _(_PLACE_LABELS[action.placement]),
        names,
        key=key,
        placeholder=way if action.places_required else _("Toutes"),
        on_change=_take_places,
        args=(key, position),
    )
    is_missing = action.places_required and not choice.places
    sentence = (
        _("Choisissez au moins un lieu, dans la liste ou sur la carte.")
        if has_map
        else _("Choisissez au moins un lieu dans la liste.")
    )
    _show_fault(sentence if is_missing else "")
    if action.placement != "epci":
        _show_bulk(project, action, choice, key, position)


def _show_bulk(project: Project, action: ActionType, choice: ActionChoice, key: str, position: int) -> None:
    """Offer to place many at once, to take all away, and to give one place options of its own."""
    groups = list_places_by_epci(action, project.baseline)
    names = {epci.siren: epci.name for epci in project.territory.epcis if groups.get(epci.siren)}
    label, list_key = _("Ajouter tous les lieux d'une communauté"), f"{key}_epci"
    choose_name(label, names, key=list_key, on_change=_take_epci, args=(list_key, position, project))
    with keep_slot():
        if not choice.places:
            return
        if action.is_repeatable and action.options and len(choice.places) > 1:
            named = name_places(project, action)
            places = {place: named.get(place, place) for place in choice.places}
            label, list_key = _("D'autres options pour un seul lieu"), f"{key}_seul"
            choose_name(label, places, key=list_key, on_change=_part_place, args=(list_key, position))
        st.container(key=f"gestes_{key}").button(
            _("Retirer tous les lieux"), key=f"{key}_vider", type="tertiary", on_click=_clear_places, args=(position,)
        )


def _show_option(project: Project, option: ActionOption, value: OptionValue | None, key: str, position: int) -> None:
    if option.choices:
        state.bind_widget(key, value if value in option.choices else option.default)
        st.radio(
            _(option.label),
            option.choices,
            format_func=_,
            key=key,
            horizontal=True,
            on_change=_take_option,
            args=(key, position, option.key),
        )
        return
    number = float(value) if isinstance(value, (int, float)) else None
    state.bind_widget(key, number)
    is_large = (option.maximum or math.inf) > _LARGE_MAXIMUM
    st.number_input(
        _name_number(option),
        key=key,
        value=None,
        step=_MONEY_STEP if is_large else _SMALL_STEP,
        format="%.0f" if number is None or number.is_integer() else "%.2f",
        placeholder=_describe_default(project, option),
        help=_describe_bounds(option),
        on_change=_take_option,
        args=(key, position, option.key),
    )


def _show_note(choice: ActionChoice, key: str, position: int) -> None:
    state.bind_widget(key, choice.note)
    st.text_area(
        _("Note"),
        key=key,
        max_chars=NOTE_LENGTH,
        height=_NOTE_HEIGHT_PX,
        placeholder=_("Facultative : ce qu'on sait, ce qui reste à faire"),
        on_change=_take_note,
        args=(key, position),
    )


def _name_number(option: ActionOption) -> str:
    # In French, whatever the language: a German unit has a capital.
    is_said = not option.unit or option.unit in option.label.lower().split()
    return _(option.label) if is_said else f"{_(option.label)} ({_(option.unit)})"


def _describe_default(project: Project, option: ActionOption) -> str:
    """Say what the model takes when nothing is given."""
    if option.default_parameter is None:
        return _("selon le type")
    row = project.table[option.default_parameter]
    if row.low is None or row.high is None:
        return _("estimé : {value}").format(value=format_parameter(row, row.value))
    return _("estimé : {low} à {high}").format(low=format_estimate(row.low), high=format_estimate(row.high))


def _describe_bounds(option: ActionOption) -> str | None:
    if option.minimum is None or option.maximum is None:
        return None
    return _("De {low} à {high} {unit}. Laissez vide pour garder l'estimation et son intervalle.").format(
        low=format_number(option.minimum), high=format_number(option.maximum), unit=_(option.unit)
    )


def _take_places(key: str, position: int) -> None:
    if scenario_book.is_current(key):
        places = tuple(state.read_widget(key) or ())
        scenario_book.change_action(position, lambda choice: dataclasses.replace(choice, places=places))


def _take_note(key: str, position: int) -> None:
    if scenario_book.is_current(key):
        note = clean_prose(str(state.read_widget(key) or ""))[:NOTE_LENGTH].strip()
        scenario_book.change_action(position, lambda choice: dataclasses.replace(choice, note=note))


def _take_epci(key: str, position: int, project: Project) -> None:
    siren = state.read_widget(key)

    def add_all(choice: ActionChoice) -> ActionChoice:
        groups = list_places_by_epci(ACTION_TYPES_BY_KEY[choice.type_key], project.baseline)
        return add_places(choice, groups[str(siren)])

    if siren:
        scenario_book.change_action(position, add_all, is_redrawn=True)


def _part_place(key: str, position: int) -> None:
    place = state.read_widget(key)
    if place:
        scenario_book.change_draft(
            lambda scenario: split_place(scenario, position, str(place)), is_redrawn=True, step=position + 2
        )


def _clear_places(position: int) -> None:
    scenario_book.change_action(position, lambda choice: dataclasses.replace(choice, places=()), is_redrawn=True)


def _take_option(key: str, position: int, option_key: str) -> None:
    if scenario_book.is_current(key):
        value = state.read_widget(key)
        given = int(value) if isinstance(value, float) and value.is_integer() else value
        scenario_book.change_action(position, lambda choice: set_option(choice, option_key, given))
