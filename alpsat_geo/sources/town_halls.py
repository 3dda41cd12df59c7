"""Contacts and opening hours of the town halls (DILA)."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.territory import TownHall
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.commune_keys import check_one_row_each
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.fields import InseeCode, Row, Text
from alpsat_geo.sources.sentences import refuse
from alpsat_geo.sources.source import Source, TerritoryPart
from alpsat_geo.sources.table import Table

_DAY = "(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_SLOT = r"(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d"
_OPENING = re.compile(rf"({_DAY})(?:-({_DAY}))?((?: {_SLOT})+)")


def _require_hours(value: str) -> str:
    for part in value.split("; ") if value else ():
        if not _OPENING.fullmatch(part):
            raise refuse(
                remark(
                    N_(
                        "« {part} » n'est pas un horaire : écrivez par exemple « lundi-jeudi 08:30-12:00 13:00-17:30 »."
                    ),
                    part=part,
                )
            )
        for slot in part.split(" ")[1:]:
            opens, closes = slot.split("-")
            if opens >= closes:
                raise refuse(remark(N_("« {slot} » se termine avant de commencer : corrigez l'horaire."), slot=slot))
    return value


class TownHallRow(Row):
    """A line of town_halls.csv; opening hours read ``lundi-jeudi 08:30-12:00 13:00-17:30; samedi 09:00-12:00``.

    All but the address may be blank: not published.
    """

    insee_code: InseeCode
    address: Text
    phone: Annotated[str, Field(pattern=r"^(\+?\d[\d ]+)?$")]
    email: Annotated[str, Field(pattern=r"^([^@\s]+@[^@\s]+\.[a-z]+)?$")]
    website: Annotated[str, Field(pattern=r"^(https?://\S+)?$")]
    opening_hours: Annotated[str, AfterValidator(_require_hours)]


def read_town_halls(contents: PackContents) -> Table[TownHallRow]:
    """Return the table of town halls."""
    return contents.table("town_halls", TownHallRow)


def check_town_halls(contents: PackContents) -> list[Finding]:
    """Find what is wrong with the town halls: codes, contacts, opening hours."""
    table = read_town_halls(contents)
    findings = list(table.findings)
    if table.rows:
        findings += check_one_row_each(table.column("insee_code"), contents.manifest, table.path)
    return findings


def build_part(contents: PackContents) -> TerritoryPart:
    """Return the town halls of a checked pack, in the order of the codes; see `Source.build`."""
    town_halls = tuple(
        TownHall(
            insee_code=row.insee_code,
            address=row.address,
            phone=row.phone,
            email=row.email,
            website=row.website,
            opening_hours=tuple(row.opening_hours.split("; ")) if row.opening_hours else (),
        )
        for row in sorted(read_town_halls(contents).rows, key=lambda row: row.insee_code)
    )
    return {"town_halls": town_halls}


SOURCE = Source("town_halls", N_("Mairies"), "DILA", ("town_halls",), check_town_halls, build_part)
