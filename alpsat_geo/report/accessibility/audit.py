"""The audit: each criterion of the RGAA 4.1, whether it is met, and how that was checked.

The rate is counted from its rows, never written: a criterion that fails tomorrow changes the declaration.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from alpsat_geo.domain.text import N_

Status = Literal["met", "not_met", "not_applicable"]
Check = Literal["test", "axe", "manual"]

AUDITED_ON = date(2026, 11, 27)
"""Day on which each criterion was last gone through."""

THEMES: Mapping[int, str] = {
    1: N_("Images"),
    2: N_("Cadres"),
    3: N_("Couleurs"),
    4: N_("Multimédia"),
    5: N_("Tableaux"),
    6: N_("Liens"),
    7: N_("Scripts"),
    8: N_("Éléments obligatoires"),
    9: N_("Structuration"),
    10: N_("Présentation"),
    11: N_("Formulaires"),
    12: N_("Navigation"),
    13: N_("Consultation des contenus"),
}

_TABLE = Path(__file__).with_name("rgaa.csv")
_PARTLY = 0.5


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion.

    Attributes
    ----------
    number : str
        Its theme and its place, such as ``10.4``.
    title : str
        What it asks, in our own French words.
    status : {"met", "not_met", "not_applicable"}
    checked_by : {"test", "axe", "manual"}
        A test of the suite, rules of axe-core, or somebody who looked.
    evidence : str
        The test, the rules, or what was seen.
    reason : str
        Why it is not met, in French, to translate; empty otherwise.
    """

    number: str
    title: str
    status: Status
    checked_by: Check
    evidence: str
    reason: str

    @property
    def theme(self) -> int:
        """Return its theme, a key of `THEMES`."""
        return int(self.number.partition(".")[0])


@cache
def read_audit() -> tuple[Criterion, ...]:
    """Read the audit, in the order of its criteria."""
    rows = csv.DictReader(io.StringIO(_TABLE.read_text(encoding="utf-8"), newline=""))
    return tuple(_read_row(row) for row in rows)


def read_grid() -> bytes:
    """Return the audit as it is kept, to be taken away."""
    return _TABLE.read_bytes()


def count_statuses(theme: int | None = None) -> dict[Status, int]:
    """Count the criteria by status.

    Parameters
    ----------
    theme : int or None
        None: of all themes.
    """
    shown = [one.status for one in read_audit() if theme is None or one.theme == theme]
    return {status: shown.count(status) for status in get_args(Status)}


def count_checks() -> dict[Check, int]:
    """Count the criteria that apply by how they were checked."""
    shown = [one.checked_by for one in read_audit() if one.status != "not_applicable"]
    return {check: shown.count(check) for check in get_args(Check)}


def measure_rate() -> float:
    """Return the share of the criteria that apply which are met."""
    counts = count_statuses()
    return counts["met"] / (counts["met"] + counts["not_met"])


def name_standing() -> str:
    """Name what the law calls this rate, in French, to translate."""
    rate = measure_rate()
    if rate == 1:
        return N_("totalement conforme")
    return N_("partiellement conforme") if rate >= _PARTLY else N_("non conforme")


def _read_row(row: Mapping[str, str]) -> Criterion:
    return Criterion(
        row["number"],
        row["title"],
        cast("Status", row["status"]),
        cast("Check", row["checked_by"]),
        row["evidence"],
        row["reason"],
    )
