"""The whole pack in one ZIP file, to take away: data, shapes, origins and attributions."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from alpsat_geo.sources.pack import SHARED_PATHS, PackPaths
from alpsat_geo.sources.pack_folder import EMBEDDED_TERRITORY, find_pack

# The oldest date that ZIP knows: the same files give the same bytes whenever they are packed.
_UNDATED = (1980, 1, 1, 0, 0, 0)
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
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in held.items():
            archive.writestr(zipfile.ZipInfo(name, _UNDATED), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return content.getvalue()
