"""The text of a file, whatever encoded it, and the rows of a table, whatever separates them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Sequence

from alpsat_geo.domain.remark import Remark, remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.layers.record import LayerError

Row = tuple[int, Sequence[object]]
"""Line in the file, from 1, and its cells."""

_STRANGE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffd]")
ROWS_AT_MOST = 100_000
"""Three times the communes of France."""
_SEPARATORS = (";", "\t", ",", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", ""),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_SAMPLE_BYTES, _SAMPLE_LINES = 4096, 60


def decode_layer(content: bytes) -> tuple[str, list[Remark]]:
    """Return the text of a file, and what its encoding was when it is not the usual one.

    Parameters
    ----------
    content : bytes
        UTF-8, UTF-16 or UTF-32 with or without its mark, or Windows-1252.

    Raises
    ------
    LayerError
        If it is no text.
    """
    name, said = _guess_encoding(content)
    try:
        text = content.decode(name)
    except UnicodeDecodeError:
        name, said = "cp1252", "Windows-1252"
        # Five bytes have no letter in Windows-1252; a table that holds one was saved by something else.
        text = content.decode(name, errors="replace")
    strange = _STRANGE.search(text)
    if strange:
        raise LayerError(
            N_("Ce fichier n'est pas du texte lisible (signe {sign}) : enregistrez-le en « CSV UTF-8 » ou en GeoJSON."),
            sign=f"U+{ord(strange[0]):04X}",
        )
    return text, [remark(N_("Encodage reconnu : {encoding}."), encoding=said)] if said else []


def _guess_encoding(content: bytes) -> tuple[str, str]:
    for mark, name, said in _MARKS:
        if content.startswith(mark):
            return name, said
    head = content[:_SAMPLE_BYTES]
    # Western text in UTF-16 has a zero in every second byte.
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(head) >= 4 and head[offset::2].count(0) > 0.8 * len(head[offset::2]):  # noqa: PLR2004 - two letters
            return name, "UTF-16"
    return "utf-8", ""


def split_rows(text: str) -> list[Row]:
    """Return the rows of a CSV file.

    Parameters
    ----------
    text : str
        Cells separated by semicolons, tabulations, commas or bars: what splits most lines into the same number.

    Raises
    ------
    LayerError
        If quotes are not closed, or a line has more cells than its title line.
    """
    declared = text[:6].lower()
    lines = text.splitlines(keepends=True)
    if declared.startswith("sep=") and lines:
        separator, first = declared[4], 1
    else:
        separator, first = max(_SEPARATORS, key=lambda sign: _count_split(lines[:_SAMPLE_LINES], sign)), 0
    rows: list[Row] = []
    reader = csv.reader(io.StringIO("".join(lines[first:]), newline=""), delimiter=separator, strict=True)
    try:
        start = first + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((start, cells))
            if len(rows) > ROWS_AT_MOST:
                break
            start = first + reader.line_num + 1
    except csv.Error:
        raise LayerError(
            N_("La ligne {line} ne se lit pas : un guillemet reste ouvert, ou une case est trop longue."),
            line=start,
        ) from None
    if len(rows) > ROWS_AT_MOST:
        raise LayerError(
            N_("Le tableau compte plus de {most} lignes : n'y laissez que vos communes, une ligne chacune."),
            most=ROWS_AT_MOST,
        )
    return rows


def _count_split(lines: Sequence[str], separator: str) -> tuple[int, int]:
    """Count the lines that a sign splits into as many cells as most do, then these cells."""
    counts = [line.count(separator) for line in lines if line.strip()]
    often = max(set(counts), key=lambda one: (one > 0, counts.count(one)), default=0)
    return (counts.count(often) if often else 0, often)
