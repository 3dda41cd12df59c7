"""Published attendance of comparable spaces and networks."""

from __future__ import annotations

from pathlib import Path

from alpsat_geo.domain.errors import DataError
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.published_count import AreaScale, Counted, CountUse, PublishedCount
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.commune_keys import check_unique
from alpsat_geo.sources.fields import Count, MaybeNumber, MaybePositive, Row, Text
from alpsat_geo.sources.origins import read_checked_table
from alpsat_geo.sources.pack import PUBLISHED_COUNTS_PATH, PackPaths
from alpsat_geo.sources.table import Table


class PublishedCountRow(Row):
    """A line of published_counts.csv; a blank year or population was not published."""

    place: Text
    year: MaybeNumber
    users_count: Count
    counted: Counted
    area: Text
    area_scale: AreaScale
    residents_count: MaybePositive
    residents_source: str
    use: CountUse
    publisher: Text
    title: Text
    date: Text
    address: Text
    quote: Text


def read_published_counts(root: Path | None = None) -> tuple[PublishedCount, ...]:
    """Read and check the published counts, in the order of the file.

    Parameters
    ----------
    root : pathlib.Path or None
        Folder that holds geo/ and data/; None for the project's.

    Raises
    ------
    DataError
        With every finding.
    """
    table, findings = check_published_counts(PackPaths.at(root))
    if findings:
        raise DataError(findings)
    return tuple(_build(row) for row in table.rows)


def check_published_counts(paths: PackPaths) -> tuple[Table[PublishedCountRow], list[Finding]]:
    """Return the table of published counts and everything that is wrong with it.

    Parameters
    ----------
    paths : PackPaths
    """
    table, findings = read_checked_table(paths, PUBLISHED_COUNTS_PATH, PublishedCountRow)
    findings += check_unique(table.column("place"), table.path, "place")
    for line, row in table.numbered():
        if row.use == "fit" and not _build(row).is_comparable:
            message = remark(
                N_(
                    "ce comptage ne se compare pas : il faut des usagers, une année et la population d'une"
                    " intercommunalité ou plus ; écrivez « apart »."
                )
            )
            findings.append(Finding("error", table.path, message, line, "use", row.use))
    return table, findings


def _build(row: PublishedCountRow) -> PublishedCount:
    return PublishedCount(**{**row.model_dump(), "year": None if row.year is None else int(row.year)})
