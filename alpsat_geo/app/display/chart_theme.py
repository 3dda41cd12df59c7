"""How charts look: the page's paper, ink and accent, and the reader's numbers on their axes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel.numbers import get_decimal_symbol, get_group_symbol

from alpsat_geo.app.looks import is_dark
from alpsat_geo.report.figures import get_percent_sign
from alpsat_geo.report.language import get_locale

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

_FONT = "Source Sans, Helvetica Neue, Arial, sans-serif"

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


def find_palette() -> Palette:
    """Return the colours of the theme that the reader sees."""
    return DARK if is_dark() else LIGHT


def inline_data(rows: list[dict[str, Any]]) -> Any:  # noqa: ANN401 - altair's own
    """Return rows as the data of a chart, without a data frame."""
    import altair as alt  # noqa: PLC0415 - costs as much as the rest of the start

    return alt.Data(values=rows)  # type: ignore[no-untyped-call]


def dress_chart(chart: alt.LayerChart | alt.FacetChart, *, height_px: int, description: str) -> Any:  # noqa: ANN401 - altair's own
    """Give a chart its size, its words for screen readers, and the look of the page."""
    palette = find_palette()
    text = {"labelFont": _FONT, "titleFont": _FONT, "labelColor": palette.ink, "titleColor": palette.soft}
    return (
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
        .configure_text(font=_FONT, fontSize=14, color=palette.ink)
    )
