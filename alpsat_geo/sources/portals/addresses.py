"""The one table of the portals' addresses, and the setting by which another server stands for some of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from alpsat_geo.domain.errors import InputError
from alpsat_geo.sources.document import parse_document

_VARIABLE = "ALPSAT_PORTALS"

ADDRESSES: Mapping[str, str] = MappingProxyType(
    {
        "data_gouv": "https://www.data.gouv.fr/api/1",
        "arcep": "https://data.arcep.fr",
        "economie": "https://data.economie.gouv.fr/api/explore/v2.1",
        "melodi": "https://api.insee.fr/melodi",
        "insee": "https://www.insee.fr/fr/statistiques",
        "geo_api": "https://geo.api.gouv.fr",
        "geopf": "https://data.geopf.fr",
        "education": "https://data.education.gouv.fr/api/explore/v2.1",
        "sncf": "https://ressources.data.sncf.com/api/explore/v2.1",
        "directory": "https://api-lannuaire.service-public.gouv.fr/api/explore/v2.1",
        "overpass": "https://overpass-api.de/api",
    }
)
"""Base address of each portal, by key."""


def read_addresses() -> dict[str, str]:
    """Return the base address of each portal, with those of ``ALPSAT_PORTALS`` in their place.

    The setting is a list ``key=address key=address``, or the path of a YAML or JSON file of the same.

    Raises
    ------
    InputError
        If the setting cannot be read, names no known portal, or gives what is not an address.
    """
    setting = os.environ.get(_VARIABLE, "").strip()
    changed = _read_setting(setting) if setting else {}
    for key, address in changed.items():
        if key not in ADDRESSES:
            raise InputError(f"{_VARIABLE} nomme « {key} » : les portails sont {', '.join(ADDRESSES)}.")
        if urlsplit(address).scheme not in {"http", "https"}:
            raise InputError(f"{_VARIABLE} donne « {address} » à « {key} » : écrivez une adresse http ou https.")
    return {key: changed.get(key, address).rstrip("/") for key, address in ADDRESSES.items()}


def _read_setting(setting: str) -> dict[str, str]:
    path = Path(setting)
    if "=" in setting and not path.is_file():
        pairs = (pair.partition("=") for pair in setting.replace(",", " ").split())
        return {key.strip(): address.strip() for key, _sign, address in pairs}
    try:
        document = parse_document(path.read_bytes(), setting)
    except OSError:
        raise InputError(
            f"{_VARIABLE} nomme le fichier « {setting} », qui ne se lit pas : vérifiez son chemin."
        ) from None
    if not isinstance(document.data, dict):
        raise InputError(f"{_VARIABLE} : « {setting} » doit être une suite de lignes « portail: adresse ».")
    return {str(key): str(address) for key, address in document.data.items()}
