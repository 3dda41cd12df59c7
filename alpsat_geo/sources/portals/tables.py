"""Tables of the portals, read by pieces: only the columns and the rows of a territory stay."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

import pandas as pd

from alpsat_geo.sources.portals.client import PortalError

_ROWS_AT_ONCE = 200_000
_SAMPLE_BYTES = 64 * 1024
_SEPARATORS = ";,\t|"


def iterate_rows(
    content: BinaryIO,
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
        Its separator is found in its first line; UTF-8, else what a French spreadsheet writes (Windows-1252).
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
    start = content.read(_SAMPLE_BYTES)
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
        io.BufferedReader(_Rejoined(start, content)),
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


def read_rows(
    content: BinaryIO,
    name: str,
    columns: Sequence[str],
    keeps: Callable[[pd.DataFrame], pd.Series] | None = None,
    *,
    encoding: str = "",
) -> pd.DataFrame:
    """Return the rows of a table that are kept; see `iterate_rows`."""
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


class _Rejoined(io.RawIOBase):
    """What was read of a file to look at it, then the rest of it."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._start = start
        self._rest = rest

    def readable(self) -> bool:
        """Tell that it may be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read the next bytes."""
        if self._start:
            piece, self._start = self._start[: len(buffer)], self._start[len(buffer) :]
        else:
            piece = self._rest.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
