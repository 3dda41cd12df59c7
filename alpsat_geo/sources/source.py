"""What an open-data source declares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from alpsat_geo.domain.findings import Finding
from alpsat_geo.sources.contents import PackContents


@dataclass(frozen=True, slots=True)
class Source:
    """One open-data source of the pack.

    Attributes
    ----------
    key : str
        Stable name.
    label : str
        French name, for a screen.
    producer : str
        Who publishes it.
    roles : tuple of str
        Roles of its files in a territory's manifest.
    check : callable
        Takes the contents of a pack and returns everything that is wrong with these files, alone and against the
        others; it never stops at the first finding.
    """

    key: str
    label: str
    producer: str
    roles: tuple[str, ...]
    check: Callable[[PackContents], list[Finding]]
