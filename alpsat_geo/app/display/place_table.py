"""A table of the communes beside a map: the same figures, sortable, to take away."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_table


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, a value by commune (numbers or texts, NaN missing), and how each is written."""

    heading: str
    values: np.ndarray
    texts: tuple[str, ...]


def show_place_table(
    key: str, caption: str, insee_codes: Sequence[str], file_name: str, list_columns: Callable[[], list[Column]]
) -> None:
    """Offer a table under a map; it is made only when somebody opens it.

    Parameters
    ----------
    key : str
        Ending of the keys of its widgets.
    caption : str
    insee_codes : sequence of str
    file_name : str
        Of the file to take away.
    list_columns : function
        The first column names the communes.
    """
    box = st.expander(_("Voir les mêmes données en tableau"), key=f"tableau_{key}", on_change="rerun")
    if not box.open:
        return
    columns = list_columns()
    headings = [column.heading for column in columns]
    with box:
        order, direction = st.columns([3, 3], vertical_alignment="bottom")
        with order:
            chosen = st.selectbox(_("Trier par"), headings, key=f"tri_{key}", filter_mode=None)
        with direction:
            is_descending = st.toggle(_("Du plus grand au plus petit"), key=f"sens_{key}")
        ranks = rank_places(columns[headings.index(chosen or headings[0])].values, is_descending=is_descending)
        st.html(write_table(caption, headings, [tuple(column.texts[i] for column in columns) for i in ranks]))
        st.download_button(
            _("Télécharger (CSV)"),
            write_csv(insee_codes, columns),
            file_name=file_name,
            mime="text/csv",
            on_click="ignore",
        )


def rank_places(values: np.ndarray, *, is_descending: bool) -> list[int]:
    """Order the communes; missing values come last whatever the direction."""
    positions = range(len(values))
    if values.dtype.kind == "U":
        return sorted(positions, key=lambda i: str(values[i]), reverse=is_descending)
    sign = -1 if is_descending else 1
    return sorted(positions, key=lambda i: (bool(np.isnan(values[i])), sign * float(values[i]), i))


def write_csv(insee_codes: Sequence[str], columns: Sequence[Column]) -> bytes:
    """Write raw values, an empty cell where one is missing or unreachable."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow([_("Code INSEE"), *(column.heading for column in columns)])
    for i, code in enumerate(insee_codes):
        writer.writerow([code, *(_write_cell(column.values[i]) for column in columns)])
    # A byte order mark makes spreadsheets read the accents.
    return text.getvalue().encode("utf-8-sig")


def _write_cell(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    number = float(cell)  # type: ignore[arg-type]
    return f"{number:.6g}".replace(".", ",") if np.isfinite(number) else ""
