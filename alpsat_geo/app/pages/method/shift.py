"""What moved hypotheses change: the same comparison, under the project's assumptions and under the visit's."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.wiring import load_embedded
from alpsat_geo.app.parts.scenarios.book import join_own
from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.project import Project
from alpsat_geo.report.figures import format_range, format_share
from alpsat_geo.report.labels import name_scenarios
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_table, write_tag

LEAST_COUNT = 2


def show_shift(project: Project) -> None:
    """Show who is first, and how many users, before and after; on the scenarios that the visit compares."""
    current = state.read_state()
    here = join_own(project)
    keys = current.scenarios if len(current.scenarios) >= LEAST_COUNT else tuple(name_scenarios(here))[:3]
    former, moved = (
        project.compare(project.find_scenarios(keys), current.settings, dict(current.points))
        for project in (join_own(load_embedded()), here)
    )
    title = _("Ce que vos hypothèses changent")
    st.html(f'<div class="ag-card">{write_tag("h2", title)}</div>{write_shift(former, moved)}')


def write_shift(former: Comparison, moved: Comparison) -> str:
    """Return the table of both comparisons, one row a scenario.

    Parameters
    ----------
    former, moved : Comparison
        Of the same scenarios, in the same order.
    """
    rows = []
    for place, outcome in enumerate(former.outcomes):
        before, after = (summarise_draws(found.outcomes[place].served_users) for found in (former, moved))
        rows.append(
            (
                _(outcome.scenario.name),
                format_share(float(former.acceptabilities.joint[place, 0])),
                format_share(float(moved.acceptabilities.joint[place, 0])),
                format_range(before.low, before.value, before.high),
                format_range(after.low, after.value, after.high),
            )
        )
    headings = [
        _("Scénario"),
        _("Premier, hypothèses du projet"),
        _("Premier, vos hypothèses"),
        _("Usagers réguliers, projet"),
        _("Usagers réguliers, vous"),
    ]
    return write_table(
        _("Part des simulations où chacun arrive premier et usagers réguliers, avant et après"), headings, rows
    )
