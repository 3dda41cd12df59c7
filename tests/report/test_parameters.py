"""Parameters in words, and the table to take away, read back by Python's own reader."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.report.parameters import format_bounds, format_parameter, write_parameters_csv

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("third_place_share_independents", 0.05, "5\u202f%"),
        ("telework_weekly_share_csp6", 0.002, "0,2\u202f%"),
        ("telework_weekly_share_csp3", 0.522, "52,2\u202f%"),
        ("platform_capex_eur", 40000.0, "40\u202f000\u00a0€"),
        ("huff_desks_exponent", 0.8, "0,8"),
        ("visitor_users_per_second_home", 0.0005, "0,0005\u00a0usagers/résidence"),
        ("newcomer_people_per_solo", 2.46, "2,46\u00a0personnes"),
    ],
)
def test_a_value_has_its_unit_and_no_idle_zero(table: ParameterTable, key: str, value: float, text: str) -> None:
    assert format_parameter(table[key], value) == text


def test_bounds_say_their_unit_once_and_a_constant_has_none(table: ParameterTable) -> None:
    assert format_bounds(table["third_place_share_independents"]) == "0,5 à 5\u202f%"
    assert format_bounds(table["platform_capex_eur"]) == "20\u202f000 à 80\u202f000\u00a0€"
    assert format_bounds(table["equipment_lifetime_year"]) == ""


def test_the_csv_is_the_project_s_own_file_plus_what_was_moved(table: ParameterTable) -> None:
    moved = table.move({"huff_desks_exponent": 0.8})
    written = list(csv.DictReader(io.StringIO(write_parameters_csv(moved, table).decode("utf-8-sig"))))
    own = list(csv.DictReader(io.StringIO((ROOT / "data" / "parameters.csv").read_text(encoding="utf-8"))))
    assert [row["key"] for row in written] == [row["key"] for row in own]
    for row, former in zip(written, own, strict=True):
        value = 0.8 if row["key"] == "huff_desks_exponent" else float(former["value"])
        assert float(row["value"]) == value
        assert float(row["project_value"]) == float(former["value"])
        for column in ("label", "unit", "grade", "source", "note", "family", "settled_by", "is_drawn"):
            assert row[column] == former[column]
        for column in ("low", "high"):
            assert row[column] == former[column] or float(row[column]) == float(former[column])
