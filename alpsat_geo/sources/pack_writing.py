"""Packs that may be written: one's own, or a copy of the embedded one in the user's folder, which wins over it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import yaml

from alpsat_geo.domain.provenance import Origin
from alpsat_geo.sources.manifest import read_manifest
from alpsat_geo.sources.pack import ORIGIN_SUFFIX
from alpsat_geo.sources.pack_folder import PackFolder, place_pack
from alpsat_geo.sources.whole_file import write_files


def make_writable(folder: PackFolder) -> PackFolder:
    """Return the pack itself, or the copy of the embedded pack, made now if it is not there: the code stays as it came.

    Parameters
    ----------
    folder : PackFolder

    Raises
    ------
    WriteError
        If the user's folder cannot be written; nothing is then half copied.
    """
    if not folder.is_embedded:
        return folder
    copy = place_pack(folder.key)
    if copy.manifest.is_file():
        return copy
    manifest = read_manifest(folder)
    targets = {copy.manifest: folder.manifest}
    for path in manifest.files.values():
        targets[copy.paths.locate(path)] = folder.paths.locate(path)
    for optional in folder.data.glob("*.csv"):
        targets.setdefault(copy.paths.locate(folder.name(optional)), optional)
    for scenario in folder.list_scenarios():
        source = folder.paths.locate(scenario)
        targets[copy.scenarios / source.name] = source
    contents = {}
    for target, source in targets.items():
        for beside in ("", ORIGIN_SUFFIX):
            whole = source.with_name(source.name + beside)
            if whole.is_file():
                contents[target.with_name(target.name + beside)] = whole.read_bytes()
    # The manifest last: a pack without one is not there.
    last = (copy.manifest.with_name(copy.manifest.name + ORIGIN_SUFFIX), copy.manifest)
    write_files(
        {**{path: content for path, content in contents.items() if path not in last}, **{p: contents[p] for p in last}},
        makes_folder=True,
    )
    return copy


def write_tables(folder: PackFolder, tables: Mapping[str, tuple[bytes, Origin]]) -> None:
    """Write tables of a pack, each with its origin beside it, all of them or none.

    Parameters
    ----------
    folder : PackFolder
    tables : mapping of path in the pack to (content, Origin)
        The hash of the origin is that of the content.

    Raises
    ------
    WriteError
    """
    contents = {}
    for path, (content, origin) in tables.items():
        target = folder.paths.locate(path)
        contents[target] = content
        contents[target.with_name(target.name + ORIGIN_SUFFIX)] = write_origin(content, origin)
    write_files(contents, makes_folder=True)


def write_origin(content: bytes, origin: Origin) -> bytes:
    """Return the origin file of a content; its hash is made here."""
    fields = {
        "producer": origin.producer,
        "title": origin.title,
        "url_main": origin.url_main,
        "url_download": origin.url_download,
        "licence": origin.licence,
        "vintage": origin.vintage,
        "date_published": origin.date_published,
        "date_accessed": origin.date_accessed,
        "sha256": hashlib.sha256(content).hexdigest(),
        "obtained": origin.obtained,
        "note": origin.note,
    }
    written: str = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=1000)
    return written.encode("utf-8")
