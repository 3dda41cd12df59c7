"""State programmes in force (ANCT)."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.territory import Programme
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.commune_keys import check_known, check_unique
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.fields import MaybeDate, MaybeInseeCode, Name, Row, Siren, Text
from alpsat_geo.sources.source import Source, TerritoryPart
from alpsat_geo.sources.table import Table


def _split_list(value: object) -> object:
    return tuple(part for part in value.split(";") if part) if isinstance(value, str) else value


class ProgrammeRow(Row):
    """A line of programmes.csv; it benefits either a commune or some EPCI."""

    key: Name
    label: Text
    beneficiary: Text
    insee_code: MaybeInseeCode
    epci_sirens: Annotated[tuple[Siren, ...], BeforeValidator(_split_list)]
    signed_on: MaybeDate


def read_programmes(contents: PackContents) -> Table[ProgrammeRow]:
    """Return the table of programmes."""
    return contents.table("programmes", ProgrammeRow, may_be_empty=True)


def check_programmes(contents: PackContents) -> list[Finding]:
    """Find what is wrong with the programmes: codes, repetitions, a beneficiary that is not one."""
    table = read_programmes(contents)
    findings = list(table.findings)
    known = {epci.siren for epci in contents.manifest.epcis}
    findings += check_known(table.column("insee_code"), contents.manifest, table.path)
    keys = [(line, f"{row.key}, {row.insee_code or ';'.join(row.epci_sirens)}") for line, row in table.numbered()]
    findings += check_unique(keys, table.path, "key")
    for line, row in table.numbered():
        if (row.insee_code is None) != bool(row.epci_sirens):
            message = remark(
                N_("un programme a une commune ou des EPCI, l'un ou l'autre : videz une des deux colonnes.")
            )
            value = f"{row.insee_code}, {';'.join(row.epci_sirens)}".replace("None", "vide")
            findings.append(Finding("error", table.path, message, line, "insee_code", value))
        for siren in row.epci_sirens:
            if siren not in known:
                message = remark(N_("« {siren} » n'est pas un EPCI du territoire : corrigez le numéro."), siren=siren)
                findings.append(Finding("error", table.path, message, line, "epci_sirens", siren))
    return findings


def build_part(contents: PackContents) -> TerritoryPart:
    """Return the programmes of a checked pack, in the order of the file; see `Source.build`."""
    programmes = tuple(
        Programme(
            key=row.key,
            label=row.label,
            beneficiary=row.beneficiary,
            insee_code=row.insee_code or "",
            epci_sirens=row.epci_sirens,
            signed_on=row.signed_on or "",
        )
        for row in read_programmes(contents).rows
    )
    return {"programmes": programmes}


SOURCE = Source("programmes", N_("Programmes de l'État"), "ANCT", ("programmes",), check_programmes, build_part)
