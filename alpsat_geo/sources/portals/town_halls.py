"""Contacts and opening hours of the town halls: DILA's directory of the administration."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.portals.catalogues import find_opendatasoft, write_departments
from alpsat_geo.sources.portals.client import PortalError
from alpsat_geo.sources.portals.delivery import Cell, ColumnsUpdate, Delivery, Portal, Request, warn
from alpsat_geo.sources.portals.tables import download_rows, keep_codes

_DATASET = "api-lannuaire-administration"
_MOST_BYTES = 256 * 1024**2
_COLUMNS = [
    "nom",
    "pivot",
    "code_insee_commune",
    "adresse",
    "telephone",
    "site_internet",
    "adresse_courriel",
    "plage_ouverture",
]
_SECOND = re.compile(r"mairie (déléguée|annexe)|annexe de (la )?mairie|police", re.IGNORECASE)
_DAYS = {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"}
_PHONE = re.compile(r"\+?\d[\d ]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]+")


def fetch(request: Request) -> Delivery:
    """Fetch the town hall of each commune; what is not published stays blank."""
    where = f'pivot like "mairie" and ({write_departments("code_insee_commune", request.codes)})'
    found = find_opendatasoft(request.client, "directory", _DATASET, ",".join(_COLUMNS), where)
    keeps = keep_codes("code_insee_commune", request.codes)
    rows = download_rows(request.client, found.resource, _DATASET, _COLUMNS, keeps, most_bytes=_MOST_BYTES)
    halls: dict[str, Any] = {}
    for row in rows.to_dict("records"):
        services = {str(one.get("type_service_local", "")) for one in _read_list(row["pivot"])}
        code = row["code_insee_commune"]
        if "mairie" in services and not _SECOND.search(row["nom"]):
            halls.setdefault(code, row)
    missing = [code for code in request.codes if code not in halls]
    if missing:
        raise PortalError(
            f"L'annuaire de l'administration n'a pas la mairie de {len(missing)} communes ({missing[0]}…)."
        )
    findings: list[Finding] = []
    values = {code: _write_hall(code, halls[code], findings) for code in request.codes}
    day = found.published or "non daté"
    return Delivery(
        f"mairies {day}",
        found.resource.url,
        (ColumnsUpdate("town_halls", values),),
        found.published,
        tuple(findings),
        note=N_("Lues dans l'annuaire de l'administration, qui publie ce que chaque mairie y écrit."),
    )


def _write_hall(code: str, row: Mapping[str, str], findings: list[Finding]) -> dict[str, Cell]:
    address = _write_address(_read_list(row["adresse"]))
    if not address:
        findings.append(warn(PORTAL.key, f"la mairie de {code} n'a pas d'adresse dans l'annuaire.", code))
    phones = [str(one.get("valeur", "")).strip() for one in _read_list(row["telephone"])]
    websites = [str(one.get("valeur", "")).strip() for one in _read_list(row["site_internet"])]
    emails = [one.strip() for one in row["adresse_courriel"].split(";")]
    return {
        "address": address or row["nom"],
        "phone": next((one for one in phones if _PHONE.fullmatch(one)), ""),
        "email": next((one for one in emails if _EMAIL.fullmatch(one)), ""),
        "website": next((one for one in websites if re.fullmatch(r"https?://\S+", one)), ""),
        "opening_hours": write_hours(_read_list(row["plage_ouverture"])),
    }


def _write_address(addresses: list[dict[str, Any]]) -> str:
    chosen = next((one for one in addresses if one.get("type_adresse") == "Adresse"), None)
    chosen = chosen or next(iter(addresses), {})
    street = " ".join(
        str(chosen.get(name) or "").strip() for name in ("complement1", "complement2", "numero_voie")
    ).strip()
    town = f"{chosen.get('code_postal') or ''} {chosen.get('nom_commune') or ''}".strip()
    return ", ".join(part for part in (re.sub(r"\s+", " ", street), town) if part)


def write_hours(ranges: list[dict[str, Any]]) -> str:
    """Write opening hours as the packs do: ``lundi-jeudi 08:30-12:00 13:00-17:30; samedi 09:00-12:00``."""
    written = []
    for one in ranges:
        first, last = (str(one.get(name) or "").strip().lower() for name in ("nom_jour_debut", "nom_jour_fin"))
        slots = []
        for rank in ("1", "2"):
            opens, closes = (str(one.get(f"valeur_heure_{end}_{rank}") or "")[:5] for end in ("debut", "fin"))
            if re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", opens) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", closes):
                slots += [f"{opens}-{closes}"] * (opens < closes)
        if first in _DAYS and slots:
            days = first if last in {"", first} or last not in _DAYS else f"{first}-{last}"
            written.append(f"{days} {' '.join(slots)}")
    return "; ".join(written)


def _read_list(text: str) -> list[dict[str, Any]]:
    """Return a field of the directory: a JSON list written as a text."""
    try:
        found = json.loads(text) if text.strip() else []
    except ValueError:
        return []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


PORTAL = Portal(
    key="town_halls",
    label=N_("Mairies : adresses et horaires"),
    producer="DILA",
    title="Annuaire de l'administration, mairies",
    url_main="https://lannuaire.service-public.gouv.fr",
    licence="Licence Ouverte 2.0",
    roles=("town_halls",),
    vintage_pattern=r"^.*$",
    cadence_days=30,
    fetch=fetch,
)
