"""What the raw files say of each commune's needs, read again with pandas and networkx, apart from the package."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import networkx as nx
import pandas as pd
import pyproj
import shapely

ROOT = Path(__file__).resolve().parents[2]
DATA, GEO = ROOT / "data" / "brianconnais-queyras", ROOT / "geo" / "brianconnais-queyras"
PARKING_MIN = 2.0
OFF_ROAD_KMH = 15.0
BASKET_MIN = 15.0

Facts = dict[str, tuple[float, float]]
"""By INSEE code: what is certain, and what is possible."""


@cache
def read(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / name, dtype={"insee_code": str, "epci_siren": str})


@cache
def name_communes() -> dict[str, str]:
    table = read(DATA, "communes.csv")
    return dict(zip(table["insee_code"], table["name"], strict=True))


@cache
def drive(season: str) -> dict[str, dict[str, float]]:
    """Minutes from each commune's town hall to each other's."""
    nodes, edges = read(GEO, "road_nodes.csv"), read(GEO, "road_edges.csv")
    roads: nx.Graph[str] = nx.Graph()
    if season == "winter":
        edges = edges[edges["winter_access"] != "closed"]
    minutes_by_edge = 60 * edges["length_km"] / edges[f"speed_{season}_kmh"]
    for start, end, minutes in zip(edges["from_node_id"], edges["to_node_id"], minutes_by_edge, strict=True):
        ends = (str(start), str(end))
        if not roads.has_edge(*ends) or roads.edges[ends]["minutes"] > minutes:
            roads.add_edge(*ends, minutes=minutes)
    mairies = nodes[nodes["kind"] == "mairie"]
    halls = dict(zip(map(str, mairies["insee_code"]), map(str, mairies["node_id"]), strict=True))
    found: dict[str, dict[str, float]] = {}
    for start, node in halls.items():
        reached = nx.single_source_dijkstra_path_length(roads, node, weight="minutes")
        found[start] = {
            end: 0.0 if end == start else reached.get(other, math.inf) + PARKING_MIN for end, other in halls.items()
        }
    return found


@cache
def drive_to_places(season: str) -> dict[str, dict[str, float]]:
    """Minutes from each commune's town hall to the nearest place of each kind, by kind then commune.

    A place stands on the nearest road that is open in winter, drawn straight in the UTM projection; from there one
    goes at 15 km/h as the crow flies. The road is cut at that point, and networkx does the rest.
    """
    nodes, edges = read(GEO, "road_nodes.csv").set_index("node_id"), read(GEO, "road_edges.csv")
    project = pyproj.Transformer.from_crs(4326, 32632, always_xy=True).transform
    east, north = project(nodes["lon_deg"].to_numpy(), nodes["lat_deg"].to_numpy())
    where = dict(zip(map(str, nodes.index), zip(east, north, strict=True), strict=True))
    roads: nx.MultiGraph[str] = nx.MultiGraph()
    lines = []
    for row in edges.itertuples():
        start, end = str(row.from_node_id), str(row.to_node_id)
        minutes = 60 * float(str(row.length_km)) / float(str(getattr(row, f"speed_{season}_kmh")))
        if season == "summer" or row.winter_access != "closed":
            roads.add_edge(start, end, minutes=minutes)
        if row.winter_access != "closed":
            lines.append((shapely.LineString([where[start], where[end]]), start, end, minutes))
    mairies = nodes[nodes["kind"] == "mairie"]
    halls = dict(zip(map(str, mairies["insee_code"]), map(str, mairies.index), strict=True))
    drawn = shapely.STRtree([line for line, *_ in lines])
    walks: dict[str, tuple[str, float]] = {}
    table = read(GEO, "places.csv")
    for rank, (lon, lat) in enumerate(zip(table["lon_deg"], table["lat_deg"], strict=True)):
        point = shapely.Point(project(lon, lat))
        line, start, end, minutes = lines[int(drawn.nearest(point))]
        share = line.project(point, normalized=True)
        name = f"place {rank}"
        roads.add_edge(start, name, minutes=share * minutes)
        roads.add_edge(name, end, minutes=(1 - share) * minutes)
        walks[name] = (str(table["kind"].iloc[rank]), 60 * point.distance(line) / 1000 / OFF_ROAD_KMH + PARKING_MIN)
    found: dict[str, dict[str, float]] = {}
    for code, node in halls.items():
        reached = nx.single_source_dijkstra_path_length(roads, node, weight="minutes")
        for name, (kind, walk_min) in walks.items():
            by_commune = found.setdefault(kind, dict.fromkeys(halls, math.inf))
            by_commune[code] = min(by_commune[code], reached.get(name, math.inf) + walk_min)
    return found


def list_facilities(year: int, *labels: str) -> set[str]:
    table = read(DATA, "facilities.csv")
    kept = (table["vintage_year"] == year) & table["label"].isin(labels) & (table["facility_count"] > 0)
    return set(table[kept]["insee_code"])


def list_spaces(*statuses: str) -> set[str]:
    table = read(GEO, "spaces.csv")
    return set(table[table["status"].isin(statuses)]["insee_code"]) & set(name_communes())


def reach(season: str, sure: set[str], possible: set[str]) -> Facts:
    minutes = drive(season)
    return {
        code: (
            min((minutes[code][host] for host in sure), default=math.inf),
            min((minutes[code][host] for host in sure | possible), default=math.inf),
        )
        for code in name_communes()
    }


def divide(name: str, part: str, whole: str) -> Facts:
    table = read(DATA, name).set_index("insee_code")
    shares = (table[part] / table[whole]).to_dict()
    return {str(code): (float(share), float(share)) for code, share in shares.items()}


def measure_altitudes(*, is_floor: bool) -> Facts:
    nodes = read(GEO, "road_nodes.csv")
    halls = nodes[nodes["kind"] == "mairie"].set_index("insee_code")["altitude_m"].to_dict()
    table = read(DATA, "communes.csv").set_index("insee_code")
    facts: Facts = {}
    lowest, highest = table["altitude_min_m"].to_dict(), table["altitude_max_m"].to_dict()
    for code in name_communes():
        low, high = float(lowest[code]), float(highest[code])
        if not math.isnan(halls[code]):
            low = high = float(halls[code])
        facts[code] = (low, high) if is_floor else (high, low)
    return facts


def count_winter_services() -> Facts:
    minutes = drive("winter")
    services = [
        list_facilities(2024, "Pharmacie"),
        list_facilities(2024, "Supermarché", "Supérette"),
    ]
    placed = [
        drive_to_places("winter")[kind] for kind in ("primary_school", "college", "post_point", "france_services")
    ]
    return {
        code: (float(count), float(count))
        for code in name_communes()
        for count in [
            sum(min(minutes[code][c] for c in where if c in minutes) <= BASKET_MIN for where in services)
            + sum(nearest[code] <= BASKET_MIN for nearest in placed)
        ]
    }


@cache
def measure(key: str, season: str) -> Facts:
    """Read one need from the raw files."""
    nearby = {
        "espace": (list_spaces("open"), list_spaces("open_unverified", "mentioned")),
        "courses": (list_facilities(2024, "Supermarché", "Supérette"), list_facilities(2013, "Épicerie")),
        "medecin": (set[str](), list_facilities(2013, "Médecin omnipraticien")),
        "pharmacie": (list_facilities(2024, "Pharmacie"), set[str]()),
    }
    placed = {"ecole": "primary_school", "college": "college", "lycee": "lycee", "gare": "station"}
    if key in placed:
        return {code: (minutes, minutes) for code, minutes in drive_to_places(season)[placed[key]].items()}
    if key in nearby:
        return reach(season, *nearby[key])
    if key == "fibre":
        return divide("broadband.csv", "ftth_premises_count", "premises_count")
    if key == "annee":
        return divide("census.csv", "main_homes_count", "dwellings_count")
    if key == "services_hiver":
        return count_winter_services()
    return measure_altitudes(is_floor=key == "altitude_min")


def grade(key: str, limit: float, season: str) -> dict[str, str]:
    """Say for each commune: yes, maybe, unknown or no."""
    asked = limit / 100 if key in {"fibre", "annee"} else limit
    is_floor = key in {"fibre", "annee", "altitude_min", "services_hiver"}

    def judge(sure: float, possible: float) -> str:
        if (sure >= asked) if is_floor else (sure <= asked):
            return "yes"
        if (possible >= asked) if is_floor else (possible <= asked):
            return "maybe"
        return "unknown" if key == "medecin" or math.isnan(possible) else "no"

    return {code: judge(*facts) for code, facts in measure(key, season).items()}


def choose_communes(limits: tuple[tuple[str, int], ...], season: str, siren: str = "") -> tuple[set[str], set[str]]:
    """Return the communes that fit, and those that fit if what is not certain is confirmed."""
    epcis = read(DATA, "communes.csv").set_index("insee_code")["epci_siren"].to_dict()
    grades = [grade(key, limit, season) for key, limit in limits]
    fits: set[str] = set()
    confirm: set[str] = set()
    for code, name in name_communes().items():
        found = {one[code] for one in grades}
        if "no" in found or (siren and epcis[code] != siren):
            continue
        (fits if found <= {"yes"} else confirm).add(name)
    return fits, confirm
