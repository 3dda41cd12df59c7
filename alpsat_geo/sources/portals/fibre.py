"""Fibre by commune: ARCEP's Cartefibre, its newest quarter on data.gouv.fr."""

from __future__ import annotations

import re

from alpsat_geo.domain.text import N_
from alpsat_geo.sources.portals.archives import open_member
from alpsat_geo.sources.portals.catalogues import find_data_gouv
from alpsat_geo.sources.portals.client import PortalError
from alpsat_geo.sources.portals.delivery import Cell, ColumnsUpdate, Delivery, Portal, Request, warn
from alpsat_geo.sources.portals.tables import read_number
from alpsat_geo.sources.whole_file import unpack_aside

_DATASET = "le-marche-du-haut-et-tres-haut-debit-fixe-deploiements"
_TITLE = r"\d{4}T\d-Commune"
_MOST_BYTES = 1024**3
_COLUMNS = ["INSEE_COM", "Locaux", "ftth"]


def fetch(request: Request) -> Delivery:
    """Fetch the premises of each commune, and those that fibre reaches."""
    found = find_data_gouv(request.client, _DATASET, _TITLE)
    path = request.client.download(found.resource, most_bytes=_MOST_BYTES)
    counts = dict.fromkeys(request.codes, (0.0, 0.0))
    known: set[str] = set()
    # The .cpg says UTF-8, the bytes are Latin-1: without it beside the table, the encoding asked for is used.
    with open_member(path, r"\.dbf$") as content, unpack_aside(content, ".dbf") as table:
        import pyogrio  # noqa: PLC0415 - GDAL takes longer to load than the commands that read no shape

        try:
            rows = pyogrio.read_dataframe(table, columns=_COLUMNS, read_geometry=False, encoding="ISO-8859-1")
            listed = list(zip(*(rows[column] for column in _COLUMNS), strict=True))
        except (pyogrio.errors.DataSourceError, KeyError, ValueError) as error:
            raise PortalError(
                f"{found.name} : la table n'est plus celle des communes (INSEE_COM, Locaux, ftth)."
            ) from error
    for code, premises, connected in listed:
        commune = fold_district(str(code).strip())
        if commune in counts:
            counts[commune] = (
                counts[commune][0] + (read_number(premises) or 0.0),
                counts[commune][1] + (read_number(connected) or 0.0),
            )
            known.add(commune)
    if not known:
        raise PortalError(f"{found.name} ne connaît aucune commune du territoire.")
    values: dict[str, dict[str, Cell]] = {
        code: {
            "premises_count": round(premises) if code in known else None,
            "ftth_premises_count": round(connected) if code in known else None,
        }
        for code, (premises, connected) in counts.items()
    }
    quarter = found.name.partition("-")[0].upper().replace("T", "-T")
    return Delivery(
        f"{quarter} (Cartefibre)",
        found.resource.url,
        (ColumnsUpdate("broadband", values),),
        found.published,
        tuple(
            warn(PORTAL.key, f"la commune {code} n'est pas dans Cartefibre : ses locaux restent inconnus.", code)
            for code in request.codes
            if code not in known
        ),
        {
            "premises_count": sum(round(counts[code][0]) for code in known),
            "ftth_premises_count": sum(round(counts[code][1]) for code in known),
        },
    )


def fold_district(code: str) -> str:
    """Return the commune of a district of Paris, Lyon or Marseille, which some tables count apart."""
    if re.fullmatch(r"751\d\d", code):
        return "75056"
    if re.fullmatch(r"6938\d", code):
        return "69123"
    return "13055" if re.fullmatch(r"132\d\d", code) else code


PORTAL = Portal(
    key="fibre",
    label=N_("Fibre : locaux raccordables (Cartefibre)"),
    producer="ARCEP",
    title=N_("Déploiements FttH (Cartefibre), Ma connexion internet, fermeture du cuivre"),
    url_main="https://www.arcep.fr",
    licence="Licence Ouverte 2.0",
    roles=("broadband",),
    vintage_pattern=r"\d{4}-T\d \(Cartefibre\)",
    cadence_days=92,
    fetch=fetch,
)
