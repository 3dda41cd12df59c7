"""Counts of facilities by commune (INSEE, Base permanente des équipements)."""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated, Literal

from pydantic import Field

from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.territory import Place
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.commune_keys import check_known, check_unique
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.fields import InseeCode, Row, Text
from alpsat_geo.sources.source import Source, TerritoryPart
from alpsat_geo.sources.table import Table

_PHARMACY_CODES = ("D307",)
_FOOD_SHOP_CODES = ("B105", "B201")
# The old vintage has labels, no codes: what the recent one does not count at all.
_OLD_KINDS = {N_("Médecin omnipraticien"): "doctor", N_("Épicerie"): "grocery", N_("Boulangerie"): "bakery"}


class FacilityRow(Row):
    """A line of facilities.csv; a vintage marked old is kept apart and never computed with."""

    insee_code: InseeCode
    vintage_year: Annotated[int, Field(ge=2000, le=2100)]
    is_old: Literal["oui", "non"]
    type_code: Annotated[str, Field(pattern=r"^([A-Z]\d{3})?$")]
    label: Text
    facility_count: Annotated[int, Field(ge=0)]


def read_facilities(contents: PackContents) -> Table[FacilityRow]:
    """Return the table of facilities, all vintages."""
    return contents.table("facilities", FacilityRow)


def check_facilities(contents: PackContents) -> list[Finding]:
    """Find what is wrong with the facilities: codes, repetitions, a missing commune or type in the latest vintage."""
    table = read_facilities(contents)
    findings = list(table.findings)
    if not table.rows:
        return findings
    path = table.path
    findings += check_known(table.column("insee_code"), contents.manifest, path)
    keys = [(line, f"{row.insee_code}, {row.vintage_year}, {row.label}") for line, row in table.numbered()]
    findings += check_unique(keys, path, "label")
    recent = {(row.insee_code, row.type_code) for row in table.rows if row.is_old == "non"}
    findings += [
        Finding(
            "error",
            path,
            remark(
                N_("la commune {code} n'a pas de ligne pour l'équipement {type_code} : écrivez 0 s'il n'y en a pas."),
                code=code,
                type_code=type_code,
            ),
            column="type_code",
            value=f"{code}, {type_code}",
        )
        for code in contents.manifest.insee_codes
        for type_code in (*_PHARMACY_CODES, *_FOOD_SHOP_CODES)
        if (code, type_code) not in recent
    ]
    return findings


def _gather_places(contents: PackContents, kind: str, type_codes: tuple[str, ...]) -> list[Place]:
    found: dict[str, list[FacilityRow]] = defaultdict(list)
    for row in read_facilities(contents).rows:
        if row.is_old == "non" and row.type_code in type_codes and row.facility_count > 0:
            found[row.insee_code].append(row)
    return [
        Place(
            kind=kind,
            name=", ".join(_count_label(row) for row in rows),
            insee_code=code,
            lon_deg=None,
            lat_deg=None,
            producer="INSEE, BPE",
            vintage=str(rows[0].vintage_year),
            note="dénombrement communal, sans position",
            counted=tuple((row.label, row.facility_count) for row in rows),
        )
        for code, rows in sorted(found.items())
    ]


def _count_label(row: FacilityRow) -> str:
    plural = "s" if row.facility_count > 1 else ""
    return f"{row.facility_count} {row.label.lower()}{plural}"


def build_part(contents: PackContents) -> TerritoryPart:
    """Return facilities as places without a position, one a commune and a kind; see `Source.build`.

    Parameters
    ----------
    contents : PackContents
        A checked pack.

    Returns
    -------
    TerritoryPart
        ``places``: pharmacies and food shops, in the communes that have at least one; ``name`` says how many of what.
        ``old_places``: doctors, groceries and bakeries as the old vintage lists them; ``vintage`` is the old year, and
        a commune that is absent was not listed then, which says nothing of today.
    """
    old_places = tuple(
        Place(
            kind=_OLD_KINDS[row.label],
            name=row.label,
            insee_code=row.insee_code,
            lon_deg=None,
            lat_deg=None,
            producer="INSEE, BPE",
            vintage=str(row.vintage_year),
            note="dénombrement ancien, sur les communes d'alors",
        )
        for row in read_facilities(contents).rows
        if row.is_old == "oui" and row.label in _OLD_KINDS and row.facility_count > 0
    )
    pharmacies = _gather_places(contents, "pharmacy", _PHARMACY_CODES)
    food_shops = _gather_places(contents, "food_shop", _FOOD_SHOP_CODES)
    return {"places": (*pharmacies, *food_shops), "old_places": old_places}


SOURCE = Source("facilities", N_("Équipements : dénombrements"), "INSEE", ("facilities",), check_facilities, build_part)
