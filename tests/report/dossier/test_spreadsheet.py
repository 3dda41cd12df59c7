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
    told = [row for row in rows if row["figure_kind"] == "criterion"]
    assert len(told) == len(FOUR) * (len(criteria) + 3 * by_epci + 36 * by_commune)
    assert {row["scenario_key"] for row in rows if row["is_chosen"] == "1"} == {FOUR[0]}


def test_numbers_are_those_of_the_draws_to_the_last_digit(subject: Subject, rows: list[dict[str, str]]) -> None:
    criterion = next(c for c in subject.comparison.problem.criteria if c.key == "regular_users")
    assert criterion.measure_by_commune is not None
    drawn = np.quantile(criterion.measure_by_commune(subject.outcome), [0.05, 0.5, 0.95], axis=0)
    found = [row for row in rows if row["scenario_key"] == FOUR[0] and row["figure_key"] == "regular_users"]
    communes = [row for row in found if row["place_level"] == "commune"]
    assert [row["place_code"] for row in communes] == list(subject.territory.insee_codes)
    for part, expected in zip(("low", "value", "high"), drawn, strict=True):
        assert [read_number(row[part]) for row in communes] == list(expected)


def find(rows: list[dict[str, str]], **asked: str) -> list[dict[str, str]]:
    return [row for row in rows if all(row[column] == value for column, value in asked.items())]


def test_low_and_high_stand_on_every_row_that_has_a_value(rows: list[dict[str, str]]) -> None:
    for row in rows:
        assert (row["low"] == "") == (row["value"] == "") == (row["high"] == "")
        if row["value"]:
            assert read_number(row["low"]) <= read_number(row["value"]) <= read_number(row["high"])


def test_accounts_are_told_in_all_and_their_parts_add_up_draw_by_draw(
    subject: Subject, rows: list[dict[str, str]]
) -> None:
    outcome = subject.outcome
    investment = sum(line.capex_eur for line in outcome.levers.cost_lines)
    (total,) = find(rows, scenario_key=FOUR[0], figure_key="capex_eur", place_level="territory")
    assert [read_number(total[part]) for part in ("low", "value", "high")] == pytest.approx(
        np.quantile(investment, [0.05, 0.5, 0.95])
    )
    for key in ("capex_eur", "opex_eur_per_year", "revenue_eur_per_year", "net_annual_eur", "net_annual_petr_eur"):
        (total,) = find(rows, scenario_key=FOUR[0], figure_key=key, place_level="territory")
        # At the central values there is one draw only: what the places pay adds up to the whole.
        for level, count in (("epci", 3), ("commune", 36)):
            parts = find(rows, scenario_key=FOUR[0], figure_key=key, place_level=level)
            assert len(parts) == count
            assert sum(read_number(row["central"]) for row in parts) == pytest.approx(read_number(total["central"]))


def test_spaces_have_their_accounts_and_probabilities(subject: Subject, rows: list[dict[str, str]]) -> None:
    opened = find(rows, scenario_key=FOUR[0], figure_kind="space", figure_key="break_even_probability")
    assert len(opened) == 4
    assert {row["place_name"] for row in opened} >= {"Espace à ouvrir : Guillestre"}
    for key in ("annual_cost_eur", "revenue_eur_per_year", "grant_eur"):
        assert len(find(rows, scenario_key=FOUR[0], figure_kind="space", figure_key=key)) == 4
    existing = find(rows, scenario_key="ne-rien-faire", figure_kind="space", figure_key="served_users")
    assert [row["place_name"] for row in existing] == [space.name for space in subject.outcome.baseline.spaces]


def test_prices_are_those_of_the_comparison_of_the_whole_project(subject: Subject, rows: list[dict[str, str]]) -> None:
    appraisal = subject.whole.appraisal
    for key in FOUR[1:] + FOUR[:1]:
        row = appraisal.row(key)
        for result in appraisal.result_keys:
            cost = appraisal.cost_per_result(row, result)
            (told,) = find(rows, scenario_key=key, figure_key=f"cost_per_{result}")
            expected = (cost.low, cost.value, cost.high) if cost else (np.nan,) * 3
            found = [read_number(told[part]) for part in ("low", "value", "high")]
            assert found == pytest.approx(expected, nan_ok=True, rel=1e-15, abs=0)
            entries = {entry.programme: entry.price for entry in appraisal.entry_prices(result)}
            (entry,) = find(rows, scenario_key=key, figure_key=f"entry_price_per_{result}")
            assert read_number(entry["value"]) == pytest.approx(entries.get(row, np.nan), nan_ok=True, rel=1e-15, abs=0)


def test_net_benefit_and_sureness_are_there_at_set_prices(gather: GatherDossier) -> None:
    prices = {"inhabitant": 3000.0, "user": 4000.0}
    subject = gather("plateforme-et-accueil", "ne-rien-faire", prices=prices)
    rows = read_rows(write_csv(subject))
    benefits = subject.whole.appraisal.net_benefits(prices)
    own = benefits[subject.row]
    (net,) = find(rows, scenario_key="plateforme-et-accueil", figure_key="net_benefit")
    assert read_number(net["mean"]) == pytest.approx(own.mean())
    assert read_number(net["low"]) == pytest.approx(np.quantile(own, 0.05))
    (worth,) = find(rows, scenario_key="plateforme-et-accueil", figure_key="worth_its_cost_share")
    assert read_number(worth["value"]) == (own > 0).mean()
    (best,) = find(rows, scenario_key="plateforme-et-accueil", figure_key="best_of_all_share")
    assert read_number(best["value"]) == (own >= benefits.max(axis=0)).mean()
    assert all(read_number(row["value"]) >= 0 for row in find(rows, figure_kind="worth"))


def test_each_figure_of_draws_comes_with_its_mean(subject: Subject, rows: list[dict[str, str]]) -> None:
    for criterion in subject.comparison.problem.criteria:
        drawn = criterion.measure(subject.outcome)
        (row,) = find(rows, scenario_key=FOUR[0], figure_key=criterion.key, place_level="territory")
        assert read_number(row["mean"]) == pytest.approx(drawn.mean(), nan_ok=True)


def test_communes_of_today_are_told_once(subject: Subject, rows: list[dict[str, str]]) -> None:
    fibre = find(rows, figure_kind="profile", figure_key="connexion")
    assert [row["place_code"] for row in fibre] == list(subject.territory.insee_codes)
    assert [read_number(row["value"]) for row in fibre] == subject.profile.measures[:, 0].tolist()
    assert {row["scenario_key"] for row in fibre} == {""}


def test_empty_cell_is_without_object(rows: list[dict[str, str]]) -> None:
    idle = [
        row for row in rows if row["scenario_key"] == "ne-rien-faire" and row["figure_key"] == "break_even_probability"
    ]
    assert idle[0]["value"] == ""


def test_dictionary_explains_every_column_criterion_and_scenario(subject: Subject, rows: list[dict[str, str]]) -> None:
    told = read_rows(write_dictionary(subject))
    assert [row["column"] for row in told if not row["value"]] == list(rows[0])
    explained = {(row["column"], row["value"]) for row in told}
    for row in rows:
        for column in ("scenario_key", "place_level", "figure_kind", "figure_key"):
            assert (column, row[column]) in explained
    assert all(row["label"] for row in told)


def test_name_that_looks_like_a_formula_is_a_text(gather: GatherDossier) -> None:
    typed = Scenario("le-mien", "=1+1")
    rows = read_rows(write_csv(gather(typed, "espaces-frugaux")))
    assert {row["scenario_name"] for row in rows} == {"'=1+1", "Réseau d'espaces frugaux", ""}


def test_what_becomes_of_the_spaces_is_there(rows: list[dict[str, str]]) -> None:
    (losing,) = find(rows, scenario_key=FOUR[0], figure_key="losing_spaces_count")
    assert read_number(losing["value"]) == 4
    closing = find(rows, scenario_key=FOUR[0], figure_key="closing_users_12_months")
    assert len(closing) == 4
    assert all(read_number(row["low"]) <= read_number(row["high"]) for row in closing)
