"""The whole pack in one ZIP file, to take away: data, shapes, origins and attributions."""

from __future__ import annotations

from pathlib import Path

from alpsat_geo.sources.pack import SHARED_PATHS, PackPaths
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY, find_pack
from alpsat_geo.sources.whole_file import pack_zip

_ATTRIBUTIONS = ("NOTICE", "LICENSE")


def archive_pack(key: str = EMBEDDED_TERRITORY, root: Path | None = None) -> bytes:
    """Pack a territory's files and what all territories share, each beside its origin.

    Parameters
    ----------
    key : str
        Key of the territory.
    root : pathlib.Path or None
        Folder that holds geo/ and data/; None for the project's.

    Returns
    -------
    bytes
        A ZIP file; it unpacks over another root, or, for a pack that the project does not bring, over a data folder.
    """
    paths, folder = PackPaths.at(root), find_pack(key, root)
    held = {name: paths.locate(name) for name in _ATTRIBUTIONS if paths.locate(name).is_file()}
    if not folder.is_embedded:
        held |= {name: paths.locate(name) for name in SHARED_PATHS}
    top = "" if folder.is_embedded else f"territories/{key}/"
    held |= {top + name: folder.paths.locate(name) for name in folder.list_files()}
    return pack_zip({name: path.read_bytes() for name, path in held.items()})
