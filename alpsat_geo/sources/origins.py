"""Origins: the record that stands beside each file, and the hash that it vouches for."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Annotated, Literal, TypeVar

from pydantic import StringConstraints

from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.provenance import Origin, OriginPart
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.document import parse_document, validate_document
from alpsat_geo.sources.fields import IsoDate, Label, Row, Text
from alpsat_geo.sources.pack import ORIGIN_SUFFIX, PackPaths
from alpsat_geo.sources.table import Table, parse_table

RowT = TypeVar("RowT", bound=Row)

Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class OriginPartDocument(Row):
    """What one source brought into a file."""

    key: Text
    vintage: Label
    url_download: Address
    refreshed_on: IsoDate
    refreshed_by: str
    cadence_days: int


class OriginDocument(Row):
    """The fields of an origin file."""

    producer: Text
    title: Text
    url_main: Address
    url_download: Address | None
    licence: Text
    vintage: Label
    date_published: IsoDate | None
    date_accessed: IsoDate
    sha256: Digest
    obtained: Literal["downloaded", "transcribed"]
    note: str
    parts: tuple[OriginPartDocument, ...] = ()


def read_origin(paths: PackPaths, path: str, content: bytes) -> tuple[Origin | None, list[Finding]]:
    """Read the origin of a file and compare its hash.

    Parameters
    ----------
    paths : PackPaths
    path : str
        The file, in the project; its origin stands beside it.
    content : bytes
        The whole file.

    Returns
    -------
    Origin or None
        None when the origin is missing or cannot be read.
    list of Finding
        No origin, a wrong origin, or a hash that differs.
    """
    beside = path + ORIGIN_SUFFIX
    try:
        raw = paths.locate(beside).read_bytes()
    except OSError:
        message = remark(N_("le fichier n'a pas d'origine : écrivez {beside} à côté de lui."), beside=beside)
        return None, [Finding("error", path, message, value=beside)]
    document, findings = validate_document(parse_document(raw, beside), OriginDocument)
    if document is None:
        return None, findings
    found = hashlib.sha256(content).hexdigest()
    if found != document.sha256:
        message = remark(
            N_(
                "l'empreinte du fichier a changé : attendue {sha256}, trouvée {found}. Rétablissez le fichier,"
                " ou, si le changement est voulu, écrivez la nouvelle empreinte dans {beside}."
            ),
            sha256=document.sha256,
            found=found,
            beside=beside,
        )
        findings.append(Finding("error", path, message, column="sha256", value=found))
    parts = tuple(OriginPart(**part.model_dump()) for part in document.parts)
    return Origin(**{**document.model_dump(), "parts": parts}), findings


def write_origin(origin: Origin) -> bytes:
    """Write the origin of a file, as those of the project are written."""
    lines = [
        f"{name}: {json.dumps(getattr(origin, name), ensure_ascii=False)}\n"
        for name in OriginDocument.model_fields
        if name not in {"sha256", "obtained", "parts"}
    ]
    lines += [f"sha256: {origin.sha256}\n", f"obtained: {origin.obtained}\n"]
    if origin.parts:
        lines.append("parts:\n")
    names = OriginPartDocument.model_fields
    for part in origin.parts:
        fields = [f"{name}: {json.dumps(getattr(part, name), ensure_ascii=False)}" for name in names]
        lines.append("  - " + "\n    ".join(fields) + "\n")
    return "".join(lines).encode()


def seal_origin(origin: bytes, content: bytes) -> bytes:
    """Return an origin, as it is written, with the hash of its file as it is now: the other lines keep their bytes."""
    digest = hashlib.sha256(content).hexdigest().encode()
    return re.sub(rb"(?m)^sha256: .*$", b"sha256: " + digest, origin)


def read_checked(paths: PackPaths, path: str) -> tuple[bytes | None, list[Finding]]:
    """Return the bytes of a file, None when it is missing, and what is wrong with it, its origin or its hash."""
    content, findings = paths.read(path)
    if content is not None:
        findings += read_origin(paths, path, content)[1]
    return content, findings


def read_checked_table(paths: PackPaths, path: str, row_type: type[RowT]) -> tuple[Table[RowT], list[Finding]]:
    """Read a table that belongs to no territory, with its origin.

    Parameters
    ----------
    paths : PackPaths
    path : str
        The file, in the project.
    row_type : type of Row

    Returns
    -------
    Table
        Without rows when it cannot be read.
    list of Finding
        On the file, its origin and its hash.
    """
    content, findings = read_checked(paths, path)
    if content is None:
        return Table(path), findings
    table = parse_table(content, path, row_type, may_be_empty=False)
    return table, [*findings, *table.findings]
