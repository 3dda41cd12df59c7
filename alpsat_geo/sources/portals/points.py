"""Points of the portals, as lines of the table of places: in their commune, named once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alpsat_geo.domain.findings import Finding, list_errors
from alpsat_geo.sources.portals.delivery import Cell, Request, warn
from alpsat_geo.sources.positions import check_point


@dataclass(frozen=True, slots=True)
class Point:
    """A place as a portal gives it; its position is None when the portal has none."""

    kind: str
    name: str
    insee_code: str
    lon_deg: float | None
    lat_deg: float | None
    note: str = ""


def write_places(
    request: Request, key: str, points: Iterable[Point], origin: tuple[str, str, str], decimals: int
) -> tuple[list[dict[str, Cell]], list[Finding]]:
    """Write points as lines of places.csv, and say which are left out.

    Parameters
    ----------
    request : Request
    key : str
        Of the adapter.
    points : iterable of Point
        Those of other territories are left out without a word.
    origin : (str, str, str)
        Producer, vintage and licence of each line.
    decimals : int
        Of the degrees.
    """
    wanted = set(request.codes)
    rows: list[dict[str, Cell]] = []
    findings: list[Finding] = []
    seen: Counter[tuple[str, str, str]] = Counter()
    for point in sorted(points, key=lambda one: (one.kind, one.insee_code, one.name)):
        if point.insee_code not in wanted:
            continue
        if point.lon_deg is None or point.lat_deg is None:
            findings.append(warn(key, f"« {point.name} » n'a pas de position : il est laissé.", point.insee_code))
            continue
        place = (round(point.lon_deg, decimals), round(point.lat_deg, decimals))
        wrong = check_point(request.contents, key, 0, place, point.insee_code)
        if list_errors(wrong):
            message = f"« {point.name} » n'est pas dans la commune {point.insee_code} : il est laissé."
            findings.append(warn(key, message, f"{place[0]}, {place[1]}"))
            continue
        name = point.name.strip() or point.kind
        seen[point.kind, name, point.insee_code] += 1
        rank = seen[point.kind, name, point.insee_code]
        rows.append(
            {
                "kind": point.kind,
                "name": name if rank == 1 else f"{name} ({rank})",
                "insee_code": point.insee_code,
                "lon_deg": place[0],
                "lat_deg": place[1],
                "producer": origin[0],
                "vintage": origin[1],
                "licence": origin[2],
                "note": point.note,
            }
        )
    return rows, findings


def read_held_notes(request: Request, kinds: Sequence[str]) -> dict[tuple[str, str], str]:
    """Return the notes of the places of today by commune and name: a portal that says less does not erase them."""
    from alpsat_geo.sources.places import read_places  # noqa: PLC0415

    if request.contents.lacks("places"):
        return {}
    return {(row.insee_code, row.name): row.note for row in read_places(request.contents).rows if row.kind in kinds}
