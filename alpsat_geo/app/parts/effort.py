"""The efforts that a person accepts for one more of each result: empty until they are moved."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.parts.folded import folded
from alpsat_geo.compute.comparison import FAR_MIN
from alpsat_geo.compute.criterion import Result, list_results
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.text import N_
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.figures import format_euros, format_minutes, write_exact
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_tag

_RESULTS = list_results(CRITERIA)
_UNSET = -1
_FAR_WIDGET = "effort_loin"
_FAR_PERCENTS = tuple(range(100, 301, 25))


def read_efforts() -> AppState:
    """Put in the state what the sliders hold, before they are drawn, and return it."""
    current = state.read_state()
    stated = dict(current.prices)
    held = {}
    for result in _RESULTS:
        if result.price.is_asked_first:
            held[result.key] = state.hold_widget(_name_slider(result), stated.get(result.key, _UNSET))
        elif state.hold_widget(_name_toggle(result), result.key in stated):
            first = result.price.default or 0
            held[result.key] = state.hold_widget(_name_slider(result), stated.get(result.key, first))
    prices = tuple((key, int(euros)) for key, euros in held.items() if euros != _UNSET)
    far_percent = state.hold_widget(_FAR_WIDGET, current.far_percent)
    return state.change_state(prices=prices, far_percent=far_percent)


def show_efforts() -> None:
    """Offer the results that are asked first, side by side; `read_efforts` must have been called."""
    asked = [result for result in _RESULTS if result.price.is_asked_first]
    for column, result in zip(st.columns(len(asked), gap="medium"), asked, strict=True):
        with column:
            _show_slider(result, (_UNSET, *result.price.steps))


@folded(N_("D'autres résultats, et qui vit loin"), "tableau_efforts")
def show_other_efforts() -> None:
    """Offer the results that are asked on demand, and what a result counts where people live far."""
    for result in _RESULTS:
        if not result.price.is_asked_first and st.toggle(_(result.price.label), key=_name_toggle(result)):
            _show_slider(result, result.price.steps)
            if result.price.source:
                st.html(write_tag("p", _(result.price.source), "ag-note"))
    st.select_slider(
        _("Un résultat compte, à plus de {minutes} d'un espace ouvert").format(minutes=format_minutes(FAR_MIN)),
        sorted({*_FAR_PERCENTS, state.read_state().far_percent}),
        format_func=lambda percent: _("{factor} fois").format(factor=write_exact(percent / 100)),
        key=_FAR_WIDGET,
    )


def _show_slider(result: Result, steps: tuple[int, ...]) -> None:
    # An address may hold an effort between two steps.
    st.select_slider(
        _(result.price.label),
        sorted({*steps, *(euros for key, euros in state.read_state().prices if key == result.key)}),
        format_func=lambda euros: "—" if euros == _UNSET else format_euros(euros),
        key=_name_slider(result),
    )


def _name_slider(result: Result) -> str:
    return f"effort_{result.key}"


def _name_toggle(result: Result) -> str:
    return f"compte_{result.key}"
