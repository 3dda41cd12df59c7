"""The parameter table of the model."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from alpsat_geo.domain.errors import DataError
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.parameters import Parameter, ParameterTable
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.commune_keys import check_unique
from alpsat_geo.sources.fields import MaybeNumber, Name, Row, Text
from alpsat_geo.sources.origins import read_checked_table
from alpsat_geo.sources.pack import PARAMETERS_PATH, PackPaths
from alpsat_geo.sources.table import Table

_SHARE_UNIT = "part"


class ParameterRow(Row):
    """A line of parameters.csv; blank bounds make a constant."""

    key: Name
    label: Text
    unit: str
    low: MaybeNumber
    value: float
    high: MaybeNumber
    is_drawn: Literal["oui", "non"]
    grade: Literal["A", "B", "C", "D"]
    source: Text
    note: str
    family: str
    settled_by: str


def read_parameters(root: Path | None = None) -> ParameterTable:
    """Read and check the parameter table.

    Parameters
    ----------
    root : pathlib.Path or None
        Folder that holds geo/ and data/; None for the project's.

    Raises
    ------
    DataError
        With every finding.
    """
    table, findings = check_parameters(PackPaths.at(root))
    if findings:
        raise DataError(findings)
    return ParameterTable({row.key: _build(row) for row in table.rows})


def check_parameters(paths: PackPaths) -> tuple[Table[ParameterRow], list[Finding]]:
    """Return the table of parameters and everything that is wrong with it.

    Parameters
    ----------
    paths : PackPaths
    """
    table, findings = read_checked_table(paths, PARAMETERS_PATH, ParameterRow)
    findings += check_unique(table.column("key"), table.path, "key")
    for line, row in table.numbered():
        findings += _check_row(row, table.path, line)
    return table, findings


def _build(row: ParameterRow) -> Parameter:
    fields = row.model_dump()
    fields["family"] = row.family or None
    fields["is_drawn"] = row.is_drawn == "oui"
    return Parameter(**fields)


def _check_row(row: ParameterRow, path: str, line: int) -> list[Finding]:
    findings = []
    if (row.low is None) != (row.high is None):
        message = remark(N_("une seule borne est donnée : donnez les deux, ou aucune pour une constante."))
        value = f"{row.low}, {row.high}".replace("None", "vide")
        findings.append(Finding("error", path, message, line, "low", value))
    elif row.low is not None and row.high is not None and not row.low <= row.value <= row.high:
        message = remark(
            N_("la valeur {value} n'est pas entre ses bornes, {low} et {high}."),
            value=f"{row.value:g}",
            low=f"{row.low:g}",
            high=f"{row.high:g}",
        )
        findings.append(Finding("error", path, message, line, "value", f"{row.value:g}"))
    for column in ("low", "value", "high"):
        number = getattr(row, column)
        if row.unit == _SHARE_UNIT and number is not None and not 0 <= number <= 1:
            message = remark(N_("{number} n'est pas une part : une part va de 0 à 1."), number=f"{number:g}")
            findings.append(Finding("error", path, message, line, column, f"{number:g}"))
    return findings
