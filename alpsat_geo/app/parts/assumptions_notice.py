"""What every page says when a person moved parameters of the model, and the way back."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.domain.parameters import Assumptions, Parameter, ParameterTable
from alpsat_geo.report.language import _, choose_plural
from alpsat_geo.report.markup import write_list, write_tag
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


def show_assumptions_notice(table: ParameterTable) -> None:
    """Say which parameters are not those of the project, and offer the way back in one click.

    Parameters
    ----------
    table : ParameterTable
        Of the project's own assumptions.
    """
    moved = state.read_state().assumptions
    if not moved:
        return
    count = len(moved)
    title = choose_plural(
        "Hypothèse modifiée : {count}. Tous les chiffres affichés en tiennent compte.",
        "Hypothèses modifiées : {count}. Tous les chiffres affichés en tiennent compte.",
        count,
    ).format(count=count)
    changes = write_list(describe_change(table[key], value) for key, value in moved)
    with st.container(horizontal=True, vertical_alignment="center", key="hypotheses_modifiees"):
        st.html(write_tag("div", (write_tag("strong", title), changes), "ag-assumptions", role="status"))
        st.button(_("Revenir aux hypothèses du projet"), key=_WAY_BACK, on_click=restore_assumptions)


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
