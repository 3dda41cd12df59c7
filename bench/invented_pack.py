"""A complete pack of real departments whose figures are invented: communes, shapes and inhabitants alone are real."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial import cKDTree

from alpsat_geo.sources.new_territory import make_territory
from alpsat_geo.sources.pack import ORIGIN_SUFFIX

_NEIGHBOURS = 3
_KM_PER_DEGREE = 111.2
_DETOUR = 1.4
_LABEL = "figures inventées pour mesurer, sans valeur"
_AGES = (0.16, 0.16, 0.18, 0.2, 0.17, 0.11, 0.02)
_AGE_NAMES = ("0_14", "15_29", "30_44", "45_59", "60_74", "75_89", "90_or_more")
_CSP = (0.02, 0.05, 0.09, 0.15, 0.16, 0.12, 0.27, 0.14)
_CSP_NAMES = (1, 2, 3, 4, 5, 6, 7, 9)
_FACILITIES = (("D307", "Pharmacie", 0.15), ("B105", "Supermarché", 0.1), ("B201", "Supérette", 0.15))
_SERVICE_EVERY = 4


def make_invented_pack(key: str, departments: Sequence[str], seed: int = 1) -> Path:
    """Write a pack without a blank, in the data folder of the environment, and return its folder.

    Parameters
    ----------
    key : str
    departments : sequence of str
        Their codes.
    seed : int
    """
    made = make_territory(key, "department", departments, today=datetime.now(tz=UTC).date(), replaces=True)
    rows = list(csv.DictReader(io.StringIO((made.folder / "data" / "communes.csv").read_text("utf-8"))))
    rng = np.random.default_rng(seed)
    tables = {
        "data/census.csv": [_invent_census(row, rng) for row in rows],
        "data/broadband.csv": [_invent_broadband(row, rng) for row in rows],
        "data/facilities.csv": [line for row in rows for line in _invent_facilities(row, rng)],
        "data/programmes.csv": [],
        "geo/places.csv": [line for row in rows[::_SERVICE_EVERY] for line in _invent_places(row)],
        "geo/spaces.csv": [_invent_space(row, rank) for rank, row in enumerate(rows[:: 2 * _SERVICE_EVERY])],
        "geo/road_nodes.csv": [_place_node(row) for row in rows],
        "geo/road_edges.csv": list(_join_halls(rows)),
    }
    for path, lines in tables.items():
        header = list(lines[0]) if lines else ["key", "label", "beneficiary", "insee_code", "epci_sirens", "signed_on"]
        _write(made.folder / path, _write_table(header, lines))
    manifest = made.folder / "manifest.yaml"
    text = manifest.read_text("utf-8")
    text = re.sub(r"(?m)^name: .*$", f'name: "{made.name} ({_LABEL})"', text[: text.index("awaited:")])
    _write(manifest, text + "awaited:\n  - programmes\n")
    return made.folder


def _count(row: dict[str, str]) -> float:
    return float(row["population_2023_count"] or 0)


def _invent_census(row: dict[str, str], rng: np.random.Generator) -> dict[str, object]:
    people = _count(row)
    employed = people * rng.uniform(0.38, 0.48)
    main = people / 2.2
    second = main * rng.uniform(0.1, 1.5)
    working_age, adults = people * 0.62, people * (1 - _AGES[0])
    active = employed * 1.08
    return {
        "insee_code": row["insee_code"],
        "households_count": _thousandth(main),
        "dwellings_count": _thousandth(main * 1.08 + second),
        "main_homes_count": _thousandth(main),
        "second_homes_count": _thousandth(second),
        "vacant_homes_count": _thousandth(main * 0.08),
        "owner_occupied_homes_count": _thousandth(main * 0.6),
        "jobs_count": _thousandth(employed * 0.7),
        "salaried_jobs_count": _thousandth(employed * 0.5),
        "population_15_64_count": _thousandth(working_age),
        "active_15_64_count": _thousandth(active),
        "unemployed_15_64_count": _thousandth(active - employed),
        "births_2016_2021_count": round(people * 0.05),
        "deaths_2016_2021_count": round(people * 0.05),
        "median_income_2021_eur": 22000,
        "establishments_2024_count": round(people * 0.08),
        "business_creations_2025_count": round(people * 0.02),
        "individual_business_creations_2025_count": round(people * 0.01),
        **{
            f"population_{name}_count": _thousandth(people * share)
            for name, share in zip(_AGE_NAMES, _AGES, strict=True)
        },
        "employed_count": _thousandth(employed),
        "employed_2016_count": _thousandth(employed),
        "commute_no_transport_count": _thousandth(employed * 0.06),
        "commute_no_transport_2016_count": _thousandth(employed * 0.06),
        "commute_walk_count": _thousandth(employed * 0.06),
        "commute_bike_count": _thousandth(employed * 0.02),
        "commute_motorbike_count": _thousandth(employed * 0.01),
        "commute_car_count": _thousandth(employed * 0.75),
        "commute_public_transport_count": _thousandth(employed * 0.1),
        "works_in_own_commune_count": _thousandth(employed * rng.uniform(0.2, 0.6)),
        **{
            f"residents_csp{name}_count": round(adults * share, 2) for name, share in zip(_CSP_NAMES, _CSP, strict=True)
        },
        "residents_15_or_more_count": _thousandth(adults),
    }


def _thousandth(value: float) -> float:
    return round(value, 3)


def _invent_broadband(row: dict[str, str], rng: np.random.Generator) -> dict[str, object]:
    premises = round(_count(row) * 0.8) + 10
    fibre = round(premises * rng.uniform(0.7, 1))
    return {
        "insee_code": row["insee_code"],
        "premises_count": premises,
        "ftth_premises_count": fibre,
        "best_technology_premises_count": premises,
        "best_technology_ftth_count": fibre,
        "coax_only_count": 0,
        "copper_8_30_only_count": 0,
        "fast_radio_only_count": 0,
        "fixed_4g_only_count": premises - fibre,
        "slow_radio_only_count": 0,
        "satellite_only_count": 0,
        "land_30_mbit_eligible_count": fibre,
        "land_1_gbit_eligible_count": fibre,
        "copper_status": "non prévu",
        "copper_closing_date": "",
    }


def _invent_facilities(row: dict[str, str], rng: np.random.Generator) -> list[dict[str, object]]:
    return [
        {
            "insee_code": row["insee_code"],
            "vintage_year": 2024,
            "is_old": "non",
            "type_code": code,
            "label": label,
            "facility_count": int(rng.random() < share),
        }
        for code, label, share in _FACILITIES
    ]


def _invent_places(row: dict[str, str]) -> list[dict[str, object]]:
    return [
        {
            "kind": kind,
            "name": f"{kind} {row['name']}",
            "insee_code": row["insee_code"],
            "lon_deg": row["mairie_lon_deg"],
            "lat_deg": row["mairie_lat_deg"],
            "producer": "AlpSat Geo",
            "vintage": "2026-01-01",
            "licence": "MIT",
            "note": _LABEL,
        }
        for kind in ("primary_school", "college", "post_point", "france_services")
    ]


def _invent_space(row: dict[str, str], rank: int) -> dict[str, object]:
    return {
        "key": f"espace-{rank}",
        "name": f"Espace inventé {rank}",
        "kind": "coworking",
        "operator": "",
        "insee_code": row["insee_code"],
        "address": "",
        "lon_deg": row["mairie_lon_deg"],
        "lat_deg": row["mairie_lat_deg"],
        "location_precision": "village",
        "desks_count": "",
        "status": "open_unverified",
        "status_date": "2026",
        "source": _LABEL,
    }


def _place_node(row: dict[str, str]) -> dict[str, object]:
    return {
        "node_id": row["insee_code"],
        "name": row["name"],
        "kind": "mairie",
        "insee_code": row["insee_code"],
        "lon_deg": row["mairie_lon_deg"],
        "lat_deg": row["mairie_lat_deg"],
        "altitude_m": "",
        "position_basis": "mairie",
        "altitude_basis": "",
    }


def _join_halls(rows: Sequence[dict[str, str]]) -> Iterable[dict[str, object]]:
    """Join each town hall to the nearest ones, and all of them by the shortest tree."""
    lonlat = np.array([(float(row["mairie_lon_deg"]), float(row["mairie_lat_deg"])) for row in rows])
    points_km = lonlat * _KM_PER_DEGREE * np.array([np.cos(np.radians(lonlat[:, 1].mean())), 1.0])
    count = len(rows)
    far_km, near = map(np.asarray, cKDTree(points_km).query(points_km, k=min(count, 12)))
    pairs = {(min(i, int(j)), max(i, int(j))) for i in range(count) for j in near[i, 1 : 1 + _NEIGHBOURS]}
    graph = coo_matrix(
        (far_km[:, 1:].ravel() + 1e-3, (np.repeat(np.arange(count), near.shape[1] - 1), near[:, 1:].ravel()))
    )
    tree = minimum_spanning_tree(graph.tocsr()).tocoo()
    pairs |= {(min(i, j), max(i, j)) for i, j in zip(tree.row.tolist(), tree.col.tolist(), strict=True)}
    for rank, (i, j) in enumerate(sorted(pairs)):
        yield {
            "edge_id": f"E{rank}",
            "from_node_id": rows[i]["insee_code"],
            "to_node_id": rows[j]["insee_code"],
            "road_ref": "D1",
            "length_km": round(max(0.1, _DETOUR * float(np.linalg.norm(points_km[i] - points_km[j]))), 2),
            "length_basis": "estimated",
            "length_source": _LABEL,
            "road_class": "departmental_local",
            "speed_summer_kmh": 50,
            "speed_winter_kmh": 42,
            "winter_access": "open",
            "winter_source": _LABEL,
            "note": "",
        }


def _write_table(header: Sequence[str], lines: Iterable[dict[str, object]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()


def _write(path: Path, text: str) -> None:
    content = text.encode()
    path.write_bytes(content)
    origin = (
        f'producer: "AlpSat Geo"\ntitle: "{_LABEL}"\nurl_main: "https://www.insee.fr"\nurl_download: null\n'
        'licence: "MIT"\nvintage: "2026"\ndate_published: null\ndate_accessed: "2026-01-01"\n'
        f'sha256: {hashlib.sha256(content).hexdigest()}\nobtained: transcribed\nnote: "{_LABEL}"\n'
    )
    path.with_name(path.name + ORIGIN_SUFFIX).write_text(origin, "utf-8")
