"""ZIP files of the portals, read within bounds: one member at a time, never unpacked by its own name."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from alpsat_geo.sources.portals.client import PortalError
from alpsat_geo.sources.portals.tables import SAMPLE_BYTES

UNPACKED_MOST_BYTES = 4 * 1024**3
"""Most that one member may weigh once unpacked: the census by age is 0.7 GB."""

_MEMBERS_MOST = 10_000
# A table compresses fifty times; what compresses five hundred times is a trap.
_RATIO_MOST = 500
_SMALL_BYTES = 16 * 1024**2


@contextmanager
def open_member(path: Path, pattern: str) -> Iterator[io.BufferedReader]:
    """Open the one member of a ZIP file whose name a pattern finds.

    Parameters
    ----------
    path : pathlib.Path
    pattern : str
        Regular expression, searched in the name of each member, in any case.

    Raises
    ------
    PortalError
        If the file is no ZIP, is damaged, unpacks to more than `UNPACKED_MOST_BYTES`, by what it says or by what comes,
        or if a name leaves its folder or no member, or several, have the name.
    """
    name = path.name.split("-", 1)[-1]
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > _MEMBERS_MOST:
                raise PortalError(
                    f"« {name} » contient {len(members)} fichiers, plus de {_MEMBERS_MOST} : il est refusé."
                )
            for member in members:
                check_member_name(name, member.filename)
            found = [member for member in members if re.search(pattern, member.filename, re.IGNORECASE)]
            if len(found) != 1:
                raise PortalError(f"« {name} » devrait contenir un fichier « {pattern} », il en contient {len(found)}.")
            _check_weight(name, found[0])
            with archive.open(found[0]) as member_file:
                yield io.BufferedReader(_Bounded(member_file, name), SAMPLE_BYTES)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise PortalError(
            f"« {name} » n'est pas une archive ZIP lisible, ou elle est abîmée : réessayez plus tard."
        ) from error


def check_member_name(archive: str, name: str) -> None:
    """Refuse a member whose name leaves its folder.

    Raises
    ------
    PortalError
    """
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", name):
        raise PortalError(
            f"« {archive} » contient « {name[:80]} », un chemin qui sort de son dossier : l'archive est refusée."
        )


def _check_weight(archive: str, member: zipfile.ZipInfo) -> None:
    is_bomb = member.file_size > _SMALL_BYTES and member.file_size > _RATIO_MOST * max(member.compress_size, 1)
    if is_bomb or member.file_size > UNPACKED_MOST_BYTES:
        raise PortalError(
            f"« {archive} » se déplierait en {member.file_size / 1e6:.0f} Mo pour {member.compress_size / 1e6:.2f} Mo :"
            " l'archive est refusée."
        )


class _Bounded(io.RawIOBase):
    """Reads another file, and no more than its bytes."""

    def __init__(self, file: object, name: str) -> None:
        super().__init__()
        self._file = file
        self._left = UNPACKED_MOST_BYTES
        self._name = name

    def readable(self) -> bool:
        """Tell that it may be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read the next bytes."""
        piece: bytes = self._file.read(len(buffer))  # type: ignore[attr-defined]
        self._left -= len(piece)
        if self._left < 0:
            raise PortalError(f"« {self._name} » se déplie en plus qu'il n'annonce : l'archive est refusée.")
        buffer[: len(piece)] = piece
        return len(piece)
