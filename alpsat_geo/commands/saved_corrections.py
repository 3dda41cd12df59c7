"""The ``corrections`` command: what this machine keeps for the territory, listed, taken away, added to, undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from alpsat_geo.commands.corrections import check_ending, describe_fields, fetch_table
from alpsat_geo.commands.documents import Json
from alpsat_geo.domain.corrected import correct_territory
from alpsat_geo.domain.correction import Correction
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.corrections.code import read_correction, write_correction
from alpsat_geo.report.corrections.file import read_corrections, write_csv, write_xlsx
from alpsat_geo.report.corrections.told import describe_correction, tell_origin
from alpsat_geo.sources.whole_file import write_whole
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.corrections import CorrectionStore
from alpsat_geo.store.database import Database
from alpsat_geo.store.place import may_hold_rows

ALONE = Actor(is_alone=True)
"""Who has a terminal on a machine has its database."""


def apply_saved(territory: Territory, path: Path) -> int:
    """Keep the corrections of a file for the territory, on this machine, and return how many there are.

    Raises
    ------
    InputError, DataError, StoreError
        As `correct_project` and the store; nothing is then kept.
    """
    corrected = correct_territory(territory, [kept for _number, kept in list_saved(territory)])[0]
    found = read_corrections(fetch_table(path), str(path), corrected)
    with _reach_store() as store:
        store.apply(territory.key, [write_correction(one) for one in found], ALONE)
    return len(found)


def undo_saved(territory: Territory, number: int) -> None:
    """Undo a correction of the territory, on this machine.

    Raises
    ------
    MissingError, ConflictError, StoreError
        If there is no such correction, or if it is undone; as the store.
    """
    with _reach_store() as store:
        store.undo(territory.key, number, ALONE)


def list_saved(territory: Territory) -> list[tuple[int, Correction]]:
    """List the corrections that this machine keeps for the territory and that are in force, with their numbers.

    Raises
    ------
    StoreError
        If the database does not answer; where there is none, nothing is kept and none is made.
    """
    if not may_hold_rows():
        return []
    with _reach_store() as store:
        kept = store.list(territory.key)
    found = ((one.number, read_correction(one.values, territory)) for one in kept if one.undone_at is None)
    return [(number, replace(one, is_saved=True)) for number, one in found if one is not None]


def write_saved(territory: Territory, target: Path, *, is_template: bool) -> None:
    """Write the corrections in force, or an empty template, in the format of the ending.

    Raises
    ------
    InputError, WriteError
        If the file cannot be written there.
    """
    check_ending(target)
    found = () if is_template else tuple(one for _number, one in list_saved(territory))
    corrected = correct_territory(territory, found)[0]
    write = write_csv if target.suffix.lower() == ".csv" else write_xlsx
    write_whole(target, write(found, corrected))


def saved_document(territory: Territory) -> dict[str, Json]:
    """Build the JSON document of what is kept: each correction with its number."""
    return {"corrections": [{"number": number, **describe_fields(one)} for number, one in list_saved(territory)]}


def saved_text(territory: Territory) -> str:
    """Write what is kept, one line a correction, with the number that undoes it."""
    saved = list_saved(territory)
    if not saved:
        return "Aucune correction n'est enregistrée pour ce territoire sur cette machine."
    corrected = correct_territory(territory, [one for _number, one in saved])[0]
    lines = [f"{number}  {describe_correction(one, corrected)} : {tell_origin(one)}" for number, one in saved]
    return "\n".join(["Corrections enregistrées pour le territoire :", *lines])


@contextmanager
def _reach_store() -> Iterator[CorrectionStore]:
    with closing(Database.connect()) as database:
        yield CorrectionStore(database)
