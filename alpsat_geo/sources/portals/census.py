"""Census of a territory: ages, homes, jobs, commuting and socio-professional categories, through INSEE's Melodi."""

from __future__ import annotations

import re
from collections.abc import Mapping

from alpsat_geo.domain.text import N_
from alpsat_geo.sources.census import BIRTHS, DEATHS
from alpsat_geo.sources.portals.client import PortalError
from alpsat_geo.sources.portals.delivery import Cell, ColumnsUpdate, Delivery, Portal, Request, warn
from alpsat_geo.sources.portals.melodi import Observations, read_observations

_AGES = {
    "population_0_14_count": (0, 14),
    "population_15_29_count": (15, 29),
    "population_30_44_count": (30, 44),
    "population_45_59_count": (45, 59),
    "population_60_74_count": (60, 74),
    "population_75_89_count": (75, 89),
    "population_90_or_more_count": (90, 200),
}
_SINGLE_AGES = [*(f"Y{age}" for age in range(100)), "Y_GE100"]
_HOMES = {
    "dwellings_count": {"OCS": "_T", "TSH": "_T"},
    "main_homes_count": {"OCS": "DW_MAIN", "TSH": "_T"},
    "second_homes_count": {"OCS": "DW_SEC_DW_OCC", "TSH": "_T"},
    "vacant_homes_count": {"OCS": "DW_VAC", "TSH": "_T"},
    "owner_occupied_homes_count": {"OCS": "DW_MAIN", "TSH": "100"},
}
_JOBS = {"jobs_count": {"EMPFORM": "_T"}, "salaried_jobs_count": {"EMPFORM": "2"}}
_ACTIVITY = {
    "population_15_64_count": {"EMPSTA_ENQ": "_T"},
    "active_15_64_count": {"EMPSTA_ENQ": "1T2"},
    "unemployed_15_64_count": {"EMPSTA_ENQ": "2"},
}
_COMMUTING = {
    "employed_count": {"TRANS": "_T", "WORK_AREA": "_T"},
    "commute_no_transport_count": {"TRANS": "1", "WORK_AREA": "_T"},
    "commute_walk_count": {"TRANS": "2", "WORK_AREA": "_T"},
    "commute_bike_count": {"TRANS": "3", "WORK_AREA": "_T"},
    "commute_motorbike_count": {"TRANS": "4", "WORK_AREA": "_T"},
    "commute_car_count": {"TRANS": "5", "WORK_AREA": "_T"},
    "commute_public_transport_count": {"TRANS": "6", "WORK_AREA": "_T"},
    "works_in_own_commune_count": {"TRANS": "_T", "WORK_AREA": "10"},
}
_COMPARED = ("employed_count", "commute_no_transport_count")
# There is no category 8: 9 holds who has no activity.
_CATEGORIES = ("1", "2", "3", "4", "5", "6", "7", "9")
Figures = Mapping[str, Mapping[str, float]]
"""By column, then by commune."""


def fetch(request: Request) -> Delivery:
    """Fetch every column of the census, all of one census."""
    client, codes = request.client, request.codes
    ages = read_observations(client, "DS_RP_TD_POPULATION_AGESEX_PRINC", codes, {"SEX": ["_T"], "AGE": _SINGLE_AGES})
    homes = read_observations(
        client,
        "DS_RP_LOGEMENT_PRINC",
        codes,
        {"RP_MEASURE": ["DWELLINGS"], "OCS": [], "TSH": ["_T", "100"]},
    )
    jobs = read_observations(client, "DS_RP_EMPLOI_LT_PRINC", codes, {"EMPFORM": ["_T", "2"]})
    activity = read_observations(
        client, "DS_RP_EMPLOI_LR_PRINC", codes, {"EMPSTA_ENQ": ["_T", "1T2", "2"], "AGE": ["Y15T64"]}
    )
    commuting = read_observations(
        client,
        "DS_RP_NAVETTES_PRINC",
        codes,
        {"TRANS": ["_T", *"123456"], "WORK_AREA": ["_T", "10"], "AGE": ["Y_GE15"], "EMPSTA_ENQ": ["1"]},
    )
    people = read_observations(client, "DS_RP_POPULATION_COMP", codes, {"PCS": ["_T", *_CATEGORIES], "AGE": ["Y_GE15"]})
    history = read_observations(
        client, "DS_RP_SERIE_HISTORIQUE", codes, {"RP_MEASURE": ["BRTH", "DEATH"], "OCS": ["_T"]}
    )
    sets = (ages, homes, jobs, activity, commuting, people, history)
    year = _find_common_year(sets)
    figures: dict[str, Mapping[str, float]] = {"households_count": homes.pick(_HOMES["main_homes_count"])}
    for observations, selections in ((homes, _HOMES), (jobs, _JOBS), (activity, _ACTIVITY), (commuting, _COMMUTING)):
        figures |= {name: observations.pick(selection) for name, selection in selections.items()}
    figures |= _sum_ages(ages)
    exact = {
        **{f"residents_csp{number}_count": people.pick({"PCS": number}) for number in _CATEGORIES},
        "residents_15_or_more_count": people.pick({"PCS": "_T"}),
        **_count_lives(history, year),
    }
    before = [one for one in commuting.years if one < year]
    if before:
        figures |= {
            name.replace("_count", f"_{before[-1]}_count"): commuting.pick(_COMMUTING[name], before[-1])
            for name in _COMPARED
        }
    values = {code: _write_row(code, figures, exact) for code in codes}
    findings = tuple(
        warn(PORTAL.key, f"le recensement ne dit rien de la commune {code} : elle a peut-être fusionné.", code)
        for code in codes
        if code not in figures["dwellings_count"]
    )
    replaced = (BIRTHS, DEATHS, "employed_{years}_count", "commute_no_transport_{years}_count")
    url = homes.found.resource.url
    return Delivery(f"RP {year}", url, (ColumnsUpdate("census", values, replaced),), homes.found.published, findings)


def _find_common_year(sets: tuple[Observations, ...]) -> int:
    years = {one.found.name: one.year for one in sets}
    if len(set(years.values())) > 1:
        told = ", ".join(f"{name} : {year}" for name, year in years.items())
        raise PortalError(
            f"Les jeux du recensement ne sont pas tous de la même année ({told}) : attendez que l'INSEE les publie."
        )
    return sets[0].year


def _sum_ages(ages: Observations) -> dict[str, dict[str, float]]:
    rows = ages.rows[ages.rows["TIME_PERIOD"] == str(ages.year)]
    numbers = rows["AGE"].map(lambda code: int(re.sub(r"\D", "", code)))
    found = {}
    for name, (first, last) in _AGES.items():
        chosen = rows[(numbers >= first) & (numbers <= last) & rows["value"].notna()]
        found[name] = {str(code): float(total) for code, total in chosen.groupby("GEO")["value"].sum().items()}
    return found


def _count_lives(history: Observations, year: int) -> dict[str, dict[str, float]]:
    """Return births and deaths between the two last censuses, by the years that they were counted in."""
    before = [one for one in history.years if one < year]
    if not before:
        return {}
    years = f"{before[-1]}_{year - 1}"
    return {
        f"births_{years}_count": history.pick({"RP_MEASURE": "BRTH"}),
        f"deaths_{years}_count": history.pick({"RP_MEASURE": "DEATH"}),
    }


def _write_row(code: str, figures: Figures, exact: Figures) -> dict[str, Cell]:
    row: dict[str, Cell] = {
        name: None if (value := by_code.get(code)) is None else round(value, 1) for name, by_code in figures.items()
    }
    for name, by_code in exact.items():
        value = by_code.get(code)
        # The categories come from a sample: where nobody was observed there may be somebody.
        is_unseen = value is None or (value == 0 and name.startswith("residents_csp"))
        row[name] = None if is_unseen or value is None else round(value)
    return row


PORTAL = Portal(
    key="census",
    label=N_("Recensement : âges, logements, emplois, trajets, catégories"),
    producer="INSEE",
    title="Recensement de la population, Filosofi et SIRENE",
    url_main="https://www.insee.fr",
    licence="Licence Ouverte 2.0",
    roles=("census",),
    vintage_pattern=r"\bRP \d{4}\b",
    cadence_days=365,
    fetch=fetch,
)
