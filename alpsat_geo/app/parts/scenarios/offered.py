"""The scenarios that a page offers: a few to compare, and why some of the person's own are not among them yet."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.parts.scenarios.book import list_left_out
from alpsat_geo.project import Project
from alpsat_geo.report.language import _, choose_plural
from alpsat_geo.report.markup import put_in_notice


def choose_scenarios(label: str, names: Mapping[str, str], *, key: str, at_most: int, too_many: str) -> None:
    """Offer scenarios to compare, and say which one was refused when others must leave first.

    Parameters
    ----------
    label : str
    names : mapping of str to str
        Of the scenarios, by key.
    key : str
        Of the widget, which must have been bound to the state; it holds keys.
    at_most : int
        Scenarios that it holds.
    too_many : str
        What is said of one more, with a place for its ``{name}``.
    """
    st.pills(
        label,
        list(names),
        selection_mode="multi",
        format_func=names.__getitem__,
        key=key,
        on_change=_keep_first,
        args=(key, at_most),
        wrap=True,
    )
    refused = state.recall(_name_refused(key))
    if refused in names:
        st.html(put_in_notice("status", too_many.format(name=names[refused])))


def _keep_first(key: str, at_most: int) -> None:
    chosen = list(state.read_widget(key) or [])
    before = state.read_state().scenarios
    refused = ""
    if len(chosen) > at_most:
        # The person says which one leaves.
        state.set_widget(key, [one for one in chosen if one in before])
        refused = next(one for one in chosen if one not in before)
    state.keep(_name_refused(key), refused)


def _name_refused(key: str) -> str:
    return f"{key}_de_trop"


def show_left_out(joined: Project) -> None:
    """Say which own scenarios are not offered, and where they are completed; nothing when all are.

    Parameters
    ----------
    joined : Project
        With the own scenarios that can be computed.
    """
    names = list_left_out(joined)
    if not names:
        return
    sentence = choose_plural(
        "{names} n'est pas proposé ici : une de ses actions est à compléter, sur la page Actions.",
        "{names} ne sont pas proposés ici : une de leurs actions est à compléter, sur la page Actions.",
        len(names),
    ).format(names=", ".join(_("« {name} »").format(name=name) for name in names))
    st.html(put_in_notice("status", sentence))
