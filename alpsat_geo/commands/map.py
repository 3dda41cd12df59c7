"""The ``map`` command: a map to take away, as a drawing or as an image."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from alpsat_geo.commands.choices import choose_word, require_target
from alpsat_geo.commands.documents import Json
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.project import Project
from alpsat_geo.report.atlas.layers import build_layer, list_layers
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.ground import lay_ground
from alpsat_geo.report.labels import name_scenario
from alpsat_geo.report.map_sheet import MapSheet, describe_layer, describe_scenarios, draw_map_sheet
from alpsat_geo.report.measures import MEASURES
from alpsat_geo.report.paper import DRAWING_FORMATS
from alpsat_geo.report.questions import Situation
from alpsat_geo.sources.boundaries import read_boundaries
from alpsat_geo.sources.whole_file import write_whole

SCENARIOS_AT_MOST = 4
_KILOBYTE = 1000


def check_target(target: Path) -> None:
    """Refuse a file whose ending is none of the formats, or whose folder is not there, before anything is computed.

    Raises
    ------
    InputError
    """
    require_target(target, "Une carte", DRAWING_FORMATS)


def describe_today(project: Project, key: str, settings: Settings) -> MapSheet:
    """Describe the map of a layer of the territory.

    Raises
    ------
    InputError
        If this territory has no layer of that key.
    """
    choose_word("La carte", key, list_layers(project))
    return describe_layer(build_layer(project, key, settings), settings.season, project.territory)


def describe_comparison(
    project: Project, scenarios: Sequence[Scenario], measure_key: str, settings: Settings, *, is_difference: bool
) -> MapSheet:
    """Describe the maps of one to four scenarios.

    Raises
    ------
    InputError
        Too many scenarios, or no such measure.
    """
    if len(scenarios) > SCENARIOS_AT_MOST:
        raise InputError(
            f"Une planche montre au plus {SCENARIOS_AT_MOST} scénarios (reçus : {len(scenarios)}) : retirez-en."
        )
    choose_word("La mesure", measure_key, MEASURES)
    drawn = Situation(project, tuple(scenarios), settings).draw_maps(measure_key, is_difference=is_difference)
    shown = [(name_scenario(scenario), one) for scenario, one in zip(scenarios, drawn, strict=True)]
    return describe_scenarios(shown, project.territory, settings.season)


def write_map(project: Project, sheet: MapSheet, target: Path) -> None:
    """Write the map in the format of the ending.

    Raises
    ------
    WriteError
        If the file cannot be written there.
    """
    ground = lay_ground(project.territory, list(read_boundaries(project.territory.key).geometry))
    write_whole(target, DRAWING_FORMATS[target.suffix.lower()].write(draw_map_sheet(ground, sheet)))


def map_document(sheet: MapSheet, target: Path) -> dict[str, Json]:
    """Build the JSON document: the file with its size, and what it shows."""
    return {
        "path": str(target),
        "size_bytes": target.stat().st_size,
        "title": sheet.title,
        "panels": [panel.name for panel in sheet.panels],
    }


def map_text(sheet: MapSheet, target: Path) -> str:
    """Write what the map shows, and the file with its size."""
    return f"{sheet.title}\n{target} ({format_number(target.stat().st_size / _KILOBYTE)} ko)"
