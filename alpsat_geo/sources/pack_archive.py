"""The whole pack in one ZIP file, to take away: data, shapes, origins and attributions."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from alpsat_geo.sources.pack import PackPaths
from alpsat_geo.sources.territory import DEFAULT_TERRITORY

# The oldest date that ZIP knows: the same files give the same bytes whenever they are packed.
_UNDATED = (1980, 1, 1, 0, 0, 0)
_ATTRIBUTIONS = ("NOTICE", "LICENSE")


def archive_pack(key: str = DEFAULT_TERRITORY, root: Path | None = None) -> bytes:
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
        A ZIP file; paths are those of the project, so that it unpacks over another root.
    """
    paths = PackPaths.at(root)
    held = [name for name in _ATTRIBUTIONS if paths.locate(name).is_file()]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (*held, *paths.list_files(key)):
            archive.writestr(zipfile.ZipInfo(name, _UNDATED), paths.locate(name).read_bytes(), zipfile.ZIP_DEFLATED)
    return content.getvalue()
