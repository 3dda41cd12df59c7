"""What a check found wrong: where, which value, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from alpsat_geo.domain.remark import Remark

Severity = Literal["error", "warning"]

SHOWN_AT_MOST = 50
"""Findings that a person is shown at once; the others are counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    Attributes
    ----------
    severity : {"error", "warning"}
        An error refuses the file; a warning lets it in and is shown.
    source : str
        The file's path in the project, or the key of the source.
    said : Remark or str
        One sentence: what is wrong, with the value, and what to do. A text is in the reader's language already.
    line : int or None
        Line in the file, from 1 (the header); None where the file has no lines.
    column : str or None
        Column or property concerned, None when the whole line or file is.
    value : str or None
        The value found, as text.
    """

    severity: Severity
    source: str
    said: Remark | str
    line: int | None = None
    column: str | None = None
    value: str | None = None

    @property
    def message(self) -> str:
        """The sentence, in French."""
        return str(self.said)

    def __str__(self) -> str:
        """Return the finding as one line for a person, in French."""
        place = self.source
        if self.line is not None:
            place += f", ligne {self.line}"
        if self.column is not None:
            place += f", colonne {self.column}"
        return f"{place} : {self.message}"


def list_errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that refuse a file, in their order."""
    return tuple(finding for finding in findings if finding.severity == "error")
