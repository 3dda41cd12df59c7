"""Closure of the copper network by commune: the ministry's table, from Orange's schedule."""

from __future__ import annotations

from datetime import UTC, date, datetime

from alpsat_geo.domain.text import N_
from alpsat_geo.sources.portals.catalogues import find_opendatasoft
from alpsat_geo.sources.portals.client import PortalError
from alpsat_geo.sources.portals.delivery import Cell, ColumnsUpdate, Delivery, Portal, Request, warn
from alpsat_geo.sources.portals.fibre import fold_district
from alpsat_geo.sources.portals.tables import download_rows

_DATASET = "fermeture-reseau-cuivre"
_MOST_BYTES = 64 * 1024**2
_NOT_PLANNED = "pas encore prévu"
_OLD_DAYS = 365


def fetch(request: Request) -> Delivery:
    """Fetch whether the closure of each commune is planned, and for which day."""
    columns = ["code_insee", "fermeture_technique", "output_usager"]
    found = find_opendatasoft(request.client, "economie", _DATASET, ",".join(columns))
    rows = download_rows(request.client, found.resource, _DATASET, columns, most_bytes=_MOST_BYTES)
    wanted = set(request.codes)
    # The portal stores codes as numbers: 05157 comes as 5157. Some communes come twice.
    days: dict[str, set[str]] = {}
    for row in rows.to_dict("records"):
        code = fold_district(row["code_insee"].strip().zfill(5))
        if code in wanted:
            is_planned = row["fermeture_technique"].strip() and _NOT_PLANNED not in row["output_usager"].lower()
            days.setdefault(code, set()).add(row["fermeture_technique"].strip()[:10] if is_planned else "")
    if not days:
        raise PortalError(f"{_DATASET} ne connaît aucune commune du territoire.")
    findings = []
    values: dict[str, dict[str, Cell]] = {}
    for code in request.codes:
        told = days.get(code)
        if told is None:
            findings.append(warn(PORTAL.key, f"la commune {code} n'est pas dans le calendrier du cuivre.", code))
        elif len(told) > 1:
            listed = ", ".join(sorted(told - {""}))
            message = f"la commune {code} a plusieurs dates de fermeture ({listed}) : la première est retenue."
            findings.append(warn(PORTAL.key, message, code))
        day = min((one for one in told or () if one), default="")
        values[code] = {
            "copper_status": None if told is None else "prévu" if day else "non prévu",
            "copper_closing_date": day or None,
        }
    published = found.published or datetime.now(UTC).date().isoformat()
    year, month, number = published.split("-")
    age = (datetime.now(UTC).date() - date.fromisoformat(published)).days
    if age > _OLD_DAYS:
        message = f"la table n'a pas changé depuis le {number}/{month}/{year} : Orange a pu déplacer des dates depuis."
        findings.append(warn(PORTAL.key, message, published))
    return Delivery(
        f"{number}/{month}/{year} (cuivre)",
        found.resource.url,
        (ColumnsUpdate("broadband", values),),
        found.published,
        tuple(findings),
    )


PORTAL = Portal(
    key="copper",
    label=N_("Fermeture du réseau cuivre"),
    producer="Ministère de l'Économie, d'après Orange",
    title="Déploiements FttH (Cartefibre), Ma connexion internet, fermeture du cuivre",
    url_main="https://data.economie.gouv.fr",
    licence="Licence Ouverte 2.0",
    roles=("broadband",),
    vintage_pattern=r"\d{2}/\d{2}/\d{4} \(cuivre\)",
    cadence_days=182,
    fetch=fetch,
)
