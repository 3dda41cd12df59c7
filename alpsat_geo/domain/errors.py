"""Errors that reach a person: each carries one clear French sentence, which a page may say in another language."""

from __future__ import annotations

from collections.abc import Sequence

from alpsat_geo.domain.findings import SHOWN_AT_MOST, Finding
from alpsat_geo.domain.remark import Remark


class AlpSatError(Exception):
    """Parent of every error of the package.

    Parameters
    ----------
    said : Remark or str
        One sentence. A remark is told in the language of who reads the page, and in French in a terminal; a text is in
        the reader's language already, or is told in terminals only.
    """

    def __init__(self, said: Remark | str = "") -> None:
        super().__init__(said)
        self.said = said


class InputError(AlpSatError, ValueError):
    """A wrong call: the sentence says what is wrong, with the value, and what is allowed."""


class WriteError(InputError, OSError):
    """A file that cannot be written where it was asked for; what was there before stays."""


class DataError(AlpSatError, ValueError):
    """Data that cannot be used; holds every finding, and says the first ones and how many follow.

    Parameters
    ----------
    findings : sequence of Finding
        At least one.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        lines = [str(finding) for finding in self.findings[:SHOWN_AT_MOST]]
        left = len(self.findings) - len(lines)
        if left:
            lines.append(f"… et {left} autre{'s' if left > 1 else ''} point{'s' if left > 1 else ''}.")
        super().__init__("\n".join(lines))
