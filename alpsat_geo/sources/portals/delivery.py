"""What an adapter gives of a territory, in the columns of its pack."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from alpsat_geo.domain.findings import Finding
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.manifest import Manifest
from alpsat_geo.sources.portals.client import Client

Cell = float | int | str | None
"""A value of a table; None is blank: not published, or a secret."""


@dataclass(frozen=True, slots=True)
class ColumnsUpdate:
    """Columns of a table with a row a commune.

    Attributes
    ----------
    role : str
        Of the file in the manifest.
    values : mapping of INSEE code to mapping of column to Cell
        Every commune of the territory; the columns are the same for all.
    replaced : tuple of str
        Templates of dated columns (``population_{years}_count``) whose other years leave the table.
    """

    role: str
    values: Mapping[str, Mapping[str, Cell]]
    replaced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowsUpdate:
    """Rows of a table, in the place of those of the same source.

    Attributes
    ----------
    role : str
    rows : sequence of mapping of column to Cell
    is_replaced : function of a row, as text by column, to bool
        Whether a row of today leaves the table.
    label : tuple of str
        Columns that name a row for a person.
    """

    role: str
    rows: Sequence[Mapping[str, Cell]]
    is_replaced: Callable[[Mapping[str, str]], bool]
    label: tuple[str, ...] = ("insee_code",)


@dataclass(frozen=True, slots=True)
class FileUpdate:
    """A whole file; ``told`` says in one sentence what it holds."""

    role: str
    content: bytes
    told: str
    suffix: str = ".geojson"


Update = ColumnsUpdate | RowsUpdate | FileUpdate


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one portal gives.

    Attributes
    ----------
    vintage : str
        As it will stand in the origin of the file, such as ``2026-T3 (Cartefibre)``.
    url : str
        Where it was downloaded.
    updates : tuple of Update
    date_published : str or None
        ISO date, when the portal says it.
    findings : tuple of Finding
        Warnings that a person should read.
    totals : mapping of str to int
        Totals of the manifest that change with it.
    note : str
        What a reader must know before using the file; empty: the note of before stays.
    """

    vintage: str
    url: str
    updates: tuple[Update, ...]
    date_published: str | None = None
    findings: tuple[Finding, ...] = ()
    totals: Mapping[str, int] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """What an adapter is asked for.

    Attributes
    ----------
    client : Client
    contents : PackContents
        The pack of today.
    is_heavy : bool
        Whether files of more than a gigabyte may be downloaded.
    """

    client: Client
    contents: PackContents
    is_heavy: bool = False

    @property
    def manifest(self) -> Manifest:
        """Return the manifest of the territory."""
        return self.contents.manifest

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the INSEE codes of the communes, ascending."""
        return self.contents.manifest.insee_codes


@dataclass(frozen=True, slots=True)
class Portal:
    """One adapter: where its figures come from, and what brings them.

    Attributes
    ----------
    key, label : str
        Stable name, and French name for a screen.
    producer, title, url_main, licence : str
        For the origin of a file that has none yet.
    roles : tuple of str
        Of the files that it changes.
    vintage_pattern : str
        Regular expression of its part of a file's vintage.
    cadence_days : int
        How often the producer publishes: past twice as long, a refreshed pack is old.
    fetch : function of a Request to a Delivery
        Raises a `PortalError` when the portal does not give what it should.
    is_on_request : bool
        Only when it is named: a control, or a file that not everyone needs.
    """

    key: str
    label: str
    producer: str
    title: str
    url_main: str
    licence: str
    roles: tuple[str, ...]
    vintage_pattern: str
    cadence_days: int
    fetch: Callable[[Request], Delivery]
    is_on_request: bool = False


def warn(key: str, message: str, value: str | None = None) -> Finding:
    """Return a warning of an adapter."""
    return Finding("warning", key, message, value=value)
