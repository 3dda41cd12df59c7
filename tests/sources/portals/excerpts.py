"""Excerpts of the portals' files, written by the tests in the official formats from the figures of the embedded pack.

None of them was downloaded: they are labelled so wherever a format has room for it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import py7zr
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import yaml
from shapely.geometry import box

from alpsat_geo.sources.manifest import AWAITABLE_ROLES
from alpsat_geo.sources.pack import ORIGIN_SUFFIX, find_root
from tests.sources.pack_copy import KEY
from tests.sources.portals.portal import LocalPortal

LABEL = "EXTRAIT écrit par les tests"


def read_pack(path: str) -> list[dict[str, str]]:
    """Return a table of the embedded pack."""
    return list(csv.DictReader(io.StringIO((find_root() / path).read_text("utf-8"))))


def read_table(name: str) -> dict[str, dict[str, str]]:
    """Return a table of the embedded pack by commune."""
    return {row["insee_code"]: row for row in read_pack(f"data/{KEY}/{name}.csv")}


def write_csv(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    separator: str = ";",
    encoding: str = "utf-8",
    newline: str = "\n",
    quoted: bool = False,
) -> bytes:
    """Write a table."""
    text = io.StringIO(newline="")
    writer = csv.writer(
        text, delimiter=separator, lineterminator=newline, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    )
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def write_zip(members: Mapping[str, bytes]) -> bytes:
    """Write an archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return content.getvalue()


def write_cartefibre(changed: Mapping[str, tuple[int, int]] | None = None) -> bytes:
    """Write Cartefibre by commune: a shapefile in EPSG:3857 whose table is Latin-1, though its .cpg says UTF-8."""
    broadband, communes = read_table("broadband"), read_table("communes")
    counts = {
        code: (int(row["premises_count"]), int(row["ftth_premises_count"])) for code, row in broadband.items()
    } | dict(changed or {})
    # Marseille by district, and a commune of elsewhere: neither is of this territory.
    counts |= {"13201": (9435, 9000), "13202": (12000, 11000), "01001": (395, 390)}
    frame = gpd.GeoDataFrame(
        {
            "INSEE_COM": list(counts),
            "NOM_COM": [communes[code]["name"] if code in communes else LABEL[:20] for code in counts],
            "INSEE_DEP": [code[:2] for code in counts],
            "zone": ["ZTD"] * len(counts),
            "Locaux": [float(premises) for premises, _connected in counts.values()],
            "ftth": [float(connected) for _premises, connected in counts.values()],
            "couv": [connected / premises for premises, connected in counts.values()],
        },
        geometry=[box(740_000, 5_590_000, 741_000, 5_591_000)] * len(counts),
        crs="EPSG:3857",
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "commune.shp"
        pyogrio.write_dataframe(frame, path, encoding="ISO-8859-1")
        members = {
            f"2026T2/{one.name}": (b"UTF-8" if one.suffix == ".cpg" else one.read_bytes())
            for one in sorted(Path(folder).iterdir())
        }
    return write_zip(members)


CARTEFIBRE = "le-marche-du-haut-et-tres-haut-debit-fixe-deploiements"


def write_melodi(dataset: str, year: int, dimensions: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Write a product of Melodi: its figures and its labels; one line a figure, with lines of other places."""
    columns = ["GEO", "GEO_OBJECT", *dimensions, "TIME_PERIOD", "OBS_STATUS", "CONF_STATUS", "OBS_VALUE"]
    listed = list(rows)
    first = dict(listed[0])
    # A living area has the code of its commune: it is not to be counted.
    elsewhere = [{**first, "GEO_OBJECT": "BV2022", "OBS_VALUE": 999_999}]
    lines = [
        [{"GEO_OBJECT": "COM", "OBS_STATUS": "A", "CONF_STATUS": "F", **row}.get(name, "_T") for name in columns]
        for row in [*elsewhere, *listed]
    ]
    name = f"{dataset}_{year}"
    labels = write_csv(["COD_VAR", "LIB_VAR", "COD_MOD", "LIB_MOD"], [["GEO", LABEL, "05001", LABEL]], quoted=True)
    return write_zip({f"{name}_metadata.csv": labels, f"{name}_data.csv": write_csv(columns, lines, quoted=True)})


def _split(value: float, count: int) -> list[float]:
    return [value, *[0.0] * (count - 1)]


def write_census(years: tuple[int, int, int]) -> dict[str, bytes]:  # noqa: C901, PLR0912 - seven formats in a row
    """Write the seven products of a census, whose last year, and the two before, have the figures of the pack."""
    before, previous, last = years
    census, communes = read_table("census"), read_table("communes")
    sets: list[list[dict[str, object]]] = [[] for _set in range(7)]
    ages, homes, jobs, activity, commuting, people, history = sets
    for code, row in census.items():
        for (low, high), name in {
            (0, 14): "population_0_14_count",
            (15, 29): "population_15_29_count",
            (30, 44): "population_30_44_count",
            (45, 59): "population_45_59_count",
            (60, 74): "population_60_74_count",
            (75, 89): "population_75_89_count",
            (90, 100): "population_90_or_more_count",
        }.items():
            parts = _split(float(row[name]), high - low + 1)
            for age, value in zip(range(low, high + 1), parts, strict=True):
                label = "Y_GE100" if age == 100 else f"Y{age}"
                ages += [{"GEO": code, "SEX": "_T", "AGE": label, "TIME_PERIOD": last, "OBS_VALUE": value}]
                ages += [{"GEO": code, "SEX": "F", "AGE": label, "TIME_PERIOD": last, "OBS_VALUE": value / 2}]
        for (occupation, tenure), name in {
            ("_T", "_T"): "dwellings_count",
            ("DW_MAIN", "_T"): "main_homes_count",
            ("DW_SEC_DW_OCC", "_T"): "second_homes_count",
            ("DW_VAC", "_T"): "vacant_homes_count",
            ("DW_MAIN", "100"): "owner_occupied_homes_count",
        }.items():
            home: dict[str, object] = {
                "GEO": code,
                "RP_MEASURE": "DWELLINGS",
                "OCS": occupation,
                "TSH": tenure,
                "TIME_PERIOD": last,
            }
            # What INSEE writes has more decimals than the pack.
            homes += [{**home, "OBS_VALUE": f"{float(row[name]) + 0.000123:.6f}"}, {**home, "TDW": "1", "OBS_VALUE": 1}]
        for form, name in {"_T": "jobs_count", "2": "salaried_jobs_count"}.items():
            jobs += [{"GEO": code, "EMPFORM": form, "TIME_PERIOD": last, "OBS_VALUE": row[name]}]
            jobs += [{"GEO": code, "EMPFORM": form, "SEX": "F", "TIME_PERIOD": last, "OBS_VALUE": 1}]
        for status, name in {
            "_T": "population_15_64_count",
            "1T2": "active_15_64_count",
            "2": "unemployed_15_64_count",
        }.items():
            person = {"GEO": code, "EMPSTA_ENQ": status, "AGE": "Y15T64", "TIME_PERIOD": last}
            activity += [{**person, "OBS_VALUE": row[name]}, {**person, "EDUC": "700_RP", "OBS_VALUE": 1}]
        for (means, area), name in {
            ("_T", "_T"): "employed_count",
            ("1", "_T"): "commute_no_transport_count",
            ("2", "_T"): "commute_walk_count",
            ("3", "_T"): "commute_bike_count",
            ("4", "_T"): "commute_motorbike_count",
            ("5", "_T"): "commute_car_count",
            ("6", "_T"): "commute_public_transport_count",
            ("_T", "10"): "works_in_own_commune_count",
        }.items():
            worker = {"GEO": code, "TRANS": means, "WORK_AREA": area, "AGE": "Y_GE15", "EMPSTA_ENQ": "1"}
            commuting += [{**worker, "TIME_PERIOD": last, "OBS_VALUE": row[name]}]
            if name in {"employed_count", "commute_no_transport_count"}:
                former = row[name.replace("_count", "_2016_count")]
                commuting += [{**worker, "TIME_PERIOD": previous, "OBS_VALUE": former}]
        for number in ("1", "2", "3", "4", "5", "6", "7", "9", "_T"):
            name = "residents_15_or_more_count" if number == "_T" else f"residents_csp{number}_count"
            if row[name]:
                people += [{"GEO": code, "PCS": number, "AGE": "Y_GE15", "TIME_PERIOD": last, "OBS_VALUE": row[name]}]
        lives = (("BRTH", "births_2016_2021_count"), ("DEATH", "deaths_2016_2021_count"))
        for measure, name in lives:
            for year, lived in ((last, row[name]), (previous, "1")):
                history += [{"GEO": code, "RP_MEASURE": measure, "OCS": "_T", "TIME_PERIOD": year, "OBS_VALUE": lived}]
        # Too near the last census to be compared with it.
        near = {"GEO": code, "RP_MEASURE": "POP", "OCS": "_T", "TIME_PERIOD": last - 1, "OBS_VALUE": "1"}
        history.append(near)
        for year, name in zip((before, previous, last), ("2011", "2016", "2022"), strict=True):
            people_then = communes[code][f"population_{name}_count"]
            history += [{"GEO": code, "RP_MEASURE": "POP", "OCS": "_T", "TIME_PERIOD": year, "OBS_VALUE": people_then}]
    return {
        "DS_RP_TD_POPULATION_AGESEX_PRINC": write_melodi("AGESEX", last, ["SEX", "AGE"], ages),
        "DS_RP_LOGEMENT_PRINC": write_melodi("LOGEMENT", last, ["RP_MEASURE", "OCS", "TSH", "TDW"], homes),
        "DS_RP_EMPLOI_LT_PRINC": write_melodi("LT", last, ["EMPFORM", "SEX", "WKTIME"], jobs),
        "DS_RP_EMPLOI_LR_PRINC": write_melodi("LR", last, ["EMPSTA_ENQ", "AGE", "SEX", "EDUC"], activity),
        "DS_RP_NAVETTES_PRINC": write_melodi("NAV", last, ["TRANS", "WORK_AREA", "AGE", "EMPSTA_ENQ"], commuting),
        "DS_RP_POPULATION_COMP": write_melodi("COMP", last, ["PCS", "AGE", "SEX"], people),
        "DS_RP_SERIE_HISTORIQUE": write_melodi("HISTO", last, ["RP_MEASURE", "OCS"], history),
    }


def write_populations(year: int) -> bytes:
    """Write the reference populations."""
    rows = [
        {
            "GEO": code,
            "POPREF_MEASURE": measure,
            "TIME_PERIOD": year,
            "OBS_VALUE": float(row["population_2022_count"]) + more,
        }
        for code, row in read_table("communes").items()
        for measure, more in (("PMUN", 0), ("PTOT", 12))
    ]
    return write_melodi("POP", year, ["POPREF_MEASURE"], rows)


def write_incomes(year: int, changed: Mapping[str, float] | None = None) -> bytes:
    """Write Filosofi; a blank of the pack is a secret."""
    rows = []
    for code, row in read_table("census").items():
        value = (changed or {}).get(code, row["median_income_2021_eur"])
        base = {"GEO": code, "FILOSOFI_MEASURE": "MED_SL", "TIME_PERIOD": year}
        rows += [{**base, "OBS_VALUE": value or 99_999, "CONF_STATUS": "F" if value else "C"}]
        rows += [{**base, "FILOSOFI_MEASURE": "D1_SL", "OBS_VALUE": 1, "CONF_STATUS": "F"}]
    return write_melodi("FILO", year, ["FILOSOFI_MEASURE"], rows)


def write_facilities(year: int, changed: Mapping[tuple[str, str], int] | None = None) -> bytes:
    """Write the counts of the BPE: what a commune does not have is not listed."""
    rows = [
        {
            "GEO": row["insee_code"],
            "BPE_MEASURE": "FACILITIES",
            "FACILITY_DOM": row["type_code"][0],
            "FACILITY_SDOM": row["type_code"][:2],
            "FACILITY_TYPE": row["type_code"],
            "TIME_PERIOD": year,
            "OBS_VALUE": (changed or {}).get((row["insee_code"], row["type_code"]), int(row["facility_count"])),
        }
        for row in read_pack(f"data/{KEY}/facilities.csv")
        if row["is_old"] == "non"
    ]
    kept = [row for row in rows if row["OBS_VALUE"]]
    return write_melodi("BPE", year, ["BPE_MEASURE", "FACILITY_DOM", "FACILITY_SDOM", "FACILITY_TYPE"], kept)


def write_best_technology(day: str = "2026-06-30") -> bytes:
    """Write Ma connexion internet: one line a commune of type "all", and another that must not be counted."""
    names = {
        "elig_ftth": "best_technology_ftth_count",
        "elig_coax": "coax_only_count",
        "elig_cu_30": "",
        "elig_thdr": "fast_radio_only_count",
        "elig_cu_8": "copper_8_30_only_count",
        "elig_4gf": "fixed_4g_only_count",
        "elig_hdr": "slow_radio_only_count",
        "elig_sat": "satellite_only_count",
    }
    columns = ["code_insee", "nom_com", "code_dep", "code_reg", "nbr", "type", *names, "nbr_elig_8", "date"]
    rows = []
    for code, row in read_table("broadband").items():
        counts = [row[name] if name else 0 for name in names.values()]
        total = row["best_technology_premises_count"]
        rows.append([code, LABEL, "05", "93", total, "all", *counts, total, day])
        rows.append([code, LABEL, "05", "93", 1, "resid", *[1] * len(names), 1, day])
    return write_csv(columns, [*rows, ["75056", "Paris", "75", "11", 9, "all", *[1] * 8, 8, day]])


def write_land_speeds(day: str = "2026-06-30") -> bytes:
    """Write the speeds by cable and radio, in Windows-1252."""
    columns = ["code_insee", "nom_com", "nbr", "type", "inel_hd", "elig_thd30", "elig_thd100", "elig_thd1g", "date"]
    rows = [
        [code, "Névache", 9, "all", 0, row["land_30_mbit_eligible_count"], 1, row["land_1_gbit_eligible_count"], day]
        for code, row in read_table("broadband").items()
    ]
    return write_csv(columns, rows, encoding="cp1252")


def write_copper() -> bytes:
    """Write the closure of copper: codes without their zero, some lines twice."""
    rows = []
    for code, row in read_table("broadband").items():
        day = row["copper_closing_date"]
        said = f"Fermeture technique le {day}." if day else "La fermeture n'est pas encore prévue : pas encore prévu."
        rows += [[str(int(code)), day, said]] * (2 if code in {"05001", "05031"} else 1)
    return write_csv(["code_insee", "fermeture_technique", "output_usager"], rows)


MCI = "/arcep/fixe/maconnexioninternet/statistiques/last/commune"


def read_places(*kinds: str) -> list[dict[str, str]]:
    """Return places of the embedded pack."""
    return [row for row in read_pack(f"geo/{KEY}/places.csv") if row["kind"] in kinds]


def write_points(*, with_posts: bool = False, quality: str = "Bonne") -> bytes:
    """Write the points of the BPE: a Parquet file with more columns than are read."""
    codes = {"primary_school": "C108", "college": "C201", "lycee": "C301"}
    rows = [
        {
            "AN": "2025",
            "DEPCOM": row["insee_code"],
            "TYPEQU": codes[row["kind"]],
            "NOMRS": row["name"],
            "LAMBERT_X": 1.0,
            "LAMBERT_Y": 2.0,
            "LONGITUDE": float(row["lon_deg"]),
            "LATITUDE": float(row["lat_deg"]),
            "QUALITE_XY": quality,
        }
        for row in read_places(*codes)
    ]
    rows.append({**rows[0], "DEPCOM": "01001"})
    rows.append({**rows[0], "TYPEQU": "B207"})
    if with_posts:
        rows.append({**rows[0], "TYPEQU": "A208", "NOMRS": "", "QUALITE_XY": "Mauvaise"})
        rows.append({**rows[0], "TYPEQU": "A206", "NOMRS": "LOIN", "LONGITUDE": 6.9, "LATITUDE": 44.55})
    content = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), content)
    return content.getvalue()


def write_france_services() -> bytes:
    """Write the list of the France services, with commas and in Windows-1252; one line twice."""
    rows = [
        [f"{i}", row["name"], row["insee_code"], row["lat_deg"].replace(".", ","), row["lon_deg"], "9h-12h"]
        for i, row in enumerate(read_places("france_services"))
    ]
    columns = ["id_fs", "lib_fs", "insee_com", "latitude", "longitude", "h_lundi"]
    return write_csv(columns, [*rows, rows[0], ["x", "Ailleurs é", "01001", "46", "5", ""]], encoding="cp1252")


def write_stations() -> bytes:
    """Write the stations of SNCF."""
    rows = [
        [row["name"], f"877{i}", row["insee_code"], f"{row['lat_deg']}, {row['lon_deg']}"]
        for i, row in enumerate(read_places("station"))
    ]
    return write_csv(
        ["nom", "codes_uic", "codeinsee", "position_geographique"], [*rows, ["Ailleurs", "1", "01001", ""]]
    )


def write_directory(changed: Mapping[str, str] | None = None) -> bytes:
    """Write DILA's directory: fields are JSON in a text, and each commune has other services too."""
    rows = []
    for code, hall in read_table("town_halls").items():
        street, _comma, town = hall["address"].rpartition(", ")
        postcode, _space, name = town.partition(" ")
        phone = (changed or {}).get(code, hall["phone"])
        address = {"type_adresse": "Adresse", "numero_voie": street, "code_postal": postcode, "nom_commune": name}
        hours = [_read_hours(part) for part in hall["opening_hours"].split("; ")] if hall["opening_hours"] else []
        pivot = [{"type_service_local": "mairie", "code_insee_commune": [code]}]
        common = [json.dumps([address]), json.dumps([{"valeur": phone}]), json.dumps([{"valeur": hall["website"]}])]
        line = [*common, hall["email"], json.dumps(hours)]
        rows.append([f"Mairie déléguée - {name}", json.dumps(pivot), code, *line[:-1], "[]"])
        rows.append([f"Mairie - {name}", json.dumps(pivot), code, *line])
        rows.append([f"Police de la mairie - {name}", '[{"type_service_local": "police"}]', code, *line[:-1], "[]"])
    columns = [
        "nom",
        "pivot",
        "code_insee_commune",
        "adresse",
        "telephone",
        "site_internet",
        "adresse_courriel",
        "plage_ouverture",
    ]
    return write_csv(columns, rows)


def _read_hours(part: str) -> dict[str, str]:
    days, *slots = part.split(" ")
    first, _dash, last = days.partition("-")
    written = {"nom_jour_debut": first.capitalize(), "nom_jour_fin": (last or first).capitalize()}
    for rank, slot in enumerate(slots, 1):
        opens, closes = slot.split("-")
        written |= {f"valeur_heure_debut_{rank}": f"{opens}:00", f"valeur_heure_fin_{rank}": f"{closes}:00"}
    return written


def write_schools() -> bytes:
    """Write the ministry's directory of schools."""
    kinds = {"primary_school": "Ecole", "college": "Collège", "lycee": "Lycée"}
    rows = [
        [f"005{i:04d}A", row["name"], kinds[row["kind"]], row["insee_code"], row["lat_deg"], row["lon_deg"], "Lieu-dit"]
        for i, row in enumerate(read_places(*kinds))
    ]
    columns = [
        "identifiant_de_l_etablissement",
        "nom_etablissement",
        "type_etablissement",
        "code_commune",
        "latitude",
        "longitude",
        "precision_localisation",
    ]
    return write_csv(columns, [*rows, ["x", "CIO", "Service Administratif", "05023", "44.9", "6.6", "Parfaite"]])


def write_perimeters(left: str = "", joined: str = "") -> bytes:
    """Write BANATIC's perimeters: Windows-1252, lines ended as on Windows."""
    communes = read_table("communes")
    rows = [
        [row["epci_siren"], f"CC n° {row['epci_siren']} é", "CC", code, row["name"], "1"]
        for code, row in communes.items()
        if code != left
    ]
    rows += [[communes["05001"]["epci_siren"], "CC", "CC", joined, LABEL, "1"]] if joined else []
    columns = ["siren", "raison_sociale", "nature_juridique", "insee", "nom_membre", "pmun"]
    return write_csv(columns, rows, encoding="cp1252", newline="\r\n")


def write_sites() -> bytes:
    """Write ARCEP's mobile sites: decimal commas, one site of two operators, one without 4G."""
    columns = ["code_op", "nom_op", "num_site", "latitude", "longitude", "insee_com", "site_2g", "site_4g", "site_5g"]
    rows = [
        ["20801", "Orange", "1", "44,79", "6,92", "05001", "1", "1", "0"],
        ["20801", "Orange", "1", "44,79", "6,92", "05001", "1", "1", "0"],
        ["20810", "SFR", "1", "44.79", "6.92", "05001", "1", "1", "0"],
        ["20815", "Free", "9", "44,79", "6,92", "5001", "1", "1", "0"],
        ["20820", "Bouygues", "7", "44,78", "6,86", "05003", "1", "0", "0"],
        ["34001", "Ailleurs", "7", "44,78", "6,86", "05003", "1", "1", "0"],
    ]
    return write_csv(columns, rows)


def make_squares(count: int, size_deg: float = 0.01) -> list[dict[str, Any]]:
    """Return communes as the WFS writes them: the polygons of the pack, with their own names."""
    text = (find_root() / f"geo/{KEY}/communes.geojson").read_text("utf-8")
    features: list[dict[str, Any]] = json.loads(text)["features"]
    elsewhere = [
        {
            "type": "Feature",
            "properties": {"cleabs": f"Z{i:05d}", "code_insee": f"01{i:03d}", "nom_officiel": LABEL},
            "geometry": {"type": "Polygon", "coordinates": [[[6.5 + i * size_deg / count, 44.8]] * 4]},
        }
        for i in range(count)
    ]
    ours = [
        {
            **one,
            "properties": {
                "cleabs": f"C{one['properties']['insee_code']}",
                "code_insee": one["properties"]["insee_code"],
                "nom_officiel": one["properties"]["name"],
            },
        }
        for one in features
    ]
    return [*ours, *elsewhere]


def make_stretches() -> list[dict[str, Any]]:
    """Return the roads of the pack as BD TOPO writes its stretches."""
    nodes = {row["node_id"]: row for row in read_pack(f"geo/{KEY}/road_nodes.csv")}
    found = []
    for rank, row in enumerate(read_pack(f"geo/{KEY}/road_edges.csv")):
        ends = [
            [float(nodes[row[end]]["lon_deg"]), float(nodes[row[end]]["lat_deg"]), 1000.0]
            for end in ("from_node_id", "to_node_id")
        ]
        properties = {
            "cleabs": f"TRONROUT{rank:06d}",
            "nature": "Route à 1 chaussée",
            "importance": "3",
            "sens_de_circulation": "Double sens",
            "vitesse_moyenne_vl": 60,
            "acces_vehicule_leger": "Libre",
            "periode_de_fermeture": None,
            "etat_de_l_objet": "En service",
            "cpx_numero": row["road_ref"],
            "nom_collaboratif_gauche": None,
        }
        geometry = {"type": "LineString", "coordinates": ends}
        found.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return found


def write_overpass() -> dict[str, object]:
    """Write Overpass's answer: a workspace that is new, one that the pack knows, one of elsewhere."""
    known = next(row for row in read_pack(f"geo/{KEY}/spaces.csv") if row["lon_deg"] and row["insee_code"] == "05023")
    halls = read_table("communes")
    return {
        "osm3s": {"timestamp_osm_base": "2026-11-01T00:00:00Z"},
        "elements": [
            {
                "type": "node",
                "id": 11,
                "lat": float(halls["05001"]["mairie_lat_deg"]),
                "lon": float(halls["05001"]["mairie_lon_deg"]),
                "timestamp": "2026-05-04T10:00:00Z",
                "tags": {"name": "Le Refuge", "amenity": "coworking_space", "addr:street": "place des Halles"},
            },
            {
                "type": "way",
                "id": 12,
                "center": {"lat": float(known["lat_deg"]), "lon": float(known["lon_deg"])},
                "timestamp": "2026-05-04T10:00:00Z",
                "tags": {"name": known["name"].upper(), "office": "coworking"},
            },
            {"type": "node", "id": 13, "lat": 44.0, "lon": 6.25, "tags": {"name": LABEL}},
        ],
    }


def publish_all(portal: LocalPortal, *, newer: bool = False) -> None:
    """Publish every source: with the figures and the vintages of the embedded pack, or one vintage later."""
    quarter, day = ("2026T3", "2026-09-30") if newer else ("2026T2", "2026-06-30")
    fibre = write_cartefibre({"05001": (915, 850)} if newer else None)
    portal.add_resource(CARTEFIBRE, f"{quarter}-Commune", f"{quarter}.zip", fibre)
    portal.add_resource(CARTEFIBRE, "2025T4-Commune", "old.zip", b"never read")
    portal.add_resource(CARTEFIBRE, f"{quarter}-Immeubles", "buildings.zip", b"never read")
    years = (2012, 2017, 2023) if newer else (2011, 2016, 2022)
    for name, content in write_census(years).items():
        portal.add_product(name, years[-1], content)
    portal.add_product("DS_POPULATIONS_REFERENCE", years[-1], write_populations(years[-1]))
    income = write_incomes(2023, {"05001": 20_100.0}) if newer else write_incomes(2021)
    portal.add_product("DS_FILOSOFI_CC", 2023 if newer else 2021, income)
    facilities = write_facilities(2025, {("05001", "B201"): 1}) if newer else write_facilities(2024)
    portal.add_product("DS_BPE", 2025 if newer else 2024, facilities)
    portal.files[f"{MCI}/commune_meilleure_techno_thd.csv"] = write_best_technology(day)
    portal.files[f"{MCI}/commune_debit_terrestre.csv"] = write_land_speeds(day)
    portal.add_export("economie", "fermeture-reseau-cuivre", write_copper(), "2026-10-20" if newer else "2025-10-20")
    portal.files["/insee/fichier/8217525/BPE25.parquet"] = write_points(with_posts=newer)
    portal.files["/insee/8217525"] = b'<a href="BPE24.parquet"></a> <a href="BPE25.parquet"></a>'
    services = "liste-des-structures-france-services"
    portal.add_resource(services, "Ancienne liste.csv", "fs_old.csv", b"never read", "2023-01-01")
    portal.add_resource(
        services, "Liste.csv", "fs.csv", write_france_services(), "2026-08-01" if newer else "2024-08-01"
    )
    portal.add_export("sncf", "gares-de-voyageurs", write_stations(), "2026-05-01" if newer else "2024-05-01")
    halls = write_directory({"05001": "04 92 00 00 01"} if newer else None)
    portal.add_export("directory", "api-lannuaire-administration", halls, "2026-10-20" if newer else "2025-10-20")
    portal.add_export("education", "fr-en-annuaire-education", write_schools(), "2026-11-01")
    portal.files["/data_gouv/datasets/r/6e05c448-62cc-4470-aa0f-4f31adea0bc4"] = write_perimeters()
    for quarter in ("2025_T4", "2026_T2", "2026_T1"):
        portal.files[f"/arcep/mobile/sites/{quarter}/{quarter}_sites_Metropole.csv"] = write_sites()


def rewrite_zip(content: bytes, change: tuple[bytes, bytes]) -> bytes:
    """Change a text in every member of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return write_zip({name: archive.read(name).replace(*change) for name in archive.namelist()})


def make_blank_copy(territories: Path) -> Path:
    """Write our territory as one of which only the communes and their shapes are known; everything else is awaited."""
    folder = territories / KEY
    held = find_root()
    kept = {"geo/communes.geojson": f"geo/{KEY}/communes.geojson", "data/communes.csv": f"data/{KEY}/communes.csv"}
    for target, source in kept.items():
        for beside in ("", ORIGIN_SUFFIX):
            path = folder / (target + beside)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes((held / (source + beside)).read_bytes())
    manifest = yaml.safe_load((held / f"data/territories/{KEY}.yaml").read_text("utf-8"))
    manifest |= {
        "totals": {"communes_count": 36},
        "files": {"boundaries": "geo/communes.geojson", "communes": "data/communes.csv"}
        | {role: f"data/{role}.csv" for role in AWAITABLE_ROLES},
        "awaited": list(AWAITABLE_ROLES),
    }
    written = yaml.safe_dump(manifest, allow_unicode=True, sort_keys=False)
    (folder / "manifest.yaml").write_text(written, "utf-8")
    origin = (held / f"data/territories/{KEY}.yaml{ORIGIN_SUFFIX}").read_text("utf-8")
    digest = hashlib.sha256(written.encode()).hexdigest()
    sealed = re.sub(r"(?m)^sha256: .*$", f"sha256: {digest}", origin)
    (folder / f"manifest.yaml{ORIGIN_SUFFIX}").write_text(sealed, "utf-8")
    return folder


def write_coverage(share: float) -> bytes:
    """Write an operator's coverage of a box around the territory, its south up to a share of it: a GeoPackage in 7z."""
    west, south, east, north = 900_000.0, 6_360_000.0, 1_100_000.0, 6_500_000.0
    edge = south + share * (north - south)
    frame = gpd.GeoDataFrame(
        {"operateur": [LABEL] * 2, "niveau": ["TBC", "CL"]},
        geometry=[box(west, south, east, edge), box(west, edge, east, north)],
        crs="EPSG:2154",
    )
    with tempfile.TemporaryDirectory() as folder:
        layer, archive = Path(folder) / "couv.gpkg", Path(folder) / "couv.7z"
        pyogrio.write_dataframe(frame, layer)
        with py7zr.SevenZipFile(archive, "w") as written:
            written.write(layer, "couv.gpkg")
        return archive.read_bytes()


def write_squares() -> bytes:
    """Write INSEE's squares of 200 m: in metres, one at the first town hall, one far from it in the same commune."""
    hall = read_table("communes")["05001"]
    near = gpd.GeoSeries.from_xy([float(hall["mairie_lon_deg"])], [float(hall["mairie_lat_deg"])], crs="EPSG:4326")
    x, y = near.to_crs("EPSG:2154").iloc[0].coords[0]
    spots = [(x, y), (x + 3000, y - 1000), (0.0, 6_000_000.0)]
    frame = gpd.GeoDataFrame(
        {
            "idcar_200m": [f"CRS3035RES200mN{i}" for i in range(3)],
            "lcog_geo": ["05001", "05001", "99999"],
            "i_est_200m": [0, 1, 1],
            "ind": [30.0, 10.0, 5.0],
        },
        geometry=[box(a - 100, b - 100, a + 100, b + 100) for a, b in spots],
        crs="EPSG:2154",
    )
    with tempfile.TemporaryDirectory() as folder:
        layer = Path(folder) / "carreaux_200m_met.gpkg"
        pyogrio.write_dataframe(frame, layer)
        return write_zip({layer.name: layer.read_bytes(), "carreaux_200m_reun.gpkg": b"never read"})
