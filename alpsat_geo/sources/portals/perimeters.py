"""Perimeters of the communautés: BANATIC, compared with the manifest; a change is said, and decided by a person."""

from __future__ import annotations

from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.portals.client import PortalError, Resource
from alpsat_geo.sources.portals.delivery import Delivery, Portal, Request, warn
from alpsat_geo.sources.portals.tables import download_rows

_RESOURCE = "datasets/r/6e05c448-62cc-4470-aa0f-4f31adea0bc4"
_MOST_BYTES = 64 * 1024**2


def fetch(request: Request) -> Delivery:
    """Fetch the members of each communauté, and say who joined or left."""
    url = request.client.locate("data_gouv", _RESOURCE)
    sirens = {epci.siren: epci for epci in request.manifest.epcis}
    rows = download_rows(
        request.client,
        Resource(url),
        "BANATIC",
        ["siren", "insee"],
        lambda table: table["siren"].isin(set(sirens)) | table["insee"].isin(set(request.codes)),
        most_bytes=_MOST_BYTES,
        encoding="cp1252",
    )
    if not set(rows["siren"]) & set(sirens):
        raise PortalError(f"BANATIC ne connaît aucune des communautés du territoire ({', '.join(sirens)}).")
    findings: list[Finding] = []
    members = rows.groupby("siren")["insee"].agg(set).to_dict()
    for siren, epci in sirens.items():
        now = {str(code).zfill(5) for code in members.get(siren, set())}
        if not now:
            findings.append(warn(PORTAL.key, f"{epci.name} ({siren}) n'est plus dans BANATIC.", siren))
            continue
        left = f"n'est plus dans {epci.name}, selon BANATIC."
        joined = f"est entrée dans {epci.name}, selon BANATIC : refaites le territoire avec elle."
        changes = [(code, left) for code in sorted(set(epci.communes) - now)]
        changes += [(code, joined) for code in sorted(now - set(epci.communes))]
        findings += [warn(PORTAL.key, f"la commune {code} {what}", code) for code, what in changes]
    return Delivery("BANATIC", url, (), None, tuple(findings))


PORTAL = Portal(
    key="perimeters",
    label=N_("Périmètres des communautés (BANATIC)"),
    producer="DGCL",
    title="Fichier de contrôle du territoire : communes, totaux, fichiers",
    url_main="https://www.banatic.interieur.gouv.fr",
    licence="Licence Ouverte 2.0",
    roles=(),
    vintage_pattern=r"BANATIC",
    cadence_days=365,
    fetch=fetch,
)
