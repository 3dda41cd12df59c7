"""The manifest of a territory: the contract that its files must keep."""

from __future__ import annotations

import re
from collections import Counter
from typing import Annotated, Literal, Self, get_args

from pydantic import ConfigDict, Field, model_validator

from alpsat_geo.domain.errors import AlpSatError, DataError
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.document import Document, parse_document, validate_document
from alpsat_geo.sources.fields import InseeCode, Latitude, Longitude, Name, Row, Siren, Slug, Text
from alpsat_geo.sources.pack_folder import PackFolder, find_pack, list_territories
from alpsat_geo.sources.sentences import refuse, shorten

_POPULATION = re.compile(r"population_\d{4}_count")


class BoundingBox(Row):
    """Degrees, EPSG:4326; every commune lies inside."""

    west_deg: Longitude
    south_deg: Latitude
    east_deg: Longitude
    north_deg: Latitude

    def contains(self, lon_deg: float, lat_deg: float) -> bool:
        """Whether a point lies in the box."""
        return self.west_deg <= lon_deg <= self.east_deg and self.south_deg <= lat_deg <= self.north_deg

    def widen(self, margin_deg: float) -> BoundingBox:
        """Return the box with a margin on each side, within the world."""
        return BoundingBox(
            west_deg=max(self.west_deg - margin_deg, -180.0),
            south_deg=max(self.south_deg - margin_deg, -90.0),
            east_deg=min(self.east_deg + margin_deg, 180.0),
            north_deg=min(self.north_deg + margin_deg, 90.0),
        )


class EpciEntry(Row):
    """One communauté de communes and its communes."""

    siren: Siren
    name: Text
    communes: Annotated[tuple[InseeCode, ...], Field(min_length=1)]


class Totals(Row):
    """What the tables must add up to; None where nobody said."""

    # The population of any year: ``population_2022_count``.
    model_config = ConfigDict(frozen=True, extra="allow", allow_inf_nan=False, defer_build=True)
    __pydantic_extra__: dict[str, int] = Field(init=False)

    communes_count: int | None = None
    premises_count: int | None = None
    ftth_premises_count: int | None = None

    @model_validator(mode="after")
    def _check_names(self) -> Self:
        for name in self.__pydantic_extra__:
            if not _POPULATION.fullmatch(name):
                raise refuse(
                    remark(
                        N_("« {name} » n'est pas un total attendu : retirez-le ou corrigez son nom."),
                        name=shorten(name),
                    )
                )
        return self

    @property
    def populations(self) -> dict[str, int]:
        """Inhabitants by name of the column that holds them, such as ``population_2022_count``."""
        return dict(self.__pydantic_extra__)


Awaitable = Literal[
    "census",
    "broadband",
    "places",
    "facilities",
    "spaces",
    "road_nodes",
    "road_edges",
    "town_halls",
    "programmes",
]
AWAITABLE_ROLES: tuple[str, ...] = get_args(Awaitable)
"""All but what makes a commune: its identity and its boundaries."""


class Manifest(Row):
    """What makes a territory: its communes, its totals and its files by role."""

    key: Slug
    name: Text
    department: Text
    crs: Literal["EPSG:4326"]
    bounding_box: BoundingBox
    epcis: Annotated[tuple[EpciEntry, ...], Field(min_length=1)]
    totals: Totals = Totals()
    enclaves_count: int = 0
    """Holes that communes of others leave in the territory."""
    files: dict[Name, Text]
    awaited: tuple[Awaitable, ...] = ()
    """Roles whose file is not fetched yet: it may be absent, or hold no line."""
    first_compared: tuple[Slug, ...] = ()
    """Keys of the scenarios compared before anybody chooses; those that do not exist are passed over."""

    @property
    def insee_codes(self) -> tuple[str, ...]:
        """Codes of the communes, ascending: the order of every array."""
        return tuple(sorted(code for epci in self.epcis for code in epci.communes))

    @property
    def epci_by_commune(self) -> dict[str, str]:
        """SIREN number of the EPCI of each commune."""
        return {code: epci.siren for epci in self.epcis for code in epci.communes}


def read_manifest(folder: PackFolder) -> Manifest:
    """Read the manifest of a pack.

    Parameters
    ----------
    folder : PackFolder

    Raises
    ------
    DataError
        If the manifest cannot be used.
    """
    path = folder.name(folder.manifest)
    document = parse_document(folder.manifest.read_bytes(), path)
    manifest, findings = validate_document(document, Manifest)
    if manifest is not None:
        findings += _check_manifest(manifest, document, folder.key)
    if manifest is None or findings:
        raise DataError(findings)
    return manifest


def read_territory_names() -> dict[str, str]:
    """Return the names of the territories that may be opened, by key; where a manifest is not good, their key."""
    names = {}
    for key in list_territories():
        try:
            names[key] = read_manifest(find_pack(key)).name
        except AlpSatError:
            names[key] = key
    return names


def _check_manifest(manifest: Manifest, document: Document, key: str) -> list[Finding]:
    path = document.path
    findings = []
    if manifest.key != key:
        message = remark(
            N_("la clé « {key} » n'est pas celle du fichier, « {expected} »."), key=manifest.key, expected=key
        )
        findings.append(Finding("error", path, message, document.find_line(("key",)), "key", manifest.key))
    for role, named in manifest.files.items():
        if named.startswith("/") or "\\" in named or ".." in named.split("/"):
            message = remark(
                N_("« {named} » sort du dossier du territoire : écrivez un chemin qui y reste."), named=named
            )
            findings.append(Finding("error", path, message, document.find_line(("files", role)), "files", named))
    for code, count in Counter(manifest.insee_codes).items():
        if count > 1:
            message = remark(
                N_("la commune {code} paraît {count} fois : une commune n'a qu'un EPCI."), code=code, count=count
            )
            findings.append(Finding("error", path, message, document.find_line(("epcis",)), "epcis", code))
    listed = len(set(manifest.insee_codes))
    if manifest.totals.communes_count not in {None, listed}:
        message = remark(
            N_("{listed} communes sont nommées, {communes_count} sont attendues."),
            listed=listed,
            communes_count=f"{manifest.totals.communes_count}",
        )
        line = document.find_line(("totals", "communes_count"))
        findings.append(Finding("error", path, message, line, "totals.communes_count", str(listed)))
    box = manifest.bounding_box
    if box.west_deg >= box.east_deg or box.south_deg >= box.north_deg:
        message = remark(N_("l'emprise est vide : l'ouest doit être plus petit que l'est, et le sud que le nord."))
        value = f"{box.west_deg}, {box.south_deg}, {box.east_deg}, {box.north_deg}"
        findings.append(Finding("error", path, message, document.find_line(("bounding_box",)), "bounding_box", value))
    return findings
