"""Parts of a page that stand folded in a box: they are drawn, and what they need computed, while it is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import ParamSpec

import streamlit as st

from alpsat_geo.report.language import _

Arguments = ParamSpec("Arguments")


def show_folded(label: str, key: str, draw: Callable[[], object], *, is_open_at_first: bool = False) -> None:
    """Show a box, and draw what it holds while it is open.

    Parameters
    ----------
    label : str
    key : str
        Of the box.
    draw : function
    is_open_at_first : bool
        Whether it stands open until somebody closes it.
    """
    box = st.expander(label, key=key, expanded=is_open_at_first, on_change="rerun")
    if box.open:
        with box:
            draw()


def folded(label: str, key: str) -> Callable[[Callable[Arguments, None]], Callable[Arguments, None]]:
    """Make a function that draws a part of a page draw it in a box; see `show_folded`.

    Parameters
    ----------
    label : str
        In French, to translate when it is shown.
    key : str
        Of the box.
    """

    def fold(draw: Callable[Arguments, None]) -> Callable[Arguments, None]:
        @wraps(draw)
        def draw_folded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
            show_folded(_(label), key, partial(draw, *args, **kwargs))

        return draw_folded

    return fold
