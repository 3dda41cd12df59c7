"""The folder of a site: replaced whole, and only where all that it holds was written by the same command."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from alpsat_geo.domain.errors import InputError
from alpsat_geo.sources.whole_file import write_folder

RECORD = "site.json"
"""Says of a folder that it is a site, and which files are its own: any other is somebody's."""

_GENERATOR = "alpsat_geo publish"


def check_site_folder(target: Path, *, is_forced: bool) -> None:
    """Refuse a folder that holds what is no part of a site, before anything is computed.

    Parameters
    ----------
    target : pathlib.Path
    is_forced : bool
        Whether such a folder may be replaced all the same; never one that holds the place where the command runs.

    Raises
    ------
    InputError
    """
    folder = target.resolve()
    if folder in {Path.cwd(), *Path.cwd().parents, Path.home(), *Path.home().parents}:
        raise InputError(
            f"« {target} » contient le dossier où vous êtes, ou le vôtre : choisissez-en un pour le site seul."
        )
    if folder.exists() and not folder.is_dir():
        raise InputError(f"« {target} » est un fichier : choisissez un dossier.")
    if is_forced or not folder.exists():
        return
    strange = next(_list_strange(folder), None)
    if strange is not None:
        raise InputError(
            f"Le dossier « {target} » contient « {strange} », que « publish » n'a pas écrit : choisissez un dossier"
            " vide, ou --force pour tout y remplacer."
        )


def write_site(target: Path, files: Mapping[str, bytes], said: Mapping[str, object]) -> None:
    """Write a site in place of the former one, with its record.

    Parameters
    ----------
    target : pathlib.Path
    files : mapping of str to bytes
        By path in the folder.
    said : mapping
        What the record says of the site, beside its files.

    Raises
    ------
    WriteError
        If the folder cannot be written; what was there before stays.
    """
    record = {"generator": _GENERATOR, **said, "files": list(files)}
    written = json.dumps(record, ensure_ascii=False, indent=1).encode("utf-8")
    write_folder(target.resolve(), {**files, RECORD: written}, replaces=True)


def _list_strange(folder: Path) -> Iterator[str]:
    """List what a folder holds beside the files that its record names, and the folders that hold them."""
    known = _read_record(folder / RECORD)
    folders = {parent.as_posix() for name in known for parent in Path(name).parents}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name not in (folders if path.is_dir() else known):
            yield name


def _read_record(path: Path) -> set[str]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    if not isinstance(record, dict) or record.get("generator") != _GENERATOR:
        return set()
    files = record.get("files")
    return {RECORD, *map(str, files)} if isinstance(files, list) else set()
