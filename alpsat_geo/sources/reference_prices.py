"""Points of comparison: what is paid elsewhere for a result like one of ours."""

from __future__ import annotations

from pathlib import Path

from alpsat_geo.domain.errors import DataError
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.provenance import Grade
from alpsat_geo.domain.reference_price import ReferencePrice
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.commune_keys import check_unique
from alpsat_geo.sources.fields import Count, Label, MaybeCount, Name, Row, Text
from alpsat_geo.sources.origins import read_checked_table
from alpsat_geo.sources.pack import REFERENCE_PRICES_PATH, PackPaths
from alpsat_geo.sources.table import Table


class ReferencePriceRow(Row):
    """A line of reference_prices.csv; blank euros a year do not compare."""

    key: Name
    result: Name
    label: Text
    low: Count
    value: Count
    high: Count
    unit: Text
    year: Label
    place: Text
    eur_per_year_low: MaybeCount
    eur_per_year_high: MaybeCount
    reading: Text
    grade: Grade
    source: Text


def read_reference_prices(root: Path | None = None) -> tuple[ReferencePrice, ...]:
    """Read and check the points of comparison, in the order of the file.

    Parameters
    ----------
    root : pathlib.Path or None
        Folder that holds geo/ and data/; None for the project's.

    Raises
    ------
    DataError
        With every finding.
    """
    table, findings = check_reference_prices(PackPaths.at(root))
    if findings:
        raise DataError(findings)
    return tuple(ReferencePrice(**row.model_dump()) for row in table.rows)


def check_reference_prices(paths: PackPaths) -> tuple[Table[ReferencePriceRow], list[Finding]]:
    """Return the table of points of comparison and everything that is wrong with it.

    Parameters
    ----------
    paths : PackPaths
    """
    table, findings = read_checked_table(paths, REFERENCE_PRICES_PATH, ReferencePriceRow)
    findings += check_unique(table.column("key"), table.path, "key")
    for line, row in table.numbered():
        is_yearly_ordered = (row.eur_per_year_low or 0) <= (row.eur_per_year_high or 0)
        if not (row.low <= row.value <= row.high and is_yearly_ordered):
            message = remark(N_("les montants d'une ligne vont du plus bas au plus haut."))
            findings.append(Finding("error", table.path, message, line, "value", row.key))
    return table, findings
