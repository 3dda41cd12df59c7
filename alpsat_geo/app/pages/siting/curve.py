"""What each further space brings: the Pareto curve of cost against the objective."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from alpsat_geo.app.core.wiring import trace_siting
from alpsat_geo.app.parts.chart_files import offer_chart
from alpsat_geo.app.parts.folded import folded
from alpsat_geo.app.parts.looks import find_palette
from alpsat_geo.compute.siting.plan import SitingResult
from alpsat_geo.compute.siting.request import SitingRequest
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import put_in_card, write_table, write_tag
from alpsat_geo.report.plots.siting import Point, describe_curve, list_points, plot_curve, title_curve


def show_curve(project: Project, request: SitingRequest, result: SitingResult) -> None:
    """Show the curve from no opening to five spaces, and offer its figures as a table."""
    title = title_curve()
    points = list_points(project, request, result, trace_siting(project, request))
    st.html(put_in_card(write_tag("h2", title, "ag-section")))
    st.vega_lite_chart(spec=plot_curve(project, request, points, find_palette()), width="stretch", theme=None)
    _show_points(project, request, title, points)


@folded(N_("Voir la courbe en tableau"), "tableau_courbe")
def _show_points(project: Project, request: SitingRequest, title: str, points: Sequence[Point]) -> None:
    headings = [_("Espaces"), _("Investissement"), _("Ce que le plan apporte"), _("Gain"), _("Communes")]
    rows = [[point[key] for key in ("spaces", "cost", "text", "gain", "places")] for point in points]
    st.html(write_table(title, headings, rows))
    offer_chart("courbe", "implanter", lambda: describe_curve(project, request, points))
