from __future__ import annotations

import csv
import io

import pytest

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.series import Period
from alpsat_geo.sources.territory import read_territory
from tests.sources.pack_copy import KEY, PackCopy, Records

COMMUNES = f"data/{KEY}/communes.csv"
CENSUS = f"data/{KEY}/census.csv"
MANIFEST = f"data/territories/{KEY}.yaml"


def test_the_next_census_enters_without_a_change_of_code(pack: PackCopy) -> None:
    years = {"2011": "2012", "2016": "2017", "2022": "2023"}

    def redate(records: Records) -> Records:
        def rename(name: str) -> str:
            year = name.split("_")[1] if name.startswith("population_2") else ""
            return name.replace(year, years[year]) if year else name

        return [{rename(name): value for name, value in row.items()} for row in records]

    pack.edit(COMMUNES, redate)
    pack.replace(MANIFEST, "population_2022_count", "population_2023_count")
    population = read_territory(KEY, pack.root).communes.population
    assert population.latest_period == Period(2023, 2023)
    assert population.previous_period == Period(2017, 2017)
    assert population.measure_change().sum() == -1_782


def test_incomes_of_two_methods_stand_side_by_side_and_are_not_subtracted(pack: PackCopy) -> None:
    pack.edit(CENSUS, lambda rows: [{**row, "median_income_2023_eur": "21000"} for row in rows])
    income = read_territory(KEY, pack.root).census.median_income
    assert [period.last_year for period in income.periods] == [2021, 2023]
    with pytest.raises(InputError, match="ne se comparent pas"):
        income.measure_change()


def test_a_table_of_communes_without_any_population_is_refused(pack: PackCopy) -> None:
    rows = list(csv.DictReader(io.StringIO(pack.read(COMMUNES))))
    kept = [name for name in rows[0] if not name.startswith("population_")]
    pack.edit(COMMUNES, lambda records: [{name: row[name] for name in kept} for row in records])
    assert any("population" in error.message for error in pack.errors(COMMUNES))
