"""Corrections on the command line: read from a file that is named, told beside every answer that rests on them."""

from __future__ import annotations

from pathlib import Path

from alpsat_geo.commands.documents import Json
from alpsat_geo.domain.correction import Correction
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.territory import Territory
from alpsat_geo.project import Project
from alpsat_geo.report.corrections.code import write_correction
from alpsat_geo.report.corrections.file import ENDINGS, read_corrections
from alpsat_geo.report.corrections.told import describe_correction, list_corrections, tell_origin, tell_use
from alpsat_geo.sources.table import read_brought


def correct_project(project: Project, path: Path | None) -> Project:
    """Return the project with its data corrected by a file; itself without one.

    Raises
    ------
    InputError
        If the file cannot be read, or is neither CSV nor XLSX.
    DataError
        With every wrong cell; nothing of the file is then applied.
    """
    if path is None:
        return project
    return project.correct(read_corrections(fetch_table(path), str(path), project.territory))


def fetch_table(path: Path) -> bytes:
    """Return a file of corrections, refused by its ending before it is opened; see `read_brought`."""
    check_ending(path)
    return read_brought(path)


def check_ending(path: Path) -> None:
    """Refuse a file that is neither CSV nor XLSX.

    Raises
    ------
    InputError
    """
    if path.suffix.lower() not in ENDINGS:
        raise InputError(f"« {path} » n'est pas un fichier de corrections : donnez-le en {' ou '.join(ENDINGS)}.")


def corrections_document(territory: Territory) -> dict[str, Json]:
    """Build what a JSON document says of the corrections it rests on."""
    return {"corrections": [{**describe_fields(one), "saved": one.is_saved} for one in territory.corrections]}


def describe_fields(correction: Correction) -> dict[str, Json]:
    """Return what a correction says, without what it leaves as it is."""
    return {name: value for name, value in write_correction(correction).items() if value not in ("", None)}


def corrections_text(territory: Territory) -> str:
    """Write the corrections that an answer rests on, one line each."""
    kept = "enregistrées" if all(one.is_saved for one in territory.corrections) else "non enregistrées"
    return "\n".join(
        ["", f"Chiffres calculés avec ces corrections aux données, {kept} :"]
        + [f"  {line}" for line in list_corrections(territory)]
    )


def describe_uses(territory: Territory) -> list[dict[str, str]]:
    """Return each correction with what it is based on and what depends on it."""
    return [
        {
            "correction": describe_correction(one, territory),
            "origin": tell_origin(one),
            "use": tell_use(one),
        }
        for one in territory.corrections
    ]
