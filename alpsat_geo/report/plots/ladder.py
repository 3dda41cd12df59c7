"""The ladder as a drawing: what each further step of money brings along one result, and the budget across it."""

from __future__ import annotations

from collections.abc import Sequence

from alpsat_geo.report.figures import format_estimate, format_euros
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, name_drawing, write_tag

_FONT = "Source Sans, Helvetica Neue, Arial, sans-serif"
_INK, _PAPER, _SOFT, _STEP, _ACCENT = "#16302b", "#faf8f3", "#45544e", "#1d5c4d", "#a63c18"
_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 640.0, 300.0, 60.0, 610.0, 44.0, 250.0
_HEADROOM = 1.08
_LABEL_WIDTH, _LABEL_HEIGHT, _LEAST_ROOM = 110.0, 18.0, 105.0


def draw_ladder(
    title: str, steps: Sequence[tuple[float, float, str, bool]], budget_eur: float | None, words: str
) -> Markup:
    """Draw a staircase of cost a year, across, against result, up.

    Parameters
    ----------
    title : str
        Of the result.
    steps : sequence of (cost, result, label, fits)
        Rising; the label stands at the head of its step, and what does not fit the budget is hollow.
    budget_eur : float or None
        Marked as a line across the steps.
    words : str
        What the drawing shows, for who does not see it.
    """
    most_eur = max([cost for cost, *_rest in steps] + [budget_eur or 0.0, 1.0]) * _HEADROOM
    most = max([result for _cost, result, *_rest in steps] + [1.0]) * _HEADROOM

    def place(cost: float, result: float) -> tuple[float, float]:
        return _LEFT + max(cost, 0.0) / most_eur * (_RIGHT - _LEFT), _BOTTOM - max(result, 0.0) / most * (
            _BOTTOM - _TOP
        )

    path, parts = "", []
    last: tuple[float, float] | None = None
    for number, (cost, result, label, fits) in enumerate(steps):
        x, y = place(cost, result)
        path += f"M{x:.1f} {y:.1f}" if not number else f"H{x:.1f}V{y:.1f}"
        ground = _STEP if fits else _PAPER
        parts.append(
            write_tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="6", fill=ground, stroke=_STEP, stroke_width="2.5")
        )
        # A staircase leaves free what lies up and left of a step.
        has_room = x - _LEAST_ROOM > _LEFT
        where = {"x": f"{x - 9 if has_room else x + 9:.1f}", "y": f"{y - 8:.1f}"}
        anchor = "end" if has_room else "start"
        # A label that would touch the last one is left to the table.
        is_free = last is None or abs(x - last[0]) > _LABEL_WIDTH or abs(y - last[1]) > _LABEL_HEIGHT
        if label and is_free:
            last = (x, y)
            halo = {"stroke": _PAPER, "stroke_width": "4", "paint_order": "stroke"}
            parts.append(write_tag("text", label, text_anchor=anchor, fill=_INK, font_weight="600", **halo, **where))
    path += f"H{_RIGHT}"
    axes = write_tag("path", d=f"M{_LEFT} {_TOP}V{_BOTTOM}H{_RIGHT}", fill="none", stroke=_INK, stroke_width="1.4")
    ends = (
        write_tag("text", f"↑ {title}", x="6", y="18", fill=_SOFT),
        write_tag(
            "text",
            format_estimate(most / _HEADROOM),
            x=f"{_LEFT - 8}",
            y=f"{place(0, most / _HEADROOM)[1]:.1f}",
            text_anchor="end",
            fill=_SOFT,
        ),
        write_tag(
            "text",
            _("Coût public par an, recettes déduites") + " →",
            x=f"{_RIGHT}",
            y=f"{_HEIGHT - 8}",
            text_anchor="end",
            fill=_SOFT,
        ),
        write_tag("text", format_euros(0), x=f"{_LEFT}", y=f"{_BOTTOM + 20}", text_anchor="middle", fill=_SOFT),
    )
    budget: list[Markup] = []
    if budget_eur is not None:
        x, _y = place(budget_eur, 0)
        line = write_tag(
            "path", d=f"M{x:.1f} {_TOP - 10}V{_BOTTOM}", stroke=_ACCENT, stroke_width="2.5", stroke_dasharray="6 4"
        )
        told = write_tag(
            "text",
            format_euros(budget_eur),
            x=f"{x:.1f}",
            y=f"{_BOTTOM + 20}",
            text_anchor="middle",
            fill=_ACCENT,
            font_weight="700",
        )
        budget = [line, told]
    drawn = write_tag(
        "svg",
        (
            write_tag("rect", width=f"{_WIDTH:g}", height=f"{_HEIGHT:g}", fill=_PAPER),
            axes,
            write_tag("path", d=path, fill="none", stroke=_STEP, stroke_width="4"),
            *budget,
            *parts,
            *ends,
        ),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_WIDTH:g} {_HEIGHT:g}",
        font_family=_FONT,
        font_size="14",
    )
    return name_drawing(drawn, words)
