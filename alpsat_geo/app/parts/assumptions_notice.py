"""What every page says when a person moved parameters of the model, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.domain.parameters import Assumptions, Parameter, ParameterTable
from alpsat_geo.project import Project
from alpsat_geo.report.language import _, choose_plural
from alpsat_geo.report.markup import Markup, write_list, write_tag
from alpsat_geo.report.parameters import format_parameter

_WAY_BACK = "hypotheses_d_origine"


def drop_unknown_assumptions(table: ParameterTable) -> None:
    """Leave out what the address moves but the model does not have, or moves out of its ends, and say so.

    Parameters
    ----------
    table : ParameterTable
        Of the project's own assumptions.
    """
    kept, sentences = sort_assumptions(table, state.read_state().assumptions)
    if kept != state.read_state().assumptions:
        state.correct_state(sentences, assumptions=kept)


def sort_assumptions(table: ParameterTable, assumptions: Assumptions) -> tuple[Assumptions, tuple[str, ...]]:
    """Return the assumptions that move something, in the order of the table, and a sentence for each refused one."""
    given = dict(assumptions)
    kept, sentences = [], []
    for key in table:
        if key not in given:
            continue
        row, value = table[key], given.pop(key)
        low, high = row.slider_bounds
        if not row.is_adjustable:
            sentences.append(_("« {label} » ne se modifie pas : valeur du projet gardée.").format(label=_(row.label)))
        elif not low <= value <= high:
            sentences.append(
                _("« {label} » va de {low} à {high} : la valeur {value} du lien est laissée de côté.").format(
                    label=_(row.label),
                    low=format_parameter(row, low),
                    high=format_parameter(row, high),
                    value=format_parameter(row, value),
                )
            )
        elif value != row.value:
            kept.append((key, value))
    sentences += [_("Hypothèse inconnue, laissée de côté : {key}.").format(key=key) for key in given]
    return tuple(kept), tuple(sentences)


def show_assumptions_notice(embedded: Project, project: Project) -> None:
    """Say which parameters are not those of the files, and offer the way back in one click.

    Parameters
    ----------
    embedded : Project
        As its files say.
    project : Project
        Under the assumptions and the corrections of the visit: no figure rests on what these leave without effect.
    """
    moved = state.read_state().assumptions
    if not moved:
        return
    table, stated = embedded.table, project.find_stated(embedded)
    told = _tell_moved(table, [item for item in moved if item[0] not in stated])
    told += _tell_idle(table, [item for item in moved if item[0] in stated])
    with st.container(horizontal=True, vertical_alignment="center", key="hypotheses_modifiees"):
        st.html(write_tag("div", told, "ag-assumptions", role="status"))
        st.button(_("Revenir aux hypothèses du projet"), key=_WAY_BACK, on_click=restore_assumptions)


def _tell_moved(table: ParameterTable, moved: Sequence[tuple[str, float]]) -> list[Markup]:
    if not moved:
        return []
    count = len(moved)
    title = choose_plural(
        "Hypothèse modifiée : {count}. Tous les chiffres affichés en tiennent compte.",
        "Hypothèses modifiées : {count}. Tous les chiffres affichés en tiennent compte.",
        count,
    ).format(count=count)
    return [write_tag("strong", title), _list_changes(table, moved)]


def _tell_idle(table: ParameterTable, moved: Sequence[tuple[str, float]]) -> list[Markup]:
    if not moved:
        return []
    title = choose_plural(
        "Hypothèse modifiée, sans effet : une correction y répond déjà.",
        "Hypothèses modifiées, sans effet : les corrections y répondent déjà.",
        len(moved),
    )
    return [write_tag("span", title), _list_changes(table, moved)]


def _list_changes(table: ParameterTable, moved: Sequence[tuple[str, float]]) -> Markup:
    return write_list(describe_change(table[key], value) for key, value in moved)


def describe_change(row: Parameter, value: float) -> str:
    """Return one sentence: the parameter, its value here, and that of the project."""
    return _("{label} : {value} au lieu de {former}").format(
        label=_(row.label), value=format_parameter(row, value), former=format_parameter(row, row.value)
    )


def restore_assumptions() -> None:
    """Take the project's own assumptions again, on every page."""
    for key, _value in state.read_state().assumptions:
        state.forget_widget(name_slider(key))
    state.change_state(assumptions=())


def name_slider(key: str) -> str:
    """Return the widget's key of the slider of a parameter."""
    return f"curseur_{key}"
