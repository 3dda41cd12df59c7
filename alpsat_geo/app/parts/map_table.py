"""The table of maps that show one measure: the same figures, one column a map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from alpsat_geo.app.parts.place_table import Column, show_place_table
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.language import _
from alpsat_geo.report.measures import MeasuredMap


def show_map_table(
    project: Project, current: AppState, title: str, names: Sequence[str], measured: Sequence[MeasuredMap]
) -> None:
    """Offer the table under the maps; it is made only when somebody opens it.

    Parameters
    ----------
    project : Project
    current : AppState
        Measure and season, for the name of the file to take away.
    title : str
        What is measured, with its unit.
    names : sequence of str
        Of the maps.
    measured : sequence of MeasuredMap
        What each map shows.
    """
    communes = project.territory.communes

    def list_columns() -> list[Column]:
        return [
            Column(_("Commune"), np.array(communes.names), communes.names),
            *(
                Column(name, shown.value, shown.texts, shown.low, shown.high)
                for name, shown in zip(names, measured, strict=True)
            ),
        ]

    file_name = f"{project.territory.key}-{current.measure}-{current.season}.csv"
    show_place_table("cartes", title, project.territory.insee_codes, file_name, list_columns)
