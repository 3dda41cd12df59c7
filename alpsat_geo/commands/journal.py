"""The ``journal`` and ``purge`` commands: who changed what, and what is not kept any longer."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from datetime import date

from alpsat_geo.commands.documents import Json
from alpsat_geo.commands.saved_corrections import ALONE
from alpsat_geo.commands.text import align_columns
from alpsat_geo.domain.errors import InputError
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.journal import find_instant, list_rows, write_journal_csv
from alpsat_geo.store.database import Database
from alpsat_geo.store.journal import JournalStore
from alpsat_geo.store.journal_line import JournalLine
from alpsat_geo.store.place import may_hold_rows
from alpsat_geo.store.retention import Purged, RetentionStore


def read_day(text: str, option: str) -> date:
    """Read a day from the command line.

    Raises
    ------
    InputError
        If it is not one.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            f"« {option} {text} » n'est pas un jour : écrivez l'année, le mois et le jour, comme 2026-01-31."
        ) from None


def read_journal(since: date | None, until: date | None, territory_key: str | None = None) -> tuple[JournalLine, ...]:
    """Read the lines from a day to another, both included, the latest first; none where nobody kept anything.

    Raises
    ------
    InputError
        If the days are in the wrong order.
    StoreError
        If the database does not answer.
    """
    if since and until and since > until:
        raise InputError(f"« --since {since} » vient après « --until {until} » : échangez les deux jours.")
    if not may_hold_rows():
        return ()
    with closing(Database.connect()) as database:
        return JournalStore(database).list(
            ALONE,
            since=find_instant(since) if since else None,
            until=find_instant(until, is_end=True) if until else None,
            territory_key=territory_key,
        )


def journal_document(lines: tuple[JournalLine, ...]) -> dict[str, Json]:
    """Build the JSON document of the journal."""
    return {
        "lines": [
            {
                **asdict(line),
                "made_at": line.made_at.isoformat(),
                "before": None if line.before is None else dict(line.before),
                "after": None if line.after is None else dict(line.after),
            }
            for line in lines
        ]
    }


def journal_text(lines: tuple[JournalLine, ...]) -> str:
    """Write one line a write: when, who, what, and what it was before and after."""
    if not lines:
        return "Le journal n'a aucune ligne."
    rows = [
        (when, who, what, " -> ".join(filter(None, (before, after))))
        for when, who, what, before, after in list_rows(lines)
    ]
    return "\n".join(align_columns(rows))


def journal_csv(lines: tuple[JournalLine, ...]) -> str:
    """Write the journal as the table that `write_journal_csv` makes, for a file or another program."""
    return write_journal_csv(lines).decode().removesuffix("\r\n")


def purge(before: date, *, is_trial: bool) -> dict[str, Json]:
    """Delete for good what ended before a day; see `alpsat_geo.store.retention`.

    Raises
    ------
    InputError
        If the day is to come.
    StoreError
        If the database fails; nothing went.
    """
    purged = Purged(0, 0, 0, 0)
    if may_hold_rows():
        with closing(Database.connect()) as database:
            purged = RetentionStore(database).purge(find_instant(before), ALONE, is_trial=is_trial)
    return {"before": before.isoformat(), "is_trial": is_trial, **asdict(purged)}


def purge_text(done: dict[str, Json]) -> str:
    """Say what `purge` deleted, or would."""
    counts = {
        "journal_lines": "lignes du journal",
        "consultations": "consultations terminées, avec leurs votes",
        "scenarios": "scénarios de la corbeille, avec leurs versions",
        "meetings": "réunions terminées",
    }
    day = f"{date.fromisoformat(str(done['before'])):%d/%m/%Y}"
    head = f"Serait effacé, d'avant le {day} :" if done["is_trial"] else f"Effacé, d'avant le {day} :"
    lines = [f"- {label} : {format_number(int(str(done[name])))}" for name, label in counts.items()]
    return "\n".join([head, *lines])
