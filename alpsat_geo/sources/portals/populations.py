"""Inhabitants at each census: INSEE's reference populations, with the two censuses to compare them with."""

from __future__ import annotations

from alpsat_geo.domain.text import N_
from alpsat_geo.sources.communes import POPULATION
from alpsat_geo.sources.portals.client import PortalError
from alpsat_geo.sources.portals.delivery import Cell, ColumnsUpdate, Delivery, Portal, Request, warn
from alpsat_geo.sources.portals.melodi import read_observations

# Each census gathers five years of inquiries: nearer ones share some of them, and are not compared.
_APART_YEARS = 5
_NOTE = N_("Populations de référence de l'INSEE ; les deux d'avant viennent de sa série historique.")


def fetch(request: Request) -> Delivery:
    """Fetch the municipal population of the last census, and of those that it compares with."""
    reference = read_observations(
        request.client, "DS_POPULATIONS_REFERENCE", request.codes, {"POPREF_MEASURE": ["PMUN"]}
    )
    history = read_observations(
        request.client, "DS_RP_SERIE_HISTORIQUE", request.codes, {"RP_MEASURE": ["POP"], "OCS": ["_T"]}
    )
    years = [reference.year]
    for _rank in range(2):
        before = [year for year in history.years if year <= years[-1] - _APART_YEARS]
        years += [max(before)] if before else []
    series = {year: history.pick({}, year) for year in years[1:]} | {reference.year: reference.pick({})}
    missing = [code for code in request.codes if code not in series[reference.year]]
    if missing:
        raise PortalError(f"{reference.found.name} ne dit pas la population de la commune {missing[0]}.")
    values: dict[str, dict[str, Cell]] = {
        code: {
            f"population_{year}_count": None if (count := series[year].get(code)) is None else round(count)
            for year in sorted(years)
        }
        for code in request.codes
    }
    findings = tuple(
        warn(PORTAL.key, f"la population de {year} de la commune {code} n'est pas publiée.", code)
        for year in years[1:]
        for code in request.codes
        if code not in series[year]
    )
    *others, last = [str(year) for year in years]
    vintage = f"{', '.join(others)} et {last}" if others else last
    return Delivery(
        vintage,
        reference.found.resource.url,
        (ColumnsUpdate("communes", values, (POPULATION,)),),
        reference.found.published,
        findings,
        {f"population_{reference.year}_count": sum(round(count) for count in series[reference.year].values())},
        note=_NOTE,
    )


PORTAL = Portal(
    key="populations",
    label=N_("Populations de référence"),
    producer="INSEE",
    title="Populations légales, grille communale de densité, niveaux de centres d'équipements et de services",
    url_main="https://www.insee.fr",
    licence="Licence Ouverte 2.0",
    roles=("communes",),
    vintage_pattern=r"\b\d{4}(?:, \d{4})* et \d{4}\b",
    cadence_days=365,
    fetch=fetch,
)
