"""Errors that reach a person: each carries one clear French sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alpsat_geo.domain.findings import Finding


class AlpSatError(Exception):
    """Parent of every error of the package."""


class InputError(AlpSatError, ValueError):
    """A wrong call: the sentence says what is wrong, with the value, and what is allowed."""


class DataError(AlpSatError, ValueError):
    """Data that cannot be used; holds every finding, not only the first.

    Parameters
    ----------
    findings : sequence of Finding
        At least one.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))
