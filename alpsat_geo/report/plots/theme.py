"""How charts look: the page's paper, ink and accent, and the reader's numbers on their axes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel.numbers import get_decimal_symbol, get_group_symbol

from alpsat_geo.report.figures import get_percent_sign
from alpsat_geo.report.language import get_language, get_locale
from alpsat_geo.report.memory import Memory

if TYPE_CHECKING:
    import altair as alt


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of a chart, the same as the variables of the page's style."""

    ink: str
    soft: str
    rule: str
    grid: str
    fill: str
    accent: str


LIGHT = Palette("#16302b", "#45544e", "#b9c2bd", "#e2ded2", "#327c88", "#a63c18")
DARK = Palette("#eef2ec", "#bccac3", "#50635c", "#33453f", "#63adb6", "#f2a27c")

FONT = "Source Sans, Helvetica Neue, Arial, sans-serif"

_FRAMES_KEPT = 100

_frames: Memory[dict[str, Any]] = Memory(_FRAMES_KEPT)

LINES_LABELS = "split(datum.label, '|')"
"""Expression of an axis whose labels hold several lines, separated by a bar."""


def write_axis_numbers() -> str:
    """Return the expression of an axis that writes its numbers as the reader's language does."""
    locale = get_locale()
    signs = ((",", "g"), (".", get_decimal_symbol(locale)), ("g", get_group_symbol(locale)))
    text = "format(datum.value, ',~f')"
    for sign, written in signs:
        text = f"replace({text}, regexp('[{sign}]', 'g'), '{written}')"
    return text


def write_axis_shares() -> str:
    """Return the expression of an axis that writes its shares as percentages."""
    return f"format(100 * datum.value, '.0f') + '{get_percent_sign()}'"


def inline_data(rows: list[dict[str, Any]]) -> Any:  # noqa: ANN401 - altair's own
    """Return rows as the data of a chart, without a data frame."""
    import altair as alt  # noqa: PLC0415 - costs as much as the rest of the start

    return alt.Data(values=rows)  # type: ignore[no-untyped-call]


def name_data(name: str) -> Any:  # noqa: ANN401 - altair's own
    """Return data that `fill_chart` gives to a chart that is drawn already."""
    import altair as alt  # noqa: PLC0415 - costs as much as the rest of the start

    return alt.NamedData(name)


def fill_chart(
    key: Hashable,
    palette: Palette,
    draw: Callable[[Palette], alt.LayerChart],
    data: Mapping[str, list[dict[str, Any]]],
    values: Mapping[str, float] | None = None,
) -> dict[str, Any]:
    """Return a chart as Vega-Lite, drawn once and filled at each change.

    Altair checks each part of a chart against the whole grammar, which takes longer than all else on a page: it does
    so once for a chart of these labels in these colours, then only the figures change.

    Parameters
    ----------
    key : hashable
        All that decides the chart beside its figures and the reader's language and colours.
    palette : Palette
    draw : function of the palette returning an altair chart
        Its data are those of `name_data`, in each layer.
    data : mapping of str to list of dict
        Rows by name of the data.
    values : mapping of str to float, optional
        Of the chart's parameters, by name.
    """
    frame = _frames.recall((key, get_language(), palette), lambda: freeze_chart(draw(palette)))
    common = frame.get("data", {})
    layers = [{**layer, "data": {"values": data[str(layer.get("data", common)["name"])]}} for layer in frame["layer"]]
    parameters = [{**found, "value": (values or {})[found["name"]]} for found in frame.get("params", ())]
    filled = {name: part for name, part in frame.items() if name not in {"data", "params"}}
    return {**filled, "layer": layers, "params": parameters}


def freeze_chart(chart: alt.LayerChart) -> dict[str, Any]:
    """Return an altair chart as Vega-Lite, without a look of altair's own."""
    import altair as alt  # noqa: PLC0415 - costs as much as the rest of the start

    # Altair's own look gives each chart a size, which would win over the page's.
    alt.theme.enable("none")
    frozen: dict[str, Any] = chart.to_dict()
    return frozen


def dress_chart(
    chart: alt.LayerChart | alt.FacetChart, palette: Palette, *, height_px: int, description: str
) -> alt.LayerChart:
    """Give a chart its size, its words for screen readers, and the look of the page."""
    text = {"labelFont": FONT, "titleFont": FONT, "labelColor": palette.ink, "titleColor": palette.soft}
    dressed: alt.LayerChart = (
        chart.properties(height=height_px, description=description, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            **text,
            labelFontSize=13,
            titleFontSize=13,
            titleFontWeight="normal",
            gridColor=palette.grid,
            domainColor=palette.rule,
            tickColor=palette.rule,
            labelLimit=0,
        )
        .configure_text(font=FONT, fontSize=14, color=palette.ink)
    )
    return dressed
