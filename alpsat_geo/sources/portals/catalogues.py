"""Catalogues of the portals: which file is the newest, where it is, how much it weighs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from xml.etree.ElementTree import ParseError  # nosec B405 # the type alone: defusedxml reads

from defusedxml.ElementTree import fromstring

from alpsat_geo.sources.portals.client import Client, PortalError, Resource


@dataclass(frozen=True, slots=True)
class Found:
    """A file that a catalogue lists.

    Attributes
    ----------
    name : str
        Its title or identifier.
    resource : Resource
    published : str or None
        ISO date.
    licence : str
        As the portal says it; may be empty.
    """

    name: str
    resource: Resource
    published: str | None = None
    licence: str = ""


def find_data_gouv(client: Client, dataset: str, title: str, *, file_format: str = "", by_date: bool = False) -> Found:
    """Return the newest resource of a data set of data.gouv.fr whose title a pattern describes.

    Parameters
    ----------
    client : Client
    dataset : str
        Its slug or identifier.
    title : str
        Regular expression of the whole title, in any case.
    file_format : str
        As the catalogue calls it, such as ``csv``; empty: any.
    by_date : bool
        Whether the last one published wins; otherwise the last in alphabetical order, for titles that hold a period.
    """
    url = client.locate("data_gouv", f"datasets/{dataset}/")
    document = client.read_json(url)
    found = [
        (str(one.get("title", "")), str(one.get("last_modified") or ""), one)
        for one in _list(document, "resources")
        if re.fullmatch(title, str(one.get("title", "")).strip(), re.IGNORECASE)
        and file_format in {"", str(one.get("format", "")).lower()}
        and one.get("url")
    ]
    if not found:
        raise PortalError(
            f"Le jeu « {dataset} » de data.gouv.fr n'a plus de fichier « {title} » : il a changé de forme."
        )
    name, modified, newest = max(found, key=lambda one: (one[1], one[0]) if by_date else one[:2])
    checksum = newest.get("checksum") or {}
    digest = (str(checksum["type"]), str(checksum["value"])) if checksum.get("value") else None
    length = newest.get("filesize")
    # A date alone may be that of the page of the file.
    version = f"{modified} {digest[1] if digest else ''}".strip()
    resource = Resource(
        str(newest["url"]), version, int(length) if isinstance(length, int) and length > 0 else None, digest
    )
    return Found(name.strip(), resource, _day(modified), str(document.get("license") or ""))


def find_melodi(client: Client, dataset: str) -> Found:
    """Return the newest CSV product of a data set of INSEE's Melodi.

    Its identifier ends with the year of its figures: ``DS_RP_LOGEMENT_PRINC_2023_CSV_FR``.
    """
    document = client.read_json(client.locate("melodi", f"catalog/{dataset}"))
    products = [one for one in _list(document, "product") if re.search(r"_CSV_FR$", str(one.get("id", "")))]
    if not products:
        raise PortalError(f"Le jeu « {dataset} » de l'INSEE (Melodi) n'a plus de fichier CSV : il a changé de forme.")
    # Some products have no year in their name: they are those of before the others.
    newest = max(products, key=lambda one: (_find_year(str(one["id"])), str(one.get("modified", ""))))
    length = newest.get("byteSize")
    modified = str(newest.get("modified") or document.get("modified") or "")
    url = str(newest.get("accessURL") or client.locate("melodi", f"file/{dataset}/{newest['id']}"))
    resource = Resource(url, modified, int(length) if isinstance(length, int) and length > 0 else None)
    return Found(str(newest["id"]), resource, _day(modified))


def find_opendatasoft(client: Client, portal: str, dataset: str, select: str = "", where: str = "") -> Found:
    """Return the CSV export of a data set of an Opendatasoft portal.

    Parameters
    ----------
    client : Client
    portal, dataset : str
    select, where : str
        Columns and rows asked for; empty: all.
    """
    base = client.locate(portal, f"catalog/datasets/{dataset}")
    metas = (client.read_json(base).get("metas") or {}).get("default") or {}
    modified = str(metas.get("data_processed") or metas.get("modified") or "")
    asked = {"delimiter": ";", "select": select, "where": where}
    query = urlencode({key: value for key, value in asked.items() if value})
    resource = Resource(f"{base}/exports/csv?{query}", modified)
    return Found(dataset, resource, _day(str(metas.get("modified") or modified)), str(metas.get("license") or ""))


def write_departments(column: str, codes: Iterable[str]) -> str:
    """Write the condition of Opendatasoft that a column holds codes of the departments of some communes."""
    departments = sorted({code[:3] if code.startswith("97") else code[:2] for code in codes})
    return " or ".join(f'startswith({column}, "{one}")' for one in departments)


def list_folder(client: Client, portal: str, prefix: str) -> list[tuple[str, Resource]]:
    """List the files of an S3 folder by key, with their length; every page of the listing.

    Parameters
    ----------
    client : Client
    portal : str
    prefix : str
        Beginning of the keys, such as ``mobile/sites/``.
    """
    found: list[tuple[str, Resource]] = []
    marker = ""
    for _page in range(200):
        asked = {"list-type": "2", "prefix": prefix, **({"continuation-token": marker} if marker else {})}
        content = client.read_bytes(client.locate(portal, ""), asked)
        try:
            tree = fromstring(content)
        except (ParseError, ValueError):
            raise PortalError(
                f"La liste des fichiers de « {prefix} » n'est pas lisible : réessayez plus tard."
            ) from None
        space = tree.tag.partition("}")[0] + "}" if tree.tag.startswith("{") else ""
        for one in tree.iter(f"{space}Contents"):
            key = one.findtext(f"{space}Key") or ""
            length = one.findtext(f"{space}Size") or ""
            tag = (one.findtext(f"{space}ETag") or "").strip('"')
            resource = Resource(client.locate(portal, key), tag, int(length) if length.isdigit() else None)
            found.append((key, resource))
        marker = tree.findtext(f"{space}NextContinuationToken") or ""
        if not marker:
            break
    return found


def _list(document: Any, name: str) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON
    listed = document.get(name) if isinstance(document, dict) else None
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _find_year(name: str) -> int:
    found = re.search(r"_(\d{4})_CSV_FR$", name)
    return int(found[1]) if found else 0


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return None
