"""The manifest of a territory: the contract that its files must keep."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal

from pydantic import Field

from alpsat_geo.domain.errors import DataError, InputError
from alpsat_geo.domain.findings import Finding
from alpsat_geo.sources.document import Document, parse_document, validate_document
from alpsat_geo.sources.fields import InseeCode, Latitude, Longitude, Name, Row, Siren, Slug, Text
from alpsat_geo.sources.pack import TERRITORIES_FOLDER, PackPaths


class BoundingBox(Row):
    """Degrees, EPSG:4326; every commune lies inside."""

    west_deg: Longitude
    south_deg: Latitude
    east_deg: Longitude
    north_deg: Latitude

    def contains(self, lon_deg: float, lat_deg: float) -> bool:
        """Whether a point lies in the box."""
        return self.west_deg <= lon_deg <= self.east_deg and self.south_deg <= lat_deg <= self.north_deg


class EpciEntry(Row):
    """One communauté de communes and its communes."""

    siren: Siren
    name: Text
    communes: Annotated[tuple[InseeCode, ...], Field(min_length=1)]


class Totals(Row):
    """What the tables must add up to."""

    communes_count: int
    population_2022_count: int
    premises_count: int
    ftth_premises_count: int


class Manifest(Row):
    """What makes a territory: its communes, its totals and its files by role."""

    key: Slug
    name: Text
    department: Text
    crs: Literal["EPSG:4326"]
    bounding_box: BoundingBox
    epcis: Annotated[tuple[EpciEntry, ...], Field(min_length=1)]
    totals: Totals
    files: dict[Name, Text]
    awaited: tuple[Literal["road_edges"], ...] = ()
    """Roles whose file is not fetched yet, and may hold no line."""

    @property
    def insee_codes(self) -> tuple[str, ...]:
        """Codes of the communes, ascending: the order of every array."""
        return tuple(sorted(code for epci in self.epcis for code in epci.communes))

    @property
    def epci_by_commune(self) -> dict[str, str]:
        """SIREN number of the EPCI of each commune."""
        return {code: epci.siren for epci in self.epcis for code in epci.communes}


def locate_manifest(key: str) -> str:
    """Return the path of a territory's manifest in the project."""
    return f"{TERRITORIES_FOLDER}/{key}.yaml"


def read_manifest(paths: PackPaths, key: str) -> Manifest:
    """Read the manifest of a territory.

    Parameters
    ----------
    paths : PackPaths
    key : str
        Key of the territory.

    Raises
    ------
    InputError
        If no territory has that key; the sentence lists those that exist.
    DataError
        If the manifest cannot be used.
    """
    path = locate_manifest(key)
    if path not in paths.list_manifests():
        known = ", ".join(name.removeprefix(f"{TERRITORIES_FOLDER}/")[:-5] for name in paths.list_manifests())
        raise InputError(f"Le territoire « {key} » n'existe pas ; territoires connus : {known or 'aucun'}.")
    document = parse_document(paths.locate(path).read_bytes(), path)
    manifest, findings = validate_document(document, Manifest)
    if manifest is not None:
        findings += _check_manifest(manifest, document, key)
    if manifest is None or findings:
        raise DataError(findings)
    return manifest


def _check_manifest(manifest: Manifest, document: Document, key: str) -> list[Finding]:
    path = document.path
    findings = []
    if manifest.key != key:
        message = f"la clé « {manifest.key} » n'est pas celle du fichier, « {key} »."
        findings.append(Finding("error", path, message, document.find_line(("key",)), "key", manifest.key))
    for code, count in Counter(manifest.insee_codes).items():
        if count > 1:
            message = f"la commune {code} paraît {count} fois : une commune n'a qu'un EPCI."
            findings.append(Finding("error", path, message, document.find_line(("epcis",)), "epcis", code))
    listed = len(set(manifest.insee_codes))
    if listed != manifest.totals.communes_count:
        message = f"{listed} communes sont nommées, {manifest.totals.communes_count} sont attendues."
        line = document.find_line(("totals", "communes_count"))
        findings.append(Finding("error", path, message, line, "totals.communes_count", str(listed)))
    box = manifest.bounding_box
    if box.west_deg >= box.east_deg or box.south_deg >= box.north_deg:
        message = "l'emprise est vide : l'ouest doit être plus petit que l'est, et le sud que le nord."
        value = f"{box.west_deg}, {box.south_deg}, {box.east_deg}, {box.north_deg}"
        findings.append(Finding("error", path, message, document.find_line(("bounding_box",)), "bounding_box", value))
    return findings
