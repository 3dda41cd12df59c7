"""Facilities counted by commune: INSEE's permanent base of facilities (BPE)."""

from __future__ import annotations

from alpsat_geo.domain.text import N_
from alpsat_geo.sources.portals.delivery import Cell, Delivery, Portal, Request, RowsUpdate
from alpsat_geo.sources.portals.melodi import read_observations

_TYPES = {
    "B105": "Supermarché",
    "B201": "Supérette",
    "C201": "Collège",
    "C301": "Lycée général et/ou technologique",
    "D307": "Pharmacie",
}
"""The codes of since 2024; those of before (C101, C104) named other things."""
_NOTE = N_("Seul le millésime le plus récent sert au calcul ; un plus ancien ne dit que ce qui était alors.")


def fetch(request: Request) -> Delivery:
    """Fetch how many of each type a commune has; one that the base does not list has none."""
    base = read_observations(
        request.client,
        "DS_BPE",
        request.codes,
        {"FACILITY_TYPE": list(_TYPES), "FACILITY_SDOM": [], "FACILITY_DOM": [], "BPE_MEASURE": ["FACILITIES"]},
    )
    counts = {kind: base.pick({"FACILITY_TYPE": kind}) for kind in _TYPES}
    rows: list[dict[str, Cell]] = [
        {
            "insee_code": code,
            "vintage_year": base.year,
            "is_old": "non",
            "type_code": kind,
            "label": label,
            "facility_count": round(counts[kind].get(code, 0.0)),
        }
        for code in request.codes
        for kind, label in _TYPES.items()
    ]
    update = RowsUpdate("facilities", rows, lambda row: row["is_old"] == "non", ("type_code",))
    return Delivery(str(base.year), base.found.resource.url, (update,), base.found.published, note=_NOTE)


PORTAL = Portal(
    key="facilities",
    label=N_("Équipements : dénombrements"),
    producer="INSEE",
    title="Base permanente des équipements, dénombrements",
    url_main="https://www.insee.fr",
    licence="Licence Ouverte 2.0",
    roles=("facilities",),
    vintage_pattern=r"\b20(?:1[4-9]|[2-9]\d)\b",
    cadence_days=365,
    fetch=fetch,
)
