"""The whole pack in one ZIP file, to take away: data, shapes, origins and attributions."""

from __future__ import annotations

from alpsat_geo.sources.pack import SHARED_PATHS, PackPaths
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY, find_pack
from alpsat_geo.sources.whole_file import pack_zip

_ATTRIBUTIONS = ("NOTICE", "LICENSE")


def archive_pack(key: str = EMBEDDED_TERRITORY) -> bytes:
    """Pack a territory's files and what all territories share, each beside its origin.

    Parameters
    ----------
    key : str
        Key of the territory.

    Returns
    -------
    bytes
        A ZIP file; it unpacks over another root, or, for a pack that the project does not bring, over a data folder.
    """
    paths, folder = PackPaths.at(None), find_pack(key)
    held = {name: paths.locate(name) for name in _ATTRIBUTIONS if paths.locate(name).is_file()}
    if not folder.is_embedded:
        held |= {name: paths.locate(name) for name in SHARED_PATHS}
    top = "" if folder.is_embedded else f"territories/{key}/"
    held |= {top + name: folder.paths.locate(name) for name in folder.list_files()}
    return pack_zip({name: path.read_bytes() for name, path in held.items()})
