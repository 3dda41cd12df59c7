"""Boundaries of the communes (IGN, Admin Express)."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely
from pydantic import ValidationError
from shapely.geometry import shape as build_shape

from alpsat_geo.domain.errors import DataError
from alpsat_geo.domain.findings import Finding, list_errors
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.commune_keys import check_one_row_each
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.fields import InseeCode, Row, Siren, Text
from alpsat_geo.sources.geometry import CommuneShape, check_coordinates, check_mosaic, check_reference_system
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY
from alpsat_geo.sources.sentences import phrase_error, shorten
from alpsat_geo.sources.source import Source, TerritoryPart
from alpsat_geo.sources.table import decode_text

if TYPE_CHECKING:
    import geopandas

ROLE = "boundaries"
_DECIMALS = 6


class FeatureProperties(Row):
    """Properties of a feature of the boundaries."""

    insee_code: InseeCode
    name: Text
    epci_siren: Siren


@dataclass(frozen=True, slots=True)
class ParsedBoundaries:
    """The polygons of a file and what is wrong with the file taken alone."""

    items: tuple[CommuneShape, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_boundaries(key: str = EMBEDDED_TERRITORY, root: Path | None = None) -> geopandas.GeoDataFrame:
    """Read the boundaries as a table of shapes.

    Parameters
    ----------
    key : str
        Key of the territory.
    root : pathlib.Path or None
        Folder that holds geo/ and data/; None for the project's.

    Returns
    -------
    geopandas.GeoDataFrame
        EPSG:4326; columns insee_code, name, epci_siren, geometry; one row a commune, in the order of the codes.

    Raises
    ------
    DataError
        With every finding on the file.
    """
    contents = PackContents.find(key, root)
    _, findings = contents.read_origin(contents.locate(ROLE))
    findings += check_boundaries(contents)
    if list_errors(findings):
        raise DataError(findings)
    # geopandas takes longer to import than the whole pack to read.
    import geopandas  # noqa: PLC0415

    items = sorted(parse_boundaries(contents).items, key=lambda item: item.insee_code)
    columns = {name: [getattr(item, name) for item in items] for name in ("insee_code", "name", "epci_siren")}
    return geopandas.GeoDataFrame(columns, geometry=[item.shape for item in items], crs="EPSG:4326")


def parse_boundaries(contents: PackContents) -> ParsedBoundaries:
    """Return the polygons of the pack, parsed once."""
    return contents.once("parsed boundaries", lambda: _parse(contents))


def read_shapes(contents: PackContents) -> dict[str, shapely.Geometry]:
    """Return the valid polygons by INSEE code; empty when the file cannot be used."""
    parsed = parse_boundaries(contents)
    if parsed.findings:
        return {}
    return contents.once("shapes by code", lambda: {item.insee_code: item.shape for item in parsed.items})


def check_boundaries(contents: PackContents) -> list[Finding]:
    """Find what is wrong with the boundaries: system, coordinates, validity, codes, overlaps and holes."""
    parsed = parse_boundaries(contents)
    path, manifest = contents.locate(ROLE), contents.manifest
    findings = list(parsed.findings)
    if parsed.items:
        findings += check_one_row_each([(item.line, item.insee_code) for item in parsed.items], manifest, path)
    sirens = manifest.epci_by_commune
    for item in parsed.items:
        expected = sirens.get(item.insee_code, item.epci_siren)
        if item.epci_siren != expected:
            message = remark(
                N_("« {epci_siren} » n'est pas l'EPCI de {name} : le manifeste dit « {expected} »."),
                epci_siren=item.epci_siren,
                name=item.name,
                expected=expected,
            )
            findings.append(Finding("error", path, message, item.line, "epci_siren", item.epci_siren))
    if not parsed.findings:
        findings += check_mosaic(parsed.items, path, manifest.enclaves_count)
    return findings


def write_boundaries(communes: Iterable[tuple[str, str, str, shapely.Geometry]]) -> bytes:
    """Write the boundaries of a pack: a feature a line, degrees with six decimals.

    Parameters
    ----------
    communes : iterable of (INSEE code, name, SIREN number of the EPCI, polygon)
    """
    lines = []
    for code, name, siren, shape in communes:
        properties = {"insee_code": code, "name": name, "epci_siren": siren}
        geometry = json.loads(shapely.to_geojson(shape), parse_float=lambda text: round(float(text), _DECIMALS))
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    system = '{"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}'
    head = f'{{\n"type": "FeatureCollection",\n"name": "communes",\n"crs": {system},\n"features": [\n'
    return (head + ",\n".join(lines) + "\n]\n}\n").encode()


class _Lines:
    """Where texts stand in a file: those asked for in their order are found at once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [position for position, letter in enumerate(text) if letter == "\n"]
        self._last = 0

    def find(self, needle: str) -> int | None:
        """Return the line of a text, from where the last one stood or else from the start; None when it is absent."""
        position = self._text.find(needle, self._last)
        if position < 0:
            position = self._text.find(needle)
        if position < 0:
            return None
        self._last = position
        return bisect_left(self._ends, position) + 1


def _parse(contents: PackContents) -> ParsedBoundaries:
    path = contents.locate(ROLE)
    content, missing = contents.read(path)
    if content is None:
        return ParsedBoundaries(findings=tuple(missing))
    text, unreadable = decode_text(content, path)
    if unreadable:
        return ParsedBoundaries(findings=tuple(unreadable))
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        message = remark(
            N_("le fichier ne se lit plus comme du JSON à cet endroit : il est peut-être tronqué, rétablissez-le.")
        )
        finding = Finding("error", path, message, line=error.lineno, value=shorten(text[error.pos : error.pos + 20]))
        return ParsedBoundaries(findings=(finding,))
    except (RecursionError, ValueError):
        message = remark(N_("le fichier s'emboîte trop, ou compte un nombre sans fin : rétablissez-le."))
        return ParsedBoundaries(findings=(Finding("error", path, message, line=1, value=shorten(text)),))
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or data.get("type") != "FeatureCollection":
        message = remark(
            N_("le fichier n'est pas une collection d'entités GeoJSON (FeatureCollection) avec ses entités.")
        )
        return ParsedBoundaries(findings=(Finding("error", path, message, line=1, column="features"),))
    findings = check_reference_system(data.get("crs"), path, _Lines(text).find('"crs"'))
    items: list[CommuneShape] = []
    lines = _Lines(text)
    for feature in features:
        item, wrong = _parse_feature(feature, lines, path)
        if item is not None:
            items.append(item)
            wrong = wrong + check_coordinates(item, contents.manifest.bounding_box, path)
        findings += wrong
    return ParsedBoundaries(tuple(items), tuple(findings))


def _parse_feature(feature: Any, lines: _Lines, path: str) -> tuple[CommuneShape | None, list[Finding]]:  # noqa: ANN401
    try:
        properties = feature["properties"]
        line = lines.find(json.dumps(properties.get("insee_code")))
        geometry = feature["geometry"]
        if geometry["type"] not in {"Polygon", "MultiPolygon"}:
            message = remark(
                N_("« {kind} » n'est pas un contour de commune : il faut Polygon ou MultiPolygon."),
                kind=str(geometry["type"]),
            )
            return None, [Finding("error", path, message, line, "geometry", shorten(geometry["type"]))]
        named = FeatureProperties.model_validate(properties)
        shape = build_shape(geometry)
    except ValidationError as error:
        return None, [
            Finding("error", path, phrase_error(detail), line, str(detail["loc"][0]), shorten(detail["input"]))
            for detail in error.errors(include_url=False)
        ]
    except (AttributeError, KeyError, IndexError, RecursionError, TypeError, ValueError, shapely.errors.ShapelyError):
        message = remark(N_("une entité ne se lit pas : rétablissez-la."))
        return None, [Finding("error", path, message, column="geometry", value=shorten(feature))]
    return CommuneShape(named.insee_code, named.name, named.epci_siren, shape, line or 1), []


def build_part(_contents: PackContents) -> TerritoryPart:
    """Return nothing: shapes are read by `read_boundaries`, by those who draw them and pay for geometry."""
    return {}


SOURCE = Source("boundaries", N_("Limites des communes"), "IGN", (ROLE,), check_boundaries, build_part)
