"""Lists of communes and other places: filtered as one types, Enter takes the best match.

How names and what is typed are compared stands in ``static/list_filter.js``; behind another door than ``serve.py``,
Streamlit's own comparison takes its place, which asks for the accents.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st


def choose_name(
    label: str,
    names: Mapping[str, str],
    *,
    key: str,
    on_change: Callable[..., None] | None = None,
    args: tuple[object, ...] = (),
) -> None:
    """Offer one name, or none, in their own order; its label is written inside as long as none is chosen.

    Parameters
    ----------
    label : str
    names : mapping of code to name
    key : str
        Of the widget; it holds a code, None for none.
    on_change : function, optional
        Called with ``args`` after each change.
    args : tuple
    """
    st.selectbox(
        label,
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=key,
        placeholder=label,
        filter_mode="contains",
        label_visibility="collapsed",
        on_change=on_change,
        args=args,
    )


def choose_names(
    label: str,
    names: Mapping[str, str],
    *,
    key: str,
    placeholder: str,
    max_selections: int | None = None,
    on_change: Callable[..., None] | None = None,
    args: tuple[object, ...] = (),
) -> None:
    """Offer several names, in their own order; Enter takes the best match, and that one alone.

    Parameters
    ----------
    label : str
    names : mapping of code to name
    key : str
        Of the widget; it holds a list of codes.
    placeholder : str
        Written inside as long as none is chosen.
    max_selections : int, optional
    on_change : function, optional
        Called with ``args`` after each change.
    args : tuple
    """
    st.multiselect(
        label,
        list(names),
        format_func=names.__getitem__,
        key=key,
        placeholder=placeholder,
        max_selections=max_selections,
        filter_mode="contains",
        # Streamlit would offer all the matches, in English, before the best one.
        select_all=False,
        on_change=on_change,
        args=args,
    )
