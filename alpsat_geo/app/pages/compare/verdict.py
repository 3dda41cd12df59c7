"""The answer of a comparison: the verdict, what each scenario costs and whether it lives, every way of reading it."""

from __future__ import annotations

import time

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from alpsat_geo.app.parts.folded import folded, show_folded
from alpsat_geo.domain.text import N_
from alpsat_geo.report.comparison.answer import (
    WholeReading,
    write_first_reading,
    write_readings,
    write_signposts,
    write_whole_reading,
)
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.precedence import Length
from alpsat_geo.report.questions import Inquiry

_ANSWERS_KEPT = 200
_SENDING_S = 0.001


_first: Memory[Markup] = Memory(_ANSWERS_KEPT)
_whole: Memory[WholeReading] = Memory(_ANSWERS_KEPT, length=Length.READINGS)
_readings: Memory[Markup] = Memory(_ANSWERS_KEPT)
_signposts: Memory[Markup] = Memory(_ANSWERS_KEPT)


def show_first_reading(inquiry: Inquiry) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Show what the first reading allows to say, before the others are made.

    Parameters
    ----------
    inquiry : Inquiry

    Returns
    -------
    tuple of DeltaGenerator
        Where the verdict, and what it is never given without, will stand.

    Raises
    ------
    InputError
        When nothing tells the scenarios apart.
    """
    headline = _first.recall(inquiry.key, lambda: write_first_reading(inquiry))
    # An empty place is emptied at once; what a container held stays until its new content comes, and nothing jumps.
    verdict, lives = st.empty(), st.container(key="vies")
    verdict.html(headline)
    # What follows keeps the processor: the server sends first.
    time.sleep(_SENDING_S)
    return verdict, lives


def show_whole_reading(inquiry: Inquiry, places: tuple[DeltaGenerator, DeltaGenerator]) -> None:
    """Show the verdict that every reading allows, what each scenario costs and whether it lives, and the readings.

    The readings take as long as all the rest. They stand open under a verdict that names somebody; where nobody leads
    even the first reading, they change nothing of the verdict and are made when somebody opens them.

    Parameters
    ----------
    inquiry : Inquiry
    places : tuple of DeltaGenerator
        From `show_first_reading`.
    """
    verdict, lives = places
    read = _whole.recall(inquiry.decision_key, lambda: write_whole_reading(inquiry))
    verdict.html(read.verdict)
    lives.html(read.lives)
    st.html(read.expectation)
    # Two keys: a box that somebody closed stays closed until the verdict changes its nature.
    show_folded(
        _("Qui arrive premier, et selon quelle lecture ?"),
        "tableau_lectures_du_premier" if read.is_anyone_named else "tableau_lectures",
        lambda: st.html(_readings.recall(inquiry.decision_key, lambda: write_readings(inquiry))),
        is_open_at_first=read.is_anyone_named,
    )


@folded(N_("Quand fermer un espace"), "tableau_fermetures")
def show_signposts(inquiry: Inquiry) -> None:
    """Show the numbers of users below which each new space should close."""
    st.html(_signposts.recall(inquiry.key, lambda: write_signposts(inquiry)))
