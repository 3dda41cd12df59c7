"""A scenario that a page found: kept among the person's own, then compared."""

from __future__ import annotations

from functools import partial

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.page_table import COMPARISON
from alpsat_geo.app.parts.refusal import tell_refusal
from alpsat_geo.app.parts.scenarios import book as scenario_book
from alpsat_geo.compute.evaluation import DO_NOTHING
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_tag


def offer_addition(label: str, scenario: Scenario, *, key: str, beside: tuple[str, ...] = (DO_NOTHING.key,)) -> None:
    """Offer to keep a scenario as one of the person's own, then to compare it.

    Parameters
    ----------
    label : str
    scenario : Scenario
    key : str
        Of the button.
    beside : tuple of str
        Keys of the scenarios that it is compared with while none is chosen.
    """
    st.button(label, type="primary", key=key, on_click=_add, args=(scenario, key, beside))
    added = state.recall(_name_told(key))
    if added:
        st.html(write_tag("div", added, "ag-note", role="status"))
        st.page_link(COMPARISON.script, label=_("Le comparer à d'autres scénarios"), icon=":material/balance:")


def _add(scenario: Scenario, button_key: str, beside: tuple[str, ...]) -> None:
    tell = partial(state.keep, _name_told(button_key))
    with tell_refusal(tell):
        key = scenario_book.add(scenario)
        if not state.read_state().scenarios:
            state.change_state(scenarios=beside)
        replaced = scenario_book.select_for_comparison(key)
        own = scenario_book.read_book().find(key)
        name = scenario.name if own is None else own.scenario.name
        sentence = _("« {name} » est ajouté à vos scénarios.").format(name=name)
        tell(f"{sentence} {replaced}".strip())


def _name_told(key: str) -> str:
    return f"{key}_dit"
