"""Archives that hold a document: the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile

_EARLIEST_OF_ZIP = (1980, 1, 1, 0, 0, 0)


def date_entries(content: bytes) -> bytes:
    """Write an archive anew with one date for all its entries, so that the same content gives the same bytes."""
    dated = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(dated, "w") as written:
        for entry in read.infolist():
            same = zipfile.ZipInfo(entry.filename, _EARLIEST_OF_ZIP)
            same.compress_type = entry.compress_type
            written.writestr(same, read.read(entry.filename))
    return dated.getvalue()
