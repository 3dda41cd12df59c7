"""The part of Données on other territories."""

from __future__ import annotations

from alpsat_geo.report.duplication import write_duplication
from alpsat_geo.sources.national import read_national_sheets
from tests.embedded import open_embedded


def test_each_commune_has_those_that_resemble_and_a_type() -> None:
    project = open_embedded()
    sheets = read_national_sheets()
    told = write_duplication(project, sheets, project.resemblance)
    assert told.count("<tr") == 1 + 8 + 1 + 3 + 1 + 36
    assert "Saint-Véran" in told
    assert "haut de vallée" in told
    own = set(project.territory.insee_codes)
    near = {list(sheets.communes)[index] for row in project.resemblance.nearest_index for index in row.tolist()}
    assert not own & near
    assert (project.resemblance.distance < 1).all()
