from __future__ import annotations

import pytest

from alpsat_geo.domain.findings import Finding


@pytest.mark.parametrize(
    ("finding", "line"),
    [
        (Finding("error", "a.csv", "faux."), "a.csv : faux."),
        (Finding("error", "a.csv", "faux.", line=4), "a.csv, ligne 4 : faux."),
        (Finding("error", "a.csv", "faux.", column="nom"), "a.csv, colonne nom : faux."),
        (Finding("warning", "a.csv", "faux.", line=1, column="nom", value="x"), "a.csv, ligne 1, colonne nom : faux."),
    ],
)
def test_finding_says_where_then_what(finding: Finding, line: str) -> None:
    assert str(finding) == line
