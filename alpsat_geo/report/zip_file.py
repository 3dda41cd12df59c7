"""Archives that hold a document: the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

_EARLIEST_OF_ZIP = (1980, 1, 1, 0, 0, 0)


def save_dated(save: Callable[[io.BytesIO], object]) -> bytes:
    """Save an archive with one date for all its entries, so that the same content gives the same bytes.

    Parameters
    ----------
    save : function of a file open for writing
        The library's own, which gives each entry the present moment.
    """
    saved, dated = io.BytesIO(), io.BytesIO()
    save(saved)
    with zipfile.ZipFile(saved) as read, zipfile.ZipFile(dated, "w") as written:
        for entry in read.infolist():
            same = zipfile.ZipInfo(entry.filename, _EARLIEST_OF_ZIP)
            same.compress_type = entry.compress_type
            written.writestr(same, read.read(entry.filename))
    return dated.getvalue()
