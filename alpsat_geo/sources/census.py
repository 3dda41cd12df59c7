"""Census, income and business creations by commune (INSEE)."""

from __future__ import annotations

import re

from alpsat_geo.domain.arrays import FloatArray, freeze_floats
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.series import Period
from alpsat_geo.domain.territory import Census
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.commune_keys import check_one_row_each, check_parts
from alpsat_geo.sources.communes import read_communes, read_population
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.fields import Count, InseeCode, MaybeCount, Row, number_or_nan
from alpsat_geo.sources.source import Source, TerritoryPart
from alpsat_geo.sources.table import Table
from alpsat_geo.sources.vintages import read_series

_SUM_TOLERANCE_SHARE = 0.01
# The sample is scaled to round numbers: its rows reach their total within two persons.
_SAMPLE_TOLERANCE_COUNT = 2.5

AGE_COLUMNS = (
    "population_0_14_count",
    "population_15_29_count",
    "population_30_44_count",
    "population_45_59_count",
    "population_60_74_count",
    "population_75_89_count",
    "population_90_or_more_count",
)
CSP_COLUMNS = tuple(f"residents_csp{number}_count" for number in range(1, 7))
_OTHER_CSP_COLUMNS = ("residents_csp7_count", "residents_csp9_count")
BIRTHS = "births_{years}_count"
DEATHS = "deaths_{years}_count"
MEDIAN_INCOME = "median_income_{years}_eur"
BUSINESS_CREATIONS = "business_creations_{years}_count"
_PARTS = (
    ("owner_occupied_homes_count", "main_homes_count"),
    ("salaried_jobs_count", "jobs_count"),
    ("unemployed_15_64_count", "active_15_64_count"),
    ("active_15_64_count", "population_15_64_count"),
    ("works_in_own_commune_count", "employed_count"),
    ("commute_no_transport_count", "employed_count"),
)
_NOT_PLAIN = {
    "year",
    "births",
    "deaths",
    "median_income",
    "business_creations",
    "population_by_age_count",
    "residents_by_csp_count",
}
_PLAIN_COLUMNS = tuple(name for name in Census.__dataclass_fields__ if name not in _NOT_PLAIN)

# In 2023 INSEE computes incomes by another method, and says not to compare them with those of before.
_NEW_INCOME_FROM_YEAR = 2022
_CENSUS_YEAR = re.compile(r"\bRP (\d{4})\b")


class CensusRow(Row):
    """A line of census.csv; a blank says that nobody was observed, or that it is not fetched yet."""

    insee_code: InseeCode
    households_count: MaybeCount
    dwellings_count: MaybeCount
    main_homes_count: MaybeCount
    second_homes_count: MaybeCount
    vacant_homes_count: MaybeCount
    owner_occupied_homes_count: MaybeCount
    jobs_count: MaybeCount
    salaried_jobs_count: MaybeCount
    population_15_64_count: MaybeCount
    active_15_64_count: MaybeCount
    unemployed_15_64_count: MaybeCount
    population_0_14_count: MaybeCount
    population_15_29_count: MaybeCount
    population_30_44_count: MaybeCount
    population_45_59_count: MaybeCount
    population_60_74_count: MaybeCount
    population_75_89_count: MaybeCount
    population_90_or_more_count: MaybeCount
    employed_count: MaybeCount
    commute_no_transport_count: MaybeCount
    commute_walk_count: MaybeCount
    commute_bike_count: MaybeCount
    commute_motorbike_count: MaybeCount
    commute_car_count: MaybeCount
    commute_public_transport_count: MaybeCount
    works_in_own_commune_count: MaybeCount
    residents_csp1_count: MaybeCount
    residents_csp2_count: MaybeCount
    residents_csp3_count: MaybeCount
    residents_csp4_count: MaybeCount
    residents_csp5_count: MaybeCount
    residents_csp6_count: MaybeCount
    residents_csp7_count: MaybeCount
    residents_csp9_count: MaybeCount
    residents_15_or_more_count: MaybeCount

    dated_columns = {  # noqa: RUF012 - a class variable of the parent
        BIRTHS: Count,
        DEATHS: Count,
        MEDIAN_INCOME: MaybeCount,
        BUSINESS_CREATIONS: Count,
        "establishments_{years}_count": Count,
        "individual_business_creations_{years}_count": Count,
        "employed_{years}_count": Count,
        "commute_no_transport_{years}_count": Count,
    }


def read_census(contents: PackContents) -> Table[CensusRow]:
    """Return the census table."""
    return contents.table("census", CensusRow)


def build_part(contents: PackContents) -> TerritoryPart:
    """Return the census of a checked pack; see `Source.build`.

    In the order of the codes; missing is NaN, all of it while it is awaited.
    """
    by_code = {row.insee_code: row for row in read_census(contents).rows}
    rows = [by_code.get(code) for code in contents.manifest.insee_codes]

    def column(*names: str) -> FloatArray:
        values = [[number_or_nan(getattr(row, name, None)) for name in names] for row in rows]
        return freeze_floats(values if len(names) > 1 else [value for (value,) in values])

    census = Census(
        **{name: column(name) for name in _PLAIN_COLUMNS},
        year=_read_year(contents),
        births=read_series(N_("Naissances"), BIRTHS, rows),
        deaths=read_series(N_("Décès"), DEATHS, rows),
        median_income=read_series(N_("Revenu médian"), MEDIAN_INCOME, rows, name_income_basis),
        business_creations=read_series(N_("Entreprises créées"), BUSINESS_CREATIONS, rows),
        population_by_age_count=column(*AGE_COLUMNS),
        residents_by_csp_count=column(*CSP_COLUMNS),
    )
    return {"census": census}


def name_income_basis(period: Period) -> str:
    """Return the method by which INSEE computed the incomes of a year."""
    return N_("Filosofi 2") if period.last_year >= _NEW_INCOME_FROM_YEAR else N_("Filosofi")


def _read_year(contents: PackContents) -> int | None:
    """Return the year of the census, which the origin of the table says."""
    origin, _findings = contents.read_origin(contents.locate("census"))
    found = _CENSUS_YEAR.search(origin.vintage) if origin is not None else None
    return int(found[1]) if found else None


def check_census(contents: PackContents) -> list[Finding]:
    """Find what is wrong with the census: codes, and sums that do not hold."""
    table = read_census(contents)
    findings = list(table.findings)
    if not table.rows:
        return findings
    findings += check_one_row_each(table.column("insee_code"), contents.manifest, table.path)
    communes = read_communes(contents).rows
    counts = read_population(communes).latest
    population = {row.insee_code: float(count) for row, count in zip(communes, counts, strict=True)}
    for line, row in table.numbered():
        findings += _check_sums(row, table.path, line)
        if row.insee_code in population:
            findings += _check_population(row, population[row.insee_code], table.path, line)
    return findings


def _check_sums(row: CensusRow, path: str, line: int) -> list[Finding]:
    homes = sum(map(number_or_nan, (row.main_homes_count, row.second_homes_count, row.vacant_homes_count)))
    dwellings, residents = number_or_nan(row.dwellings_count), number_or_nan(row.residents_15_or_more_count)
    sample = sum(getattr(row, name) or 0.0 for name in (*CSP_COLUMNS, *_OTHER_CSP_COLUMNS))
    findings = []
    if abs(homes - dwellings) > _SUM_TOLERANCE_SHARE * dwellings:
        message = remark(
            N_(
                "les résidences principales, secondaires et vacantes font {homes} logements, le tableau en dit"
                " {dwellings} : plus de 1 % d'écart."
            ),
            homes=f"{homes:.0f}",
            dwellings=f"{dwellings:.0f}",
        )
        findings.append(Finding("error", path, message, line, "dwellings_count", f"{dwellings:g}"))
    if abs(sample - residents) > _SAMPLE_TOLERANCE_COUNT:
        message = remark(
            N_(
                "les catégories socioprofessionnelles font {sample} habitants de 15 ans ou plus, le tableau en"
                " dit {residents}."
            ),
            sample=f"{sample:.0f}",
            residents=f"{residents:.0f}",
        )
        value = f"{residents:g}"
        findings.append(Finding("error", path, message, line, "residents_15_or_more_count", value))
    return findings + check_parts(row, _PARTS, path, line)


def _check_population(row: CensusRow, population: float, path: str, line: int) -> list[Finding]:
    by_age = sum(number_or_nan(getattr(row, name)) for name in AGE_COLUMNS)
    employed = number_or_nan(row.employed_count)
    findings = []
    if employed > population:
        message = remark(
            N_("{employed} actifs occupés pour {population} habitants : corrigez l'un des deux."),
            employed=f"{employed:.0f}",
            population=f"{population:.0f}",
        )
        findings.append(Finding("error", path, message, line, "employed_count", f"{employed:g}"))
    if abs(by_age - population) > _SUM_TOLERANCE_SHARE * population:
        message = remark(
            N_("les âges font {by_age} habitants au lieu de {population} : plus de 1 % d'écart."),
            by_age=f"{by_age:.0f}",
            population=f"{population:.0f}",
        )
        findings.append(Finding("error", path, message, line, AGE_COLUMNS[0], f"{by_age:.1f}"))
    return findings


SOURCE = Source(
    "census", N_("Recensement, revenus et créations d'entreprises"), "INSEE", ("census",), check_census, build_part
)
