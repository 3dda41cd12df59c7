from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.report.dossier.spreadsheet import write_csv, write_dictionary
from alpsat_geo.report.dossier.subject import Subject
from tests.report.dossier.conftest import FOUR, GatherDossier


def read_rows(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def read_number(cell: str) -> float:
    return float(cell.replace(",", ".")) if cell else float("nan")


@pytest.fixture(scope="module")
def rows(subject: Subject) -> list[dict[str, str]]:
    return read_rows(write_csv(subject))


def test_each_scenario_place_and_criterion_has_its_line(subject: Subject, rows: list[dict[str, str]]) -> None:
    criteria = subject.comparison.problem.criteria
    by_epci = sum(criterion.measure_by_epci is not None for criterion in criteria)
    by_commune = sum(criterion.measure_by_commune is not None for criterion in criteria)
    assert len(rows) == len(FOUR) * (len(criteria) + 3 * by_epci + 36 * by_commune)
    assert {row["scenario_key"] for row in rows if row["is_chosen"] == "1"} == {FOUR[0]}


def test_numbers_are_those_of_the_draws_to_the_last_digit(subject: Subject, rows: list[dict[str, str]]) -> None:
    criterion = next(c for c in subject.comparison.problem.criteria if c.key == "regular_users")
    assert criterion.measure_by_commune is not None
    drawn = np.quantile(criterion.measure_by_commune(subject.outcome), [0.05, 0.5, 0.95], axis=0)
    found = [row for row in rows if row["scenario_key"] == FOUR[0] and row["criterion_key"] == "regular_users"]
    communes = [row for row in found if row["place_level"] == "commune"]
    assert [row["place_code"] for row in communes] == list(subject.territory.insee_codes)
    for part, expected in zip(("low", "value", "high"), drawn, strict=True):
        assert [read_number(row[part]) for row in communes] == list(expected)


def test_empty_cell_is_without_object(rows: list[dict[str, str]]) -> None:
    idle = [
        row
        for row in rows
        if row["scenario_key"] == "ne-rien-faire" and row["criterion_key"] == "break_even_probability"
    ]
    assert idle[0]["value"] == ""


def test_dictionary_explains_every_column_criterion_and_scenario(subject: Subject, rows: list[dict[str, str]]) -> None:
    told = read_rows(write_dictionary(subject))
    assert [row["column"] for row in told if not row["value"]] == list(rows[0])
    explained = {(row["column"], row["value"]) for row in told}
    for row in rows:
        for column in ("scenario_key", "place_level", "criterion_key"):
            assert (column, row[column]) in explained
    assert all(row["label"] for row in told)


def test_name_that_looks_like_a_formula_is_a_text(gather: GatherDossier) -> None:
    typed = Scenario("le-mien", "=1+1")
    rows = read_rows(write_csv(gather(typed, "espaces-frugaux")))
    assert {row["scenario_name"] for row in rows} == {"'=1+1", "Réseau d'espaces frugaux"}
