"""Anchors of the dimensions of the profile."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from alpsat_geo.domain.anchors import Anchor
from alpsat_geo.domain.errors import DataError
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.commune_keys import check_unique
from alpsat_geo.sources.fields import Name, Row, Text
from alpsat_geo.sources.origins import read_checked_table
from alpsat_geo.sources.pack import ANCHORS_PATH, PackPaths
from alpsat_geo.sources.table import Table


class AnchorRow(Row):
    """A line of anchors.csv."""

    key: Name
    label: Text
    unit: Text
    worst: float
    best: float
    grade: Literal["A", "B", "C", "D"]
    reason: Text


def read_anchors(root: Path | None = None) -> Mapping[str, Anchor]:
    """Read and check the anchors, by key, in the order of the file.

    Parameters
    ----------
    root : pathlib.Path or None
        Folder that holds geo/ and data/; None for the project's.

    Raises
    ------
    DataError
        With every finding.
    """
    table, findings = check_anchors(PackPaths.at(root))
    if findings:
        raise DataError(findings)
    return MappingProxyType({row.key: Anchor(**row.model_dump()) for row in table.rows})


def check_anchors(paths: PackPaths) -> tuple[Table[AnchorRow], list[Finding]]:
    """Return the table of anchors and everything that is wrong with it.

    Parameters
    ----------
    paths : PackPaths
    """
    table, findings = read_checked_table(paths, ANCHORS_PATH, AnchorRow)
    findings += check_unique(table.column("key"), table.path, "key")
    for line, row in table.numbered():
        if row.best == row.worst:
            message = remark(
                N_("les deux bouts de l'échelle sont égaux, {worst} : écartez-les."), worst=f"{row.worst:g}"
            )
            findings.append(Finding("error", table.path, message, line, "best", f"{row.best:g}"))
    return table, findings
