"""Points of the tables, against the territory's box and the communes' polygons."""

from __future__ import annotations

from alpsat_geo.domain.findings import Finding, Severity
from alpsat_geo.domain.remark import Remark, remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.boundaries import read_shapes
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.manifest import BoundingBox
from alpsat_geo.sources.surface import measure_gap_km

GENERALISATION_KM = 0.25
"""Boundaries are generalised: a point this near outside them is where it should be."""
_FARTHEST_KM = 1.5


def check_point(
    contents: PackContents,
    path: str,
    line: int,
    point: tuple[float, float],
    insee_code: str,
    *,
    columns: tuple[str, str] = ("lon_deg", "lat_deg"),
) -> list[Finding]:
    """Find a point that is not where its commune is.

    Parameters
    ----------
    contents : PackContents
    path : str
        The file, in the project.
    line : int
    point : (float, float)
        Longitude and latitude, degrees.
    insee_code : str
        The point's commune, in the territory.
    columns : (str, str)
        Names of the two columns.

    Returns
    -------
    list of Finding
        An error for swapped coordinates, a point outside the box or 1.5 km or more from its commune; a warning for
        one that is slightly off.
    """
    lon_deg, lat_deg = point
    value = f"{lon_deg}, {lat_deg}"
    column = columns[0]
    if not contents.manifest.bounding_box.contains(lon_deg, lat_deg):
        message = _describe_outside(contents.manifest.bounding_box, lon_deg, lat_deg)
        return [Finding("error", path, message, line=line, column=column, value=value)]
    shape = read_shapes(contents).get(insee_code)
    gap_km = measure_gap_km(shape, lon_deg, lat_deg) if shape is not None else 0.0
    if gap_km <= GENERALISATION_KM:
        return []
    gap = f"{gap_km:.1f}".replace(".", ",")
    message = remark(
        N_(
            "le point ({value}) est à {gap} km de la commune {insee_code} : vérifiez les coordonnées ou le"
            " code de commune."
        ),
        value=value,
        gap=gap,
        insee_code=insee_code,
    )
    severity: Severity = "warning" if gap_km <= _FARTHEST_KM else "error"
    return [Finding(severity, path, message, line, column, value)]


def check_swapped(box: BoundingBox, path: str, line: int, point: tuple[float, float]) -> list[Finding]:
    """Find a point outside the territory whose coordinates look swapped.

    Parameters
    ----------
    box : BoundingBox
        The territory's; a point is judged by whether swapping brings it nearer.
    path : str
        The file, in the project.
    line : int
    point : (float, float)
        Longitude and latitude, degrees.
    """
    lon_deg, lat_deg = point
    centre_lon, centre_lat = (box.west_deg + box.east_deg) / 2, (box.south_deg + box.north_deg) / 2
    as_is = abs(lon_deg - centre_lon) + abs(lat_deg - centre_lat)
    swapped = abs(lat_deg - centre_lon) + abs(lon_deg - centre_lat)
    if as_is <= swapped:
        return []
    message = _describe_swapped(lon_deg, lat_deg)
    return [Finding("error", path, message, line=line, column="lon_deg", value=f"{lon_deg}, {lat_deg}")]


def _describe_swapped(lon_deg: float, lat_deg: float) -> Remark:
    sentence = N_("la longitude {lon} et la latitude {lat} semblent inversées : échangez-les.")
    return remark(sentence, lon=f"{lon_deg}", lat=f"{lat_deg}")


def _describe_outside(box: BoundingBox, lon_deg: float, lat_deg: float) -> Remark:
    if box.contains(lat_deg, lon_deg):
        return _describe_swapped(lon_deg, lat_deg)
    return remark(
        N_(
            "le point ({point}) est hors du territoire, compris entre {west} et {east} de longitude et {south} et"
            " {north} de latitude : vérifiez les coordonnées."
        ),
        point=f"{lon_deg}, {lat_deg}",
        west=f"{box.west_deg}",
        east=f"{box.east_deg}",
        south=f"{box.south_deg}",
        north=f"{box.north_deg}",
    )
