"""Lists of communes and other places: filtered as one types, Enter takes the best match.

How names and what is typed are compared stands in ``static/list_filter.js``; behind another door than ``serve.py``,
Streamlit's own comparison takes its place, which asks for the accents.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st


def choose_name(label: str, names: Mapping[str, str], *, key: str) -> None:
    """Offer one name, or none; its label is written inside as long as none is chosen.

    Parameters
    ----------
    label : str
    names : mapping of code to name
    key : str
        Of the widget, which must have been bound to the state; it holds a code, None for none.
    """
    st.selectbox(
        label,
        sorted(names, key=names.__getitem__),
        index=None,
        format_func=names.__getitem__,
        key=key,
        placeholder=label,
        filter_mode="contains",
        label_visibility="collapsed",
    )


def choose_names(
    label: str,
    names: Mapping[str, str],
    *,
    key: str,
    placeholder: str,
    on_change: Callable[[str, int], None],
    position: int,
) -> None:
    """Offer several names, in their own order.

    Parameters
    ----------
    label : str
    names : mapping of code to name
    key : str
        Of the widget, which must have been bound to the state; it holds the codes.
    placeholder : str
        What is written when none is chosen.
    on_change : function of the key and the position
        Called after each change.
    position : int
        Of the action that the names belong to.
    """
    st.multiselect(
        label,
        list(names),
        format_func=names.__getitem__,
        key=key,
        placeholder=placeholder,
        select_all=False,
        filter_mode="contains",
        on_change=on_change,
        args=(key, position),
    )
