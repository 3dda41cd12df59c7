"""Who asks for long computations in a visit: how they wait, and how they give up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from alpsat_geo.app.core import limits, mode, state
from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.report.computation_queue import QUEUE, Asker, ask_as
from alpsat_geo.report.language import _, get_language, speak
from alpsat_geo.report.precedence import Length

TOLD_AFTER_S: Final = 1.0
_TOLD_EVERY_S: Final = 10.0


class GoneError(AlpSatError):
    """Whoever waited for a file has left."""


def find_asker() -> Asker:
    """Return who asks in this run: while they wait they read so, and a run that gives way to the next waits no more."""
    told_at_s = TOLD_AFTER_S

    def look_up(waited_s: float) -> None:
        nonlocal told_at_s
        # Streamlit ends here, by its own exception, a run whose visit ended or asked for something else.
        state.pause()
        if waited_s >= told_at_s:
            told_at_s = waited_s + _TOLD_EVERY_S
            st.toast(_("D'autres calculs passent avant le vôtre : il commence dans un instant."), duration="long")

    return Asker(state.find_visit(), mode.find_address(), look_up)


def make_in_turn(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """Return how to make a file when somebody asks for it: in their turn, in their language, if they are still there.

    Parameters
    ----------
    make : function returning the bytes of a file
        Called outside of the visit.
    """
    visit, address, language = state.find_visit(), mode.find_address(), get_language()

    def look_up(_waited_s: float) -> None:
        if not state.is_connected(visit):
            raise GoneError

    def make_it() -> bytes:
        with speak(language), ask_as(Asker(visit, address, look_up)):
            limits.check_files(address)
            with QUEUE.take_place(Length.FILE):
                return make()

    return make_it
