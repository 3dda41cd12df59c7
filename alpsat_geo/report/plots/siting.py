"""The Pareto curve of cost against the objective: what each further space brings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from alpsat_geo.compute.siting.plan import SitePlan, SitingResult
from alpsat_geo.compute.siting.request import SitingRequest, price_drawn_site
from alpsat_geo.compute.summary import Interval
from alpsat_geo.project import Project
from alpsat_geo.report.corrections.told import add_to_note
from alpsat_geo.report.dossier.wording import write_middle
from alpsat_geo.report.figures import format_estimate
from alpsat_geo.report.language import _, choose_plural
from alpsat_geo.report.plots.sheet import ChartPanel, ChartSheet, tell_settings
from alpsat_geo.report.plots.theme import LIGHT, LINES_LABELS, Palette, dress_chart, fill_chart, name_data
from alpsat_geo.report.siting.question import format_gain, format_value, name_sites, write_value

if TYPE_CHECKING:
    import altair as alt

_HEIGHT_PX = 320
_HEADROOM_SHARE = 1.12

Point = dict[str, Any]


def title_curve() -> str:
    """Name the curve."""
    return _("Ce que chaque espace de plus apporte, et ce qu'il coûte")


def describe_curve(project: Project, request: SitingRequest, points: Sequence[Point]) -> ChartSheet:
    """Describe the curve to take away, as `plot_curve` draws it."""
    territory = project.territory
    note = _(
        "Chaque disque est le meilleur plan de son nombre d'espaces ; celui d'une autre couleur, le nombre demandé."
    )
    note += f" {tell_settings(request.seasons, request.catchment_min)}"
    return ChartSheet(
        title_curve(),
        (ChartPanel("", plot_curve(project, request, points, LIGHT)),),
        add_to_note(note, territory),
        territory.last_read_on,
    )


def list_points(
    project: Project, request: SitingRequest, result: SitingResult, traced: Sequence[SitePlan]
) -> list[Point]:
    """Return the points of the curve, all texts written; the first opens nothing.

    A value that is unreachable is None: it has its row in the table, not its point on the curve.
    """
    before = result.without_opening
    price = price_drawn_site(project.draws, request.kind)
    asked = len(result.optimal.sites)
    points = []
    for plan in (before, *traced):
        count = len(plan.sites)
        spaces = choose_plural("{count} espace", "{count} espaces", count).format(count=count)
        is_reached = plan.value != float("inf")
        points.append(
            {
                "order": count,
                "spaces": spaces if count else _("existants seuls") if request.keeps_existing else _("aucun espace"),
                "cost": _write_cost(price, count),
                "value": plan.value if is_reached else None,
                "text": format_value(request, plan.value),
                "short": write_value(request, plan.value),
                "gain": format_gain(request, plan.value, before.value) if count else "",
                "places": name_sites(project, plan) if count else _("aucune ouverture"),
                "is_asked": count == asked,
            }
        )
    return points


def _write_cost(price: Interval, count: int) -> str:
    """Write what spaces of one kind cost to install: they cost the same in each draw, so that ranges multiply."""
    return write_middle(Interval(count * price.low, count * price.value, count * price.high), "€")


def plot_curve(project: Project, request: SitingRequest, points: Sequence[Point], palette: Palette) -> dict[str, Any]:
    """Draw the curve as Vega-Lite.

    Parameters
    ----------
    project : Project
    request : SitingRequest
    points : sequence of dict
        As `list_points` returns them.
    palette : Palette
    """
    is_coverage = request.objective == "coverage"
    total = float(project.central_funnel.demand_users.sum())
    drawn = [{**point, "label": f"{point['order']}|{point['cost']}"} for point in points if point["value"] is not None]
    top = max(total if is_coverage else 0.0, *(point["value"] for point in drawn)) * _HEADROOM_SHARE
    ceiling = {"y": total, "label": _("toute la demande : {total}").format(total=format_estimate(total))}
    return fill_chart(
        ("curve", is_coverage),
        palette,
        lambda colours: _draw(colours, is_coverage=is_coverage),
        {"points": drawn, "ceiling": [ceiling]},
        {"top": top},
    )


def _draw(palette: Palette, *, is_coverage: bool) -> alt.LayerChart:
    import altair as alt  # noqa: PLC0415 - costs as much as the rest of the start: only this page pays it

    unit = _("usagers possibles qui viendraient") if is_coverage else _("minutes")
    base = alt.Chart(name_data("points")).encode(
        x=alt.X(
            "label:N",
            sort=None,
            axis=alt.Axis(
                title=_("espaces à ouvrir, et leur investissement"), labelAngle=0, labelExpr=LINES_LABELS, grid=False
            ),
        ),
        y=alt.Y(
            "value:Q",
            title=unit,
            scale=alt.Scale(domainMin=0, domainMax=alt.ExprRef("top"), nice=False),
            axis=alt.Axis(tickCount=5),
        ),
    )
    layers = [
        base.mark_line(color=palette.fill, strokeWidth=2.5),
        base.mark_point(filled=True, size=150, opacity=1).encode(
            color=alt.condition("datum.is_asked", alt.value(palette.accent), alt.value(palette.fill)),
            tooltip=[
                alt.Tooltip("text:N", title=_("Ce que le plan apporte")),
                alt.Tooltip("cost:N", title=_("Investissement")),
                alt.Tooltip("places:N", title=_("Communes")),
            ],
        ),
        base.mark_text(dy=20, fontWeight="bold", color=palette.ink).encode(text="short:N"),
    ]
    if is_coverage:
        ceiling = alt.Chart(name_data("ceiling")).encode(y="y:Q")
        layers += [
            ceiling.mark_rule(color=palette.soft, strokeDash=[5, 4]),
            ceiling.mark_text(x=6, dy=-9, align="left", color=palette.soft, fontSize=13).encode(text="label:N"),
        ]
    chart = alt.layer(*layers).add_params(alt.param("top", value=0))
    return dress_chart(chart, palette, height_px=_HEIGHT_PX, description=title_curve())
