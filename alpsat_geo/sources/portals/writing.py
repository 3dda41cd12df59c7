"""A pack written anew: beside its place, whole, then in its place: a reader finds the old one or the new one."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from alpsat_geo.domain.errors import DataError, WriteError
from alpsat_geo.domain.findings import Finding, list_errors
from alpsat_geo.domain.provenance import Origin
from alpsat_geo.sources.check import check_folder
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.origins import seal_origin, write_origin
from alpsat_geo.sources.pack import ORIGIN_SUFFIX
from alpsat_geo.sources.pack_folder import PackFolder, place_former, place_pack
from alpsat_geo.sources.whole_file import explain_refusal, write_files

_NEXT_SUFFIX = ".next"


def write_pack(folder: PackFolder, files: Mapping[str, bytes], *, is_trial: bool = False) -> tuple[Finding, ...]:
    """Write a pack with some files changed, checked beside its place and then put there: all of it, or nothing.

    Parameters
    ----------
    folder : PackFolder
        The pack of today; see `stage_pack`.
    files : mapping of path in the pack to bytes
    is_trial : bool
        Whether it is only checked.

    Returns
    -------
    tuple of Finding
        The errors for which it was refused; none when it stands.

    Raises
    ------
    WriteError
        If the disk refuses; nothing has changed then.
    """
    staged = stage_pack(folder, files)
    try:
        errors = list_errors(check_folder(staged).findings)
        if not errors and not is_trial:
            swap_pack(staged)
    finally:
        drop_staged(folder.key)
    return errors


def write_pack_tables(contents: PackContents, tables: Mapping[str, bytes], origin: Origin) -> PackFolder:
    """Write tables of a pack in the user's folder, each with its origin: all of them, or nothing.

    Parameters
    ----------
    contents : PackContents
        The pack of today; the one that the project brings is copied, and its own files do not change.
    tables : mapping of role to bytes
    origin : Origin
        Of every table; the hash of each is made here.

    Returns
    -------
    PackFolder
        Where the pack stands now.

    Raises
    ------
    DataError
        If the pack would not be good with these tables.
    WriteError
        If the disk refuses.
    """
    folder, named = contents.folder, contents.manifest.files
    files: dict[str, bytes] = {}
    for role, content in tables.items():
        path = named.get(role, folder.name(folder.data / f"{role}.csv"))
        files[path] = content
        digest = hashlib.sha256(content).hexdigest()
        files[path + ORIGIN_SUFFIX] = write_origin(replace(origin, sha256=digest))
    errors = write_pack(folder, files)
    if errors:
        raise DataError(errors)
    return place_pack(folder.key)


def stage_pack(folder: PackFolder, files: Mapping[str, bytes]) -> PackFolder:
    """Write a pack with some files changed into a folder of its own beside its place.

    A pack that the project brings is written as one of the user's, which stands before it from then on; its own files
    do not change.

    Parameters
    ----------
    folder : PackFolder
        The pack of today.
    files : mapping of path in the pack to bytes

    Returns
    -------
    PackFolder
        What is staged: to be checked, then given to `swap_pack`, or dropped.

    Raises
    ------
    WriteError
        If the disk refuses; nothing has changed then.
    """
    target = place_pack(folder.key)
    recover_pack(target)
    if folder.root == place_former(target):
        # Found there after a writing that was stopped, it has just been put back in its place.
        folder = target
    staged = target.move(target.root.with_name(f".{folder.key}{_NEXT_SUFFIX}"))
    try:
        shutil.rmtree(staged.root, ignore_errors=True)
        staged.root.mkdir(parents=True)
        written: dict[str, bytes] = {}
        for path in folder.list_files():
            placed = rename_in_pack(folder, path)
            if placed is None or path in files:
                continue
            held = folder.paths.locate(path)
            if folder.is_embedded and placed == "manifest.yaml":
                written[placed] = _move_paths(folder, held.read_bytes())
                continue
            _link(held, staged.paths.locate(placed), is_shared=not folder.is_embedded)
        for path, content in files.items():
            placed = rename_in_pack(folder, path) or path
            written[placed] = (
                _move_paths(folder, content) if folder.is_embedded and placed == "manifest.yaml" else content
            )
        if folder.is_embedded:
            written |= _seal_manifest(folder, written, files)
        write_files({staged.paths.locate(path): content for path, content in written.items()}, makes_folder=True)
    except OSError as error:
        shutil.rmtree(staged.root, ignore_errors=True)
        if isinstance(error, WriteError):
            raise
        raise WriteError(explain_refusal(staged.root, error)) from error
    return staged


def swap_pack(staged: PackFolder) -> None:
    """Put a staged pack in its place.

    Stopped between the two moves, the former pack stands where `find_pack` finds it, and `recover_pack` puts it back.

    Raises
    ------
    WriteError
    """
    target = place_pack(staged.key)
    former = place_former(target)
    try:
        _sync(staged.root)
        if target.root.exists():
            shutil.rmtree(former, ignore_errors=True)
            target.root.rename(former)
        staged.root.rename(target.root)
        _sync(target.root.parent)
    except OSError as error:
        recover_pack(target)
        raise WriteError(explain_refusal(target.root, error)) from error
    shutil.rmtree(former, ignore_errors=True)


def recover_pack(target: PackFolder) -> None:
    """Put back a pack whose writing was stopped, and drop what it left."""
    former = place_former(target)
    if former.exists() and not target.root.exists():
        former.rename(target.root)
    shutil.rmtree(former, ignore_errors=True)
    drop_staged(target.key)


def drop_staged(key: str) -> None:
    """Drop what was staged."""
    root = place_pack(key).root
    shutil.rmtree(root.with_name(f".{key}{_NEXT_SUFFIX}"), ignore_errors=True)


def rename_in_pack(folder: PackFolder, path: str) -> str | None:
    """Return where a file of a pack stands in a pack of the user's; None for what belongs to no territory."""
    if not folder.is_embedded:
        return path
    located = folder.paths.locate(path)
    for held, place in ((folder.data, "data"), (folder.geo, "geo"), (folder.scenarios, "scenarios")):
        if held in located.parents:
            return f"{place}/{located.relative_to(held).as_posix()}"
    if path == folder.name(folder.manifest):
        return "manifest.yaml"
    return "manifest.yaml" + ORIGIN_SUFFIX if path == folder.name(folder.manifest) + ORIGIN_SUFFIX else None


def _move_paths(folder: PackFolder, manifest: bytes) -> bytes:
    """Write the paths of a manifest of the project as those of a pack of the user's."""
    text = manifest.decode()
    for held, place in ((folder.data, "data"), (folder.geo, "geo")):
        text = text.replace(f": {folder.name(held)}/", f": {place}/")
    return text.encode()


def _seal_manifest(folder: PackFolder, written: Mapping[str, bytes], files: Mapping[str, bytes]) -> dict[str, bytes]:
    beside = folder.name(folder.manifest) + ORIGIN_SUFFIX
    origin = files.get(beside) or folder.paths.locate(beside).read_bytes()
    return {"manifest.yaml" + ORIGIN_SUFFIX: seal_origin(origin, written["manifest.yaml"])}


def _link(source: Path, target: Path, *, is_shared: bool) -> None:
    """Give a file of the user's pack a second name, for the first goes; copy one of the project, which stays."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if is_shared:
        with suppress(OSError):  # Some disks know no second names.
            os.link(source, target)
            return
    shutil.copyfile(source, target)


def _sync(folder: Path) -> None:
    """Have the disk keep the names of a folder before what follows; some systems cannot, and do without."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    with suppress(OSError):
        os.fsync(handle)
    os.close(handle)
