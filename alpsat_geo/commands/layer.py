"""The ``layer`` command: data of one's own by commune, read as the page Territoire reads them."""

from __future__ import annotations

from pathlib import Path

from alpsat_geo.commands.choices import require_target
from alpsat_geo.commands.documents import Json, number_or_null
from alpsat_geo.commands.text import align_columns
from alpsat_geo.domain.errors import InputError
from alpsat_geo.project import Project
from alpsat_geo.report.ground import lay_ground
from alpsat_geo.report.map_sheet import draw_map_sheet
from alpsat_geo.report.own_layer import (
    SCHEMES,
    build_own_layer,
    choose_writing,
    describe_own_sheet,
    name_indicator,
    write_own_csv,
    write_own_geojson,
)
from alpsat_geo.report.paper import DRAWING_FORMATS
from alpsat_geo.report.remarks import tell_remark
from alpsat_geo.sources.boundaries import read_boundaries
from alpsat_geo.sources.layers.reading import read_layer
from alpsat_geo.sources.layers.record import LAYER_SIZE_MAX_BYTES, OwnLayer
from alpsat_geo.sources.table import read_brought
from alpsat_geo.sources.whole_file import write_whole

ENDINGS = (*DRAWING_FORMATS, ".csv", ".geojson")


def check_target(target: Path) -> None:
    """Refuse a file whose ending is none of the formats, or whose folder is not there, before anything is read.

    Raises
    ------
    InputError
    """
    require_target(target, "Une couche", ENDINGS)


def open_layer(project: Project, source: Path, part: str) -> OwnLayer:
    """Read a file as a layer.

    Raises
    ------
    InputError
        If it cannot be read, or shown.
    """
    shapes = list(read_boundaries(project.territory.key).geometry)
    return read_layer(
        read_brought(source, LAYER_SIZE_MAX_BYTES), source.name, project.territory.insee_codes, shapes, part
    )


def find_indicator(layer: OwnLayer, name: str) -> int:
    """Return the place of an indicator by its name, the first for an empty one.

    Raises
    ------
    InputError
    """
    names = [indicator.label for indicator in layer.indicators]
    if name and name not in names:
        raise InputError(f"« {name} » n'est pas un indicateur de cette couche : choisissez parmi {', '.join(names)}.")
    return names.index(name) if name else 0


def check_scheme(scheme: str) -> str:
    """Return a way to cut classes.

    Raises
    ------
    InputError
    """
    if scheme not in SCHEMES:
        raise InputError(f"Les classes « {scheme} » n'existent pas : choisissez parmi {', '.join(SCHEMES)}.")
    return scheme


def write_layer(project: Project, layer: OwnLayer, place: int, scheme: str, target: Path) -> None:
    """Write a layer in the format of the ending.

    Raises
    ------
    WriteError
        If the file cannot be written there.
    """
    territory, ending = project.territory, target.suffix.lower()
    shapes = list(read_boundaries(territory.key).geometry)
    if ending == ".csv":
        content = write_own_csv(layer, territory)
    elif ending == ".geojson":
        content = write_own_geojson(layer, territory, shapes)
    else:
        sheet = describe_own_sheet(layer, place, scheme, territory.last_read_on)
        content = DRAWING_FORMATS[ending].write(draw_map_sheet(lay_ground(territory, shapes), sheet))
    write_whole(target, content)


def layer_document(project: Project, layer: OwnLayer, scheme: str) -> dict[str, Json]:
    """Build the JSON document: what was read, repaired, left out, and each indicator with its limits."""
    indicators: list[Json] = []
    for place, indicator in enumerate(layer.indicators):
        values = dict(zip(project.territory.insee_codes, map(float, indicator.values), strict=True))
        bounds: list[Json] = list(build_own_layer(layer, place, scheme).classes.bounds)
        by_commune: Json = {code: number_or_null(value) for code, value in values.items()}
        indicators.append({"name": indicator.label, "unit": indicator.unit, "limits": bounds, "by_commune": by_commune})
    return {
        "file": layer.name,
        "kind": layer.kind,
        "count": layer.count,
        "part": layer.part,
        "parts": list(layer.parts),
        "remarks": [str(said) for said in layer.remarks],
        "indicators": indicators,
    }


def layer_text(project: Project, layer: OwnLayer, place: int, scheme: str) -> str:
    """Write what was read, repaired and left out, the classes and the values of an indicator."""
    indicator, shown = layer.indicators[place], build_own_layer(layer, place, scheme)
    write = choose_writing(indicator)
    rows = [
        (name, write(float(value)))
        for name, value in zip(project.territory.communes.names, indicator.values, strict=True)
    ]
    return "\n".join(
        [
            shown.title,
            *(f"- {tell_remark(said)}" for said in layer.remarks),
            f"Indicateurs : {', '.join(name_indicator(one) for one in layer.indicators)}",
            f"Classes : {' | '.join(shown.classes.labels())}",
            *align_columns(rows, indent="  ", right=(1,)),
        ]
    )
