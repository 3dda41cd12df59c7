"""Files that a person takes away: whole or not there at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def write_whole(target: Path, content: bytes) -> None:
    """Write a file beside its place, then move it there: a reader never finds half of it.

    Parameters
    ----------
    target : pathlib.Path
        Its folder must exist.
    content : bytes

    Raises
    ------
    OSError
        If the folder refuses; what was there before stays.
    """
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=target.suffix)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o644)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def read_written(suffix: str, write: Callable[[Path], None]) -> bytes:
    """Return the bytes of a file that only another library's writer can make.

    Parameters
    ----------
    suffix : str
        Such as ``.gpkg``.
    write : function of a path that does not exist yet
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        write(path)
        return path.read_bytes()
