"""Excerpts of the portals' files, written by the tests in the official formats from the figures of the embedded pack.

None of them was downloaded: they are labelled so wherever a format has room for it.
"""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import pyogrio
from shapely.geometry import box

from alpsat_geo.sources.pack import find_root
from tests.sources.pack_copy import KEY

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
