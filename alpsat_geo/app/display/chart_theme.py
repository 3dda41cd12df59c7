"""How charts look: the page's paper, ink and accent, and French numbers on their axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import altair as alt

INK, SOFT, RULE, FILL, ACCENT, PALE = "#16302b", "#45544e", "#b9c2bd", "#327c88", "#a63c18", "#8fc0ae"
_FONT = "Source Sans, Helvetica Neue, Arial, sans-serif"

NUMBER_LABELS = "replace(format(datum.value, ',~f'), regexp(',', 'g'), '\u202f')"
"""Expression of an axis that writes its numbers the French way."""
SHARE_LABELS = "format(100 * datum.value, '.0f') + '\u202f%'"
LINES_LABELS = "split(datum.label, '|')"
"""Expression of an axis whose labels hold several lines, separated by a bar."""


def inline_data(rows: list[dict[str, Any]]) -> Any:  # noqa: ANN401 - altair's own
    """Return rows as the data of a chart, without a data frame."""
    import altair as alt  # noqa: PLC0415 - costs as much as the rest of the start

    return alt.Data(values=rows)  # type: ignore[no-untyped-call]


def dress_chart(chart: alt.LayerChart | alt.FacetChart, *, height_px: int, description: str) -> Any:  # noqa: ANN401 - altair's own
    """Give a chart its size, its words for screen readers, and the look of the page."""
    text = {"labelFont": _FONT, "titleFont": _FONT, "labelColor": INK, "titleColor": SOFT}
    return (
        chart.properties(height=height_px, description=description, background="transparent")
        .configure_view(stroke=None)
        .configure_axis(
            **text,
            labelFontSize=13,
            titleFontSize=13,
            titleFontWeight="normal",
            gridColor="#e2ded2",
            domainColor=RULE,
            tickColor=RULE,
            labelLimit=0,
        )
        .configure_text(font=_FONT, fontSize=14, color=INK)
    )
