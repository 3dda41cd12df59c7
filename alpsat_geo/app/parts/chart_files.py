"""A chart as files, under it: drawn when somebody takes it, from the description that the screen draws."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.asking import make_in_turn
from alpsat_geo.report.language import _
from alpsat_geo.report.paper import DRAWING_FORMATS, DrawingFormat
from alpsat_geo.report.plots.sheet import ChartSheet, draw_chart_sheet


def offer_chart(key: str, stem: str, describe: Callable[[], ChartSheet]) -> None:
    """Offer a chart as an image and as a drawing, side by side; nothing before a room.

    Parameters
    ----------
    key : str
        Ending of the keys of its buttons.
    stem : str
        Name of the files, without their ending.
    describe : function returning a ChartSheet
        Called when a file is asked for.
    """
    if state.is_before_room():
        return
    with st.container(horizontal=True, gap="small"):
        for ending, chosen in DRAWING_FORMATS.items():
            st.download_button(
                _("Le graphique ({format})").format(format=_(chosen.label)),
                make_in_turn(partial(_write_chart, chosen, describe)),
                file_name=f"{stem}{ending}",
                mime=chosen.mime,
                key=f"graphique{ending}_{key}",
                on_click="ignore",
            )


def _write_chart(chosen: DrawingFormat, describe: Callable[[], ChartSheet]) -> bytes:
    return chosen.write(draw_chart_sheet(describe()))
