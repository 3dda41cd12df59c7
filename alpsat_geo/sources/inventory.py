"""The inventory of a pack: its files by source, with their origins and what their check found."""

from __future__ import annotations

from dataclasses import dataclass

from alpsat_geo.domain.findings import Finding
from alpsat_geo.sources import SOURCES
from alpsat_geo.sources.check import FileCheck, check_pack
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One source and its files; the label is French."""

    key: str
    label: str
    files: tuple[FileCheck, ...]


@dataclass(frozen=True, slots=True)
class Inventory:
    """All the files of a pack.

    Attributes
    ----------
    sources : tuple of SourceEntry
        Open data, in the order of the registry.
    own : tuple of FileCheck
        What the project wrote: parameters, anchors, scenarios, manifest.
    findings : tuple of Finding
        Of the check of the whole pack.
    """

    sources: tuple[SourceEntry, ...]
    own: tuple[FileCheck, ...]
    findings: tuple[Finding, ...]


def take_inventory(key: str = EMBEDDED_TERRITORY) -> Inventory:
    """Check a pack and sort its files by source.

    Parameters
    ----------
    key : str
        Key of the territory.

    Raises
    ------
    InputError
        If no territory has that key.
    DataError
        If its manifest cannot be read.
    """
    report = check_pack(key)
    contents = PackContents.find(key)
    by_path = {file.path: file for file in report.files}
    entries = []
    for source in SOURCES:
        held = [contents.locate(role) for role in source.roles]
        files = tuple(by_path.pop(path) for path in held if path in by_path)
        # A territory does without an indicator that nobody refreshed.
        if files or not source.indicators:
            entries.append(SourceEntry(source.key, source.label, files))
    return Inventory(tuple(entries), tuple(by_path.values()), report.findings)
