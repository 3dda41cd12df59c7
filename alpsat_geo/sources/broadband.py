"""Fixed broadband by commune (ARCEP); its two sources count premises differently and are never mixed."""

from __future__ import annotations

from typing import Literal

from alpsat_geo.domain.arrays import freeze_floats
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.territory import Broadband
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.commune_keys import check_one_row_each, check_parts, check_total
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.fields import Count, InseeCode, MaybeCount, MaybeDate, Row, number_or_nan
from alpsat_geo.sources.source import Source, TerritoryPart
from alpsat_geo.sources.table import Table

_TECHNOLOGY_COLUMNS = (
    "best_technology_ftth_count",
    "coax_only_count",
    "copper_8_30_only_count",
    "fast_radio_only_count",
    "fixed_4g_only_count",
    "slow_radio_only_count",
    "satellite_only_count",
    "copper_30_only_count",
)
_PARTS = (
    ("ftth_premises_count", "premises_count"),
    ("land_30_mbit_eligible_count", "best_technology_premises_count"),
    ("land_1_gbit_eligible_count", "land_30_mbit_eligible_count"),
)
_COUNTS = (
    "premises_count",
    "ftth_premises_count",
    "best_technology_premises_count",
    "best_technology_ftth_count",
    "satellite_only_count",
    "fixed_4g_only_count",
)


class BroadbandRow(Row):
    """A line of broadband.csv; a blank is not published, or not fetched yet."""

    insee_code: InseeCode
    premises_count: MaybeCount
    ftth_premises_count: MaybeCount
    best_technology_premises_count: MaybeCount
    best_technology_ftth_count: MaybeCount
    coax_only_count: MaybeCount
    copper_8_30_only_count: MaybeCount
    fast_radio_only_count: MaybeCount
    fixed_4g_only_count: MaybeCount
    slow_radio_only_count: MaybeCount
    satellite_only_count: MaybeCount
    land_30_mbit_eligible_count: MaybeCount
    land_1_gbit_eligible_count: MaybeCount
    copper_status: Literal["prévu", "non prévu", ""]
    copper_closing_date: MaybeDate
    copper_30_only_count: Count = 0.0


def read_broadband(contents: PackContents) -> Table[BroadbandRow]:
    """Return the broadband table."""
    return contents.table("broadband", BroadbandRow)


def check_broadband(contents: PackContents) -> list[Finding]:
    """Find what is wrong with the broadband: codes, totals, parts larger than their whole."""
    table = read_broadband(contents)
    findings = list(table.findings)
    if not table.rows:
        return findings
    totals, path = contents.manifest.totals, table.path
    findings += check_one_row_each(table.column("insee_code"), contents.manifest, path)
    premises = sum(row.premises_count or 0.0 for row in table.rows)
    findings += check_total(premises, totals.premises_count, path, "premises_count")
    connected = sum(row.ftth_premises_count or 0.0 for row in table.rows)
    findings += check_total(connected, totals.ftth_premises_count, path, "ftth_premises_count")
    for line, row in table.numbered():
        findings += _check_row(row, path, line)
    return findings


def _check_row(row: BroadbandRow, path: str, line: int) -> list[Finding]:
    findings = check_parts(row, _PARTS, path, line)
    by_technology = sum(number_or_nan(getattr(row, name)) for name in _TECHNOLOGY_COLUMNS)
    told = number_or_nan(row.best_technology_premises_count)
    if abs(by_technology - told) > 0:
        message = remark(
            N_("les meilleures technologies font {by_technology} locaux, le tableau en dit {told}."),
            by_technology=f"{by_technology:.0f}",
            told=f"{told:.0f}",
        )
        value = f"{told:g}"
        findings.append(Finding("error", path, message, line, "best_technology_premises_count", value))
    if (row.copper_status == "prévu") != (row.copper_closing_date is not None):
        message = remark(N_("une fermeture du cuivre « prévu » a une date, une fermeture « non prévu » n'en a pas."))
        value = row.copper_closing_date or "vide"
        findings.append(Finding("error", path, message, line, "copper_closing_date", value))
    return findings


def build_part(contents: PackContents) -> TerritoryPart:
    """Return the broadband of a checked pack, by commune; NaN and "" while it is awaited; see `Source.build`."""
    by_code = {row.insee_code: row for row in read_broadband(contents).rows}
    rows = [by_code.get(code) for code in contents.manifest.insee_codes]
    broadband = Broadband(
        **{name: freeze_floats([number_or_nan(getattr(row, name, None)) for row in rows]) for name in _COUNTS},
        copper_status=tuple("" if row is None else row.copper_status for row in rows),
        copper_closing_date=tuple("" if row is None else row.copper_closing_date or "" for row in rows),
    )
    return {"broadband": broadband}


SOURCE = Source("broadband", N_("Très haut débit fixe"), "ARCEP", ("broadband",), check_broadband, build_part)
