"""The whole territory, read from its pack: every finding at once, or a frozen record."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Any

from alpsat_geo.domain.errors import DataError
from alpsat_geo.domain.findings import Finding, list_errors
from alpsat_geo.domain.provenance import Origin
from alpsat_geo.domain.territory import Epci, Territory
from alpsat_geo.sources import SOURCES
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY


def read_territory(key: str = EMBEDDED_TERRITORY, root: Path | None = None) -> Territory:
    """Read, check and freeze a territory.

    Parameters
    ----------
    key : str
        Key of the territory.
    root : pathlib.Path or None
        Folder that holds geo/ and data/; None for the project's.

    Returns
    -------
    Territory
        Communes in the order of their INSEE codes; missing is NaN or None.

    Raises
    ------
    InputError
        If no territory has that key.
    DataError
        With every finding, when one of them is an error.
    """
    contents = PackContents.find(key, root)
    manifest = contents.manifest
    origins, findings = read_origins(contents)
    for source in SOURCES:
        findings += source.check(contents)
    if list_errors(findings):
        raise DataError(findings)
    return Territory(
        key=manifest.key,
        name=manifest.name,
        insee_codes=manifest.insee_codes,
        epcis=tuple(Epci(epci.siren, epci.name) for epci in manifest.epcis),
        origins=MappingProxyType(origins),
        first_compared=manifest.first_compared,
        awaited=tuple(role for source in SOURCES for role in source.roles if contents.lacks(role)),
        **_assemble(contents),
    )


def _assemble(contents: PackContents) -> dict[str, Any]:
    """Put together what every source gives of the territory, in the order of the registry."""
    whole: dict[str, Any] = {}
    for source in SOURCES:
        for field, part in source.build(contents).items():
            whole[field] = (*whole[field], *part) if field in whole else part  # type: ignore[misc]
    return whole


def read_origins(contents: PackContents) -> tuple[dict[str, Origin], list[Finding]]:
    """Return the origins of the manifest, of the files that it names and of the sources, and what their hashes say.

    Parameters
    ----------
    contents : PackContents
    """
    origins: dict[str, Origin] = {}
    findings: list[Finding] = []
    roles = dict.fromkeys((*contents.manifest.files, *(role for source in SOURCES for role in source.roles)))
    paths = [contents.locate(role) for role in roles if contents.has(role)]
    for path in (contents.folder.name(contents.folder.manifest), *paths):
        origin, wrong = contents.read_origin(path)
        findings += wrong
        if origin is not None:
            origins[path] = origin
    return origins, findings
