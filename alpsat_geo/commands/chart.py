"""The option ``--chart`` of commands: the chart of an answer to take away, as a drawing or as an image."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from alpsat_geo.commands.choices import require_target
from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.siting.request import TRACED_AT_MOST, SitingRequest
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.project import Project
from alpsat_geo.report.labels import name_scenario
from alpsat_geo.report.paper import DRAWING_FORMATS
from alpsat_geo.report.plots.intervals import describe_intervals
from alpsat_geo.report.plots.sheet import ChartSheet, draw_chart_sheet
from alpsat_geo.report.plots.siting import describe_curve, list_points
from alpsat_geo.sources.whole_file import write_whole


def check_target(target: Path) -> None:
    """Refuse a file whose ending is none of the formats, or whose folder is not there, before anything is computed.

    Raises
    ------
    InputError
    """
    require_target(target, "Un graphique", DRAWING_FORMATS)


def choose_criteria(key: str, criteria: Sequence[Criterion]) -> tuple[Criterion, ...]:
    """Return the criterion of a key, or all of them for an empty one.

    Raises
    ------
    InputError
        If no criterion has that key.
    """
    chosen = tuple(criterion for criterion in criteria if key in {"", criterion.key})
    if not chosen:
        raise InputError(
            f"Le critère « {key} » n'existe pas : choisissez parmi {', '.join(one.key for one in criteria)}."
        )
    return chosen


def describe_comparison(
    comparison: Comparison, scenarios: Sequence[Scenario], key: str, project: Project
) -> ChartSheet:
    """Describe the charts of a comparison.

    Raises
    ------
    InputError
        If there is no such criterion, or if it is without object for each scenario.
    """
    criteria, names = choose_criteria(key, project.criteria), [name_scenario(one) for one in scenarios]
    sheet = describe_intervals(criteria, comparison, names, project.territory)
    if not sheet.panels:
        raise InputError(f"Le critère « {key} » est sans objet pour ces scénarios : choisissez-en un autre.")
    return sheet


def describe_siting(project: Project, request: SitingRequest) -> ChartSheet:
    """Describe the curve of what each further space brings.

    Raises
    ------
    InputError
        If the request cannot be met.
    """
    traced = project.trace_sites(request, TRACED_AT_MOST)
    points = list_points(project, request, project.site(request), traced)
    return describe_curve(project, request, points)


def write_chart(sheet: ChartSheet, target: Path) -> None:
    """Write a chart in the format of the ending.

    Raises
    ------
    WriteError
        If the file cannot be written there.
    """
    write_whole(target, DRAWING_FORMATS[target.suffix.lower()].write(draw_chart_sheet(sheet)))
