"""What the raw files say of each commune's needs, read again with pandas and networkx, apart from the package."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import networkx as nx
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
DATA, GEO = ROOT / "data" / "brianconnais-queyras", ROOT / "geo" / "brianconnais-queyras"
PARKING_MIN = 2.0
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


def list_places(kind: str) -> set[str]:
    table = read(GEO, "places.csv")
    return set(table[table["kind"] == kind]["insee_code"])


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
        list_places("primary_school"),
        list_places("college"),
        list_facilities(2024, "Pharmacie"),
        list_facilities(2024, "Supermarché", "Supérette"),
        list_places("post_point"),
        list_places("france_services"),
    ]
    return {
        code: (float(count), float(count))
        for code in name_communes()
        for count in [sum(min(minutes[code][c] for c in where if c in minutes) <= BASKET_MIN for where in services)]
    }


@cache
def measure(key: str, season: str) -> Facts:
    """Read one need from the raw files."""
    nearby = {
        "espace": (list_spaces("open"), list_spaces("open_unverified", "mentioned")),
        "ecole": (list_places("primary_school"), set[str]()),
        "college": (list_places("college"), set[str]()),
        "lycee": (list_places("lycee"), set[str]()),
        "gare": (list_places("station"), set[str]()),
        "courses": (list_facilities(2024, "Supermarché", "Supérette"), list_facilities(2013, "Épicerie")),
        "medecin": (set[str](), list_facilities(2013, "Médecin omnipraticien")),
        "pharmacie": (list_facilities(2024, "Pharmacie"), set[str]()),
    }
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
