"""Files that the application writes: whole or not there at all."""

from __future__ import annotations

import errno
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO

from alpsat_geo.domain.errors import InputError, WriteError

_FULL = {errno.ENOSPC, errno.EDQUOT}
_REFUSED = {errno.EACCES, errno.EPERM}
_ABSENT = {errno.ENOENT, errno.ENOTDIR}
_READABLE_BY_ALL = 0o644
_READABLE_BY_OWNER = 0o600
# The first that the format knows: an archive does not say when it was made.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def check_folder(target: Path) -> None:
    """Refuse a file whose folder is not there, before what it will hold is computed.

    Raises
    ------
    InputError
    """
    if not target.parent.is_dir():
        raise InputError(f"Le dossier « {target.parent} » n'existe pas : créez-le, ou choisissez-en un autre.")


def write_whole(target: Path, content: bytes, *, makes_folder: bool = False) -> None:
    """Write one file; see `write_files`."""
    write_files({target: content}, makes_folder=makes_folder)


def write_files(contents: Mapping[Path, bytes], *, makes_folder: bool = False) -> None:
    """Write files beside their places, then move them there: a reader never finds half of one.

    None takes its place before all are on the disk.

    Parameters
    ----------
    contents : mapping of pathlib.Path to bytes
    makes_folder : bool
        Whether folders that are missing are made.

    Raises
    ------
    WriteError
        With the file, the reason (disk full, folder missing or closed to writing) and what to do; what was there before
        stays.
    """
    beside: dict[Path, Path] = {}
    target = Path()
    try:
        for target, content in contents.items():
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            if makes_folder:
                target.parent.mkdir(parents=True, exist_ok=True)
            beside[target] = _write_beside(target, content)
        for target, written in beside.items():
            written.replace(target)
    except OSError as error:
        raise WriteError(explain_refusal(target, error)) from error
    finally:
        for written in beside.values():
            written.unlink(missing_ok=True)


def write_folder(
    target: Path, contents: Mapping[str, bytes], *, folders: Sequence[str] = (), replaces: bool = False
) -> None:
    """Write a folder beside its place, then move it there: a reader finds all of it, or none.

    Parameters
    ----------
    target : pathlib.Path
        Its parents are made.
    contents : mapping of str to bytes
        By path in the folder, with forward slashes.
    folders : sequence of str
        Folders that it also holds, empty if need be.
    replaces : bool
        Whether a folder of this name gives way.

    Raises
    ------
    WriteError
        See `write_files`; what was there before stays.
    """
    path = target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".") as beside:
            whole = Path(beside) / "new"
            for folder in folders:
                (whole / folder).mkdir(parents=True, exist_ok=True)
            for name, content in contents.items():
                path = whole / name
                path.parent.mkdir(parents=True, exist_ok=True)
                _write_beside(path, content).replace(path)
            path = target
            if target.exists() and not replaces:
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
            former = Path(beside) / "former"
            if target.exists():
                target.replace(former)
            try:
                whole.replace(target)
            except OSError:
                if former.exists():
                    former.replace(target)
                raise
    except OSError as error:
        raise WriteError(explain_refusal(path if path == target else target / path.name, error)) from error


def write_by(target: Path, write: Callable[[Path], object]) -> None:
    """Let another program or library write a file beside its place, then move it there: only its owner reads it.

    Parameters
    ----------
    target : pathlib.Path
    write : function of a path that does not exist yet

    Raises
    ------
    WriteError
        See `write_files`.
    """
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".") as folder:
            written = Path(folder) / target.name
            write(written)
            with written.open("rb+") as file:
                os.fsync(file.fileno())
            written.chmod(_READABLE_BY_OWNER)
            written.replace(target)
    except OSError as error:
        raise WriteError(explain_refusal(target, error)) from error


def write_archive(target: Path, contents: Mapping[str, bytes]) -> None:
    """Write files as one ZIP archive that only its owner reads: the same contents give the same bytes.

    Parameters
    ----------
    target : pathlib.Path
    contents : mapping of str to bytes
        By path in the archive, with forward slashes, in their order.

    Raises
    ------
    WriteError
        See `write_files`.
    """
    packed = pack_zip(contents)
    write_by(target, lambda path: path.write_bytes(packed))


def pack_zip(contents: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack files in a ZIP archive, in their order: the same contents give the same bytes.

    Parameters
    ----------
    contents : mapping of str to bytes
        By path in the archive, with forward slashes.
    compression : int
        One of the constants of `zipfile`.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in contents.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), content, compression)
    return packed.getvalue()


@contextmanager
def open_growing(target: Path, *, keeps: bool) -> Iterator[BinaryIO]:
    """Open a file that grows piece by piece, in a folder made for it: a download, never what others read.

    Parameters
    ----------
    target : pathlib.Path
    keeps : bool
        Whether what it holds is kept and followed.

    Raises
    ------
    WriteError
        See `write_files`; on a full disk, what it holds is given back.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("ab" if keeps else "wb") as file:
            yield file
    except OSError as error:
        if error.errno in _FULL:
            with suppress(OSError):
                target.unlink(missing_ok=True)
        raise WriteError(explain_refusal(target, error)) from error


@contextmanager
def unpack_aside(content: IO[bytes], suffix: str) -> Iterator[Path]:
    """Give a stream to a library that reads paths alone: a file among the temporary ones, gone afterwards.

    Parameters
    ----------
    content : file
        Bounded by who gives it.
    suffix : str
        Such as ``.gpkg``.

    Raises
    ------
    WriteError
        If the folder of temporary files refuses; see `write_files`.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        try:
            with path.open("wb") as file:
                shutil.copyfileobj(content, file, 1024 * 1024)
        except OSError as error:
            raise WriteError(explain_refusal(path, error)) from error
        yield path


def read_written(suffix: str, write: Callable[[Path], None]) -> bytes:
    """Return the bytes of a file that only another library's writer can make.

    Parameters
    ----------
    suffix : str
        Such as ``.gpkg``.
    write : function of a path that does not exist yet

    Raises
    ------
    WriteError
        If the folder of temporary files refuses; see `write_files`.
    """
    path = Path(tempfile.gettempdir())
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"file{suffix}"
            write(path)
            return path.read_bytes()
    except OSError as error:
        raise WriteError(explain_refusal(path, error)) from error


def _write_beside(target: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=target.suffix)
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        written.chmod(_READABLE_BY_ALL)
    except OSError:
        written.unlink(missing_ok=True)
        raise
    return written


def explain_refusal(target: Path, error: OSError) -> str:
    """Return the sentence of a file or a folder that the disk refuses."""
    folder = target.parent
    if error.errno in _FULL:
        reason = "le disque est plein. Libérez de la place, ou choisissez un autre dossier."
    elif error.errno == errno.EROFS:
        reason = f"« {folder} » est en lecture seule. Choisissez un autre dossier."
    elif error.errno in _REFUSED:
        reason = f"vous n'avez pas le droit d'écrire dans « {folder} ». Changez ses droits, ou prenez-en un autre."
    elif error.errno in _ABSENT:
        reason = f"le dossier « {folder} » n'existe pas. Créez-le, ou choisissez-en un autre."
    elif error.errno == errno.EISDIR:
        reason = "un dossier porte déjà ce nom. Choisissez un autre nom."
    elif error.errno == errno.ENAMETOOLONG:
        reason = "ce nom est trop long. Raccourcissez-le."
    else:
        reason = f"{error.strerror or error}. Vérifiez les droits sur « {folder} », ou choisissez un autre dossier."
    return f"« {target} » ne peut pas être écrit : {reason}"
