"""Median income by commune: INSEE's Filosofi, whose method changed; a secret stays a blank."""

from __future__ import annotations

from alpsat_geo.domain.text import N_
from alpsat_geo.sources.portals.client import PortalError
from alpsat_geo.sources.portals.delivery import Cell, ColumnsUpdate, Delivery, Portal, Request, warn
from alpsat_geo.sources.portals.melodi import read_observations


def fetch(request: Request) -> Delivery:
    """Fetch the median standard of living; the years of before stay beside, never to be subtracted."""
    incomes = read_observations(request.client, "DS_FILOSOFI_CC", request.codes, {"FILOSOFI_MEASURE": ["MED_SL"]})
    medians = incomes.pick({})
    if not medians:
        raise PortalError(f"{incomes.found.name} ne publie le revenu médian d'aucune commune du territoire.")
    values: dict[str, dict[str, Cell]] = {
        code: {f"median_income_{incomes.year}_eur": medians.get(code)} for code in request.codes
    }
    secret = [code for code in request.codes if code in incomes.secret_codes]
    findings = []
    if secret:
        message = f"secret statistique dans {len(secret)} communes sur {len(request.codes)} : leur revenu reste vide."
        findings.append(warn(PORTAL.key, message, ", ".join(secret[:8])))
    return Delivery(
        f"Filosofi {incomes.year}",
        incomes.found.resource.url,
        (ColumnsUpdate("census", values),),
        incomes.found.published,
        tuple(findings),
    )


PORTAL = Portal(
    key="income",
    label=N_("Revenus (Filosofi)"),
    producer="INSEE",
    title="Recensement de la population, Filosofi et SIRENE",
    url_main="https://www.insee.fr",
    licence="Licence Ouverte 2.0",
    roles=("census",),
    vintage_pattern=r"\bFilosofi \d{4}\b",
    cadence_days=365,
    fetch=fetch,
)
