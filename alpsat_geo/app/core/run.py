"""One run of a page, or of a fragment of it alone: it begins in a language, and ends by writing the address.

Whatever stands between only reads the state of the visit, or changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.asking import find_asker
from alpsat_geo.app.core.metrics import time_run
from alpsat_geo.app.core.wiring import find_corrections
from alpsat_geo.domain.context_value import set_within
from alpsat_geo.report.computation_queue import ask_as
from alpsat_geo.report.language import set_language
from alpsat_geo.report.precedence import Length, compute_as

Arguments = ParamSpec("Arguments")

_REDRAW_KEY, _TOLD_KEY = "alpsat_redraw", "alpsat_corrections_told"
_IS_RUNNING: ContextVar[bool] = ContextVar("is_running", default=False)
_IS_DRAWN_ALONE: ContextVar[bool] = ContextVar("is_drawn_alone", default=False)
_AT_END: list[Callable[[], None]] = []


def call_at_end(listener: Callable[[], None]) -> None:
    """Have a function called whenever a run ends well; it must not raise."""
    _AT_END.append(listener)


@contextmanager
def run() -> Iterator[None]:
    """Speak the visit's language within, and write its address at the end; within another run, nothing more.

    Whatever is computed within is computed for this visit, in its turn.

    A run that gives way to the next leaves the address to it.
    """
    if _IS_RUNNING.get():
        yield
        return
    with set_within(_IS_RUNNING, value=True):
        _is_page_to_redraw()
        set_language(state.read_state().language)
        try:
            with ask_as(find_asker()), compute_as(Length.PAGE), time_run():
                yield
        except Exception:
            state.write_address()
            raise
        state.write_address()
        for listener in _AT_END:
            listener()


def redraw_page() -> None:
    """Ask from a callback that the whole page be drawn: something around the fragment that ran shows what changed."""
    state.keep(_REDRAW_KEY, value=True)


def _is_page_to_redraw() -> bool:
    is_asked = bool(state.recall(_REDRAW_KEY))
    if is_asked:
        state.keep(_REDRAW_KEY, value=False)
    return is_asked


def note_told_corrections() -> None:
    """Note which corrections the page tells; it is drawn again as soon as a part of it finds others in force.

    Another tab, or another person, may keep some or undo them while the page stands.
    """
    state.keep(_TOLD_KEY, find_corrections())


def _is_page_outdated() -> bool:
    told = state.recall(_TOLD_KEY)
    return told is not None and told != find_corrections()


def is_drawn_alone() -> bool:
    """Tell whether a fragment runs again by itself, and not with its page."""
    return _IS_DRAWN_ALONE.get()


def fragment(draw: Callable[Arguments, None], *, run_every: float | None = None) -> Callable[Arguments, None]:
    """Make a part of a page that runs again alone.

    Parameters
    ----------
    draw : function
        Draws the part.
    run_every : float, optional
        Seconds after which it runs again by itself.
    """

    @wraps(draw)
    def draw_alone(*args: Arguments.args, **kwargs: Arguments.kwargs) -> None:
        is_without_page = not _IS_RUNNING.get()
        if is_without_page and (_is_page_to_redraw() or _is_page_outdated()):
            st.rerun()
        with set_within(_IS_DRAWN_ALONE, is_without_page), run():
            draw(*args, **kwargs)

    return st.fragment(draw_alone, run_every=run_every)
