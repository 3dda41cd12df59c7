"""The rows of a sheet of an XLSX workbook, unfolded within bounds."""

from __future__ import annotations

import io
import zipfile

from alpsat_geo.domain.text import N_
from alpsat_geo.sources.layers.record import LayerError
from alpsat_geo.sources.layers.text import Row

# Of text, which is read whole before the first cell comes: what two seconds read.
_UNFOLDED_AT_MOST_BYTES = 12 * 1024 * 1024
_PARTS_AT_MOST = 2000
_CELLS_AT_MOST = 150_000
_COLUMNS_AT_MOST = 300

UNREADABLE = N_("Ce classeur ne s'ouvre pas : enregistrez-le de nouveau en « .xlsx », sans mot de passe.")


def check_archive(content: bytes) -> list[str]:
    """Return the names of the parts of an archive.

    Raises
    ------
    LayerError
        If it is none, or if unfolded it would be too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, RuntimeError, OSError):
        raise LayerError(UNREADABLE) from None
    unfolded = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if len(parts) > _PARTS_AT_MOST or unfolded > _UNFOLDED_AT_MOST_BYTES:
        raise LayerError(
            N_("Déplié, ce fichier pèserait {size} Mo, ou compte {count} parties : n'y laissez que vos communes."),
            size=unfolded // (1024 * 1024),
            count=len(parts),
        )
    return [part.filename for part in parts]


def read_sheet(content: bytes, wanted: str) -> tuple[list[Row], list[str], str]:
    """Return the rows of a sheet, the names of all the sheets, and that of the one that was read.

    Parameters
    ----------
    content : bytes
        An XLSX workbook whose archive `check_archive` accepts.
    wanted : str
        Name of the sheet; empty, or another, gives the first that holds something.

    Raises
    ------
    LayerError
        If the workbook cannot be read, or if the sheet has too many cells.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - most files are tables

    rows: list[Row] = []
    cells = 0
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        names = [sheet.title for sheet in book.worksheets]
        for name in [wanted] if wanted in names else names:
            for number, values in enumerate(book[name].iter_rows(values_only=True, max_col=_COLUMNS_AT_MOST), start=1):
                cells += len(values)
                if cells > _CELLS_AT_MOST:
                    break
                if any(value not in (None, "") for value in values):
                    rows.append((number, values))
            if rows:
                break
    # The library says in many ways that a workbook is not one.
    except Exception:  # noqa: BLE001
        raise LayerError(UNREADABLE) from None
    if cells > _CELLS_AT_MOST:
        raise LayerError(
            N_("La feuille « {sheet} » compte plus de {count} cases : n'y laissez que vos communes, ou passez en CSV."),
            sheet=name,
            count=_CELLS_AT_MOST,
        )
    if not rows:
        raise LayerError(N_("Ce classeur est vide : remplissez une feuille, une ligne par commune."))
    return rows, names, name
