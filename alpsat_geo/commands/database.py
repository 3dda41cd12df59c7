"""The database on the command line: brought to this version, copied in one file, put back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from alpsat_geo.commands.documents import Json
from alpsat_geo.domain.errors import InputError
from alpsat_geo.report.figures import format_number
from alpsat_geo.sources.whole_file import check_folder, write_by
from alpsat_geo.store.backup import copy_database, count_rows, find_revision, restore_database
from alpsat_geo.store.database import Database
from alpsat_geo.store.failures import name_place
from alpsat_geo.store.location import locate_database
from alpsat_geo.store.tables import LATEST_REVISION


def migrate() -> dict[str, Json]:
    """Bring the database to the tables of this version.

    Raises
    ------
    StoreError
        If it fails, or if a newer version wrote it.
    """
    url = locate_database()
    is_there = url.get_backend_name() != "sqlite" or Path(str(url.database)).is_file()
    before = find_revision(url) if is_there else None
    Database(url).close()
    return {"database": str(name_place(url)), "from": before, "to": LATEST_REVISION}


def back_up(target: Path) -> dict[str, Json]:
    """Copy the database in one file, whatever writes in it meanwhile.

    Raises
    ------
    InputError
        If the folder of the file is not there.
    WriteError, StoreError
        If it cannot be written, or the database be read; what the file held before stays.
    """
    check_folder(target)
    url = locate_database()
    write_by(target, lambda path: copy_database(url, path))
    return {"database": str(name_place(url)), "file": str(target), "bytes": target.stat().st_size}


def restore(source: Path, *, is_forced: bool) -> dict[str, Json]:
    """Put a copy in the place of all that the database holds; what it held is copied beside first.

    Raises
    ------
    InputError
        If the file is not a copy of such a database, or if the database holds something and nobody forces it.
    WriteError, StoreError
        If either fails; the database then holds what it held.
    """
    url = locate_database()
    held = count_rows(url)
    kept: Path | None = None
    if held and not is_forced:
        raise InputError(
            f"{name_place(url)} contient déjà {format_number(held)} lignes : ajoutez --force pour les remplacer, elles"
            " seront d'abord copiées à côté de la sauvegarde."
        )
    if held:
        kept = source.with_name(f"{source.stem}-avant-{datetime.now().astimezone():%Y%m%d-%H%M%S}{source.suffix}")
        back_up(kept)
    revision = restore_database(source, url)
    return {
        "database": str(name_place(url)),
        "file": str(source),
        "from": revision,
        "to": LATEST_REVISION,
        "kept": None if kept is None else str(kept),
    }


def migration_text(done: dict[str, Json]) -> str:
    """Write what `migrate` did."""
    if done["from"] == done["to"]:
        return f"{done['database']} est à jour (révision {done['to']}) : rien n'a été changé."
    before = "vide" if done["from"] is None else f"à la révision {done['from']}"
    return f"{done['database']} était {before} : elle est à la révision {done['to']}."


def backup_text(done: dict[str, Json]) -> str:
    """Write what `back_up` did."""
    return f"{done['database']} est copiée dans « {done['file']} » ({format_number(int(str(done['bytes'])))} octets)."


def restore_text(done: dict[str, Json]) -> str:
    """Write what `restore` did."""
    lines = [f"{done['database']} contient ce que « {done['file']} » avait gardé (révision {done['from']})."]
    lines += [f"Ce qu'elle contenait est dans « {done['kept']} »."] if done["kept"] else []
    return "\n".join(lines)
