"""The table of maps that show one measure: the same figures, one column a map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from alpsat_geo.app.parts.place_table import show_place_table
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.language import _
from alpsat_geo.report.map_sheet import describe_scenarios
from alpsat_geo.report.place_columns import Column
from alpsat_geo.report.questions import ScenarioMap


def show_map_table(project: Project, current: AppState, title: str, shown: Sequence[tuple[str, ScenarioMap]]) -> None:
    """Offer the table under the maps; it is made only when somebody opens it.

    Parameters
    ----------
    project : Project
    current : AppState
        Measure and season.
    title : str
        What is measured, with its unit.
    shown : sequence of (name, ScenarioMap)
        What each map shows.
    """
    communes = project.territory.communes

    def list_columns() -> list[Column]:
        return [
            Column(_("Commune"), np.array(communes.names), communes.names),
            *(
                Column(name, one.measured.value, one.measured.texts, one.measured.low, one.measured.high)
                for name, one in shown
            ),
        ]

    show_place_table(
        "cartes",
        title,
        project.territory,
        f"{project.territory.key}-{current.measure}-{current.season}",
        list_columns,
        describe_sheet=lambda: describe_scenarios(shown, project.territory, current.season),
    )
