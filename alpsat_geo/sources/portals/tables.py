"""Tables of the portals, read by pieces: only the columns and the rows of a territory stay."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pandas as pd

from alpsat_geo.sources.portals.client import Client, PortalError, Resource

SAMPLE_BYTES = 64 * 1024
"""How much of a table is looked at before it is read: its file is buffered by as much."""

_ROWS_AT_ONCE = 200_000
_SEPARATORS = ";,\t|"


def iterate_rows(
    content: io.BufferedReader[Any],
    name: str,
    columns: Sequence[str],
    keeps: Callable[[pd.DataFrame], pd.Series] | None = None,
    *,
    encoding: str = "",
) -> Iterator[pd.DataFrame]:
    """Read a CSV table by pieces, every value as text; missing is the empty text.

    Parameters
    ----------
    content : file
        Buffered by `SAMPLE_BYTES`. Its separator is found in its first line; UTF-8, else what a French spreadsheet
        writes (Windows-1252).
    name : str
        The table, for a sentence.
    columns : sequence of str
        Those to keep; each must be there.
    keeps : function of a table to a boolean series, optional
        The rows to keep.
    encoding : str
        When the portal writes another one than it should.

    Raises
    ------
    PortalError
        If a column is missing, or the table cannot be read.
    """
    start = content.peek(SAMPLE_BYTES)
    header = start.split(b"\n", 1)[0].decode("utf-8-sig", "replace").strip()
    separator = max(_SEPARATORS, key=header.count)
    names = next(csv.reader([header], delimiter=separator), [])
    missing = [column for column in columns if column not in names]
    if missing:
        raise PortalError(
            f"{name} : la colonne « {missing[0]} » manque ; le fichier a changé de forme, ou n'est pas le bon."
        )
    chosen = encoding or _guess_encoding(start)
    pieces = pd.read_csv(
        content,
        sep=separator,
        usecols=list(columns),
        dtype=str,
        keep_default_na=False,
        encoding=chosen,
        encoding_errors="replace",
        chunksize=_ROWS_AT_ONCE,
        on_bad_lines="error",
    )
    try:
        for piece in pieces:
            kept = piece if keeps is None else piece[keeps(piece)]
            if len(kept):
                yield kept[list(columns)]
    except (pd.errors.ParserError, UnicodeDecodeError) as error:
        raise PortalError(f"{name} : le tableau ne se lit plus, il est peut-être coupé ({str(error)[:100]}).") from None


def download_rows(
    client: Client,
    resource: Resource,
    name: str,
    columns: Sequence[str],
    keeps: Callable[[pd.DataFrame], pd.Series] | None = None,
    *,
    most_bytes: int,
    encoding: str = "",
) -> pd.DataFrame:
    """Download a table and return its rows that are kept; see `Client.download` and `iterate_rows`."""
    path = client.download(resource, most_bytes=most_bytes, is_text=True)
    with io.BufferedReader(path.open("rb", buffering=0), SAMPLE_BYTES) as content:
        pieces = list(iterate_rows(content, name, columns, keeps, encoding=encoding))
    return pd.concat(pieces, ignore_index=True) if pieces else pd.DataFrame(columns=list(columns), dtype=str)


def keep_codes(column: str, codes: Sequence[str]) -> Callable[[pd.DataFrame], pd.Series]:
    """Return what keeps the rows of communes."""
    wanted = set(codes)
    return lambda table: table[column].isin(wanted)


def read_number(text: object) -> float | None:
    """Return a number written with a point or a comma; None when the text is empty or no number."""
    written = str(text).strip().replace("\u202f", "").replace("\xa0", "").replace(" ", "")
    if written.count(",") == 1 and "." not in written:
        written = written.replace(",", ".")
    try:
        return float(written)
    except ValueError:
        return None


def _guess_encoding(start: bytes) -> str:
    try:
        start[: max(start.rfind(b"\n"), 1)].decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"
