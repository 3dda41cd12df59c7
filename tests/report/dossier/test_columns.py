from __future__ import annotations

import dataclasses

from alpsat_geo.criteria import CRITERIA
from alpsat_geo.report.dossier.columns import PARTS, end_with_unit, list_criterion_columns


def test_every_criterion_ends_with_its_unit_and_no_two_alike() -> None:
    names = [end_with_unit(criterion) for criterion in CRITERIA]
    assert len(set(names)) == len(CRITERIA)
    assert "net_public_cost_eur_per_year" in names
    assert "equity_share" in names
    assert "co2_avoided_tco2e_per_year" in names


def test_unit_of_a_newcomer_is_made_a_name() -> None:
    criterion = dataclasses.replace(CRITERIA[0], key="new_one", unit="m²/an")
    assert end_with_unit(criterion) == "new_one_m2_an"


def test_columns_of_a_criterion_are_explained() -> None:
    for criterion in CRITERIA:
        columns = list_criterion_columns(criterion)
        assert len(columns) == len(PARTS)
        assert all(column.label and column.unit and column.description for column in columns)
