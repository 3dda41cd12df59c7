"""Best technology of each premises: ARCEP's "Ma connexion internet", its last quarter."""

from __future__ import annotations

from alpsat_geo.domain.text import N_
from alpsat_geo.sources.portals.client import PortalError, Resource
from alpsat_geo.sources.portals.delivery import Cell, ColumnsUpdate, Delivery, Portal, Request, warn
from alpsat_geo.sources.portals.tables import download_rows, keep_codes, read_number

_BASE = "fixe/maconnexioninternet/statistiques/last/commune"
_MOST_BYTES = 64 * 1024**2
# Each premises counts once, under the best that reaches it.
_BEST = {
    "best_technology_ftth_count": "elig_ftth",
    "coax_only_count": "elig_coax",
    "copper_30_only_count": "elig_cu_30",
    "copper_8_30_only_count": "elig_cu_8",
    "fast_radio_only_count": "elig_thdr",
    "fixed_4g_only_count": "elig_4gf",
    "slow_radio_only_count": "elig_hdr",
    "satellite_only_count": "elig_sat",
}
# By cable or radio on the ground: the table that names no means counts the satellite, which reaches everyone.
_LAND = {"land_30_mbit_eligible_count": "elig_thd30", "land_1_gbit_eligible_count": "elig_thd1g"}
_COPPER_30 = "copper_30_only_count"


def fetch(request: Request) -> Delivery:
    """Fetch the premises of each commune by best technology, and those that 30 Mbit/s and 1 Gbit/s reach on land."""
    best, day = _read(request, "commune_meilleure_techno_thd.csv", _BEST)
    land, land_day = _read(request, "commune_debit_terrestre.csv", _LAND)
    if day != land_day:
        raise PortalError(f"Ma connexion internet : ses deux tables ne sont pas du même jour ({day}, {land_day}).")
    values: dict[str, dict[str, Cell]] = {}
    findings = []
    keeps_copper = any((best.get(code) or {}).get(_COPPER_30) for code in request.codes)
    for code in request.codes:
        counts = best.get(code)
        if counts is None:
            findings.append(warn(PORTAL.key, f"la commune {code} n'est pas dans Ma connexion internet.", code))
        row: dict[str, Cell] = {name: None if counts is None else counts[name] for name in _BEST}
        if not keeps_copper:
            # The tables of before that trap had no such column: without such a line, none is needed.
            row.pop(_COPPER_30)
        total = None if counts is None else sum(counts[name] or 0 for name in _BEST)
        found = land.get(code)
        row |= {"best_technology_premises_count": total}
        row |= {name: None if found is None else found[name] for name in _LAND}
        values[code] = row
    year, month, number = day.split("-")
    vintage = f"{number}/{month}/{year} (Ma connexion internet)"
    url = request.client.locate("arcep", f"{_BASE}/commune_meilleure_techno_thd.csv")
    return Delivery(vintage, url, (ColumnsUpdate("broadband", values),), None, tuple(findings))


def _read(request: Request, name: str, columns: dict[str, str]) -> tuple[dict[str, dict[str, int | None]], str]:
    """Return the counts of a table by commune, and its day."""
    keeps = keep_codes("code_insee", request.codes)
    rows = download_rows(
        request.client,
        Resource(request.client.locate("arcep", f"{_BASE}/{name}")),
        name,
        ["code_insee", "type", *columns.values(), "date"],
        lambda table: keeps(table) & (table["type"] == "all"),
        most_bytes=_MOST_BYTES,
    )
    if rows.empty:
        raise PortalError(f"{name} : aucune ligne « all » pour les communes du territoire.")
    if rows["code_insee"].duplicated().any():
        raise PortalError(f"{name} : une commune a plusieurs lignes « all ».")
    days = set(rows["date"])
    if len(days) != 1:
        raise PortalError(f"{name} : plusieurs dates dans la même table ({', '.join(sorted(days))}).")
    found = {
        row["code_insee"]: {
            column: None if (value := read_number(row[source])) is None else round(value)
            for column, source in columns.items()
        }
        for row in rows.to_dict("records")
    }
    return found, str(days.pop())


PORTAL = Portal(
    key="eligibility",
    label=N_("Meilleure technologie fixe (Ma connexion internet)"),
    producer="ARCEP",
    title="Déploiements FttH (Cartefibre), Ma connexion internet, fermeture du cuivre",
    url_main="https://www.arcep.fr",
    licence="Licence Ouverte 2.0",
    roles=("broadband",),
    vintage_pattern=r"\d{2}/\d{2}/\d{4} \(Ma connexion internet\)",
    cadence_days=92,
    fetch=fetch,
)
