"""A table of the communes beside a map: the same figures, sortable, to take away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import streamlit as st

from alpsat_geo.app.core.asking import make_in_turn
from alpsat_geo.app.core.preparation import read_shapes
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.corrections.told import tell_corrections
from alpsat_geo.report.csv_file import write_csv_table
from alpsat_geo.report.ground import lay_ground
from alpsat_geo.report.language import _
from alpsat_geo.report.map_sheet import MapSheet, draw_map_sheet
from alpsat_geo.report.markup import write_table
from alpsat_geo.report.paper import DRAWING_FORMATS, DrawingFormat
from alpsat_geo.report.place_columns import Column


def show_place_table(
    key: str,
    caption: str,
    territory: Territory,
    stem: str,
    list_columns: Callable[[], list[Column]],
    *,
    describe_sheet: Callable[[], MapSheet] | None = None,
) -> None:
    """Offer a table under a map, and the map as a file; made only when somebody opens or takes them.

    Parameters
    ----------
    key : str
        Ending of the keys of its widgets.
    caption : str
    territory : Territory
    stem : str
        Name of the files to take away, without their ending.
    list_columns : function
        The first column names the communes.
    describe_sheet : function, optional
        What the file of the map shows; none where the map is not offered as a file.
    """
    box = st.expander(_("Voir les mêmes données en tableau"), key=f"tableau_{key}", on_change="rerun")
    if not box.open:
        return
    with box:
        columns = list_columns()
        told = " ".join(tell_corrections(territory))
        show_sorted_table(key, caption, (_("Code INSEE"), territory.insee_codes), stem, columns, corrections=told)
        if describe_sheet:
            with st.container(horizontal=True, gap="small"):
                for ending, chosen in DRAWING_FORMATS.items():
                    st.download_button(
                        _("La carte ({format})").format(format=_(chosen.label)),
                        make_in_turn(partial(_write_map, chosen, territory, describe_sheet)),
                        file_name=f"{stem}{ending}",
                        mime=chosen.mime,
                        key=f"carte{ending}_{key}",
                        on_click="ignore",
                    )


def show_sorted_table(
    key: str,
    caption: str,
    codes: tuple[str, Sequence[str]],
    stem: str,
    columns: Sequence[Column],
    *,
    corrections: str = "",
) -> None:
    """Show a table to sort and to take away.

    Parameters
    ----------
    key : str
        Ending of the keys of its widgets.
    caption : str
    codes : (str, sequence of str)
        What names the rows in the file: heading of that column, and the code of each row.
    stem : str
        Name of the file to take away, without its ending.
    columns : sequence of Column
        The first names the rows on screen.
    corrections : str
        To the data, told in a last column of the file: it goes away without its page. Empty: none.
    """
    headings = [column.heading for column in columns]
    order, direction = st.columns([3, 3], vertical_alignment="bottom")
    chosen = order.selectbox(_("Trier par"), headings, key=f"tri_{key}", filter_mode=None)
    is_descending = direction.toggle(_("Du plus grand au plus petit"), key=f"sens_{key}")
    ranks = rank_places(columns[headings.index(chosen or headings[0])].values, is_descending=is_descending)
    st.html(write_table(caption, headings, [tuple(column.texts[i] for column in columns) for i in ranks]))
    st.download_button(
        _("Télécharger (CSV)"),
        write_csv(codes[1], columns, codes[0], corrections),
        file_name=f"{stem}.csv",
        mime="text/csv",
        key=f"csv_{key}",
        on_click="ignore",
    )


def _write_map(chosen: DrawingFormat, territory: Territory, describe_sheet: Callable[[], MapSheet]) -> bytes:
    """Write the map when it is asked for, outside of the visit that asks."""
    return chosen.write(draw_map_sheet(lay_ground(territory, read_shapes(territory)), describe_sheet()))


def rank_places(values: np.ndarray, *, is_descending: bool) -> list[int]:
    """Order the communes; missing values come last whatever the direction."""
    positions = range(len(values))
    if values.dtype.kind == "U":
        return sorted(positions, key=lambda i: str(values[i]), reverse=is_descending)
    sign = -1 if is_descending else 1
    return sorted(positions, key=lambda i: (bool(np.isnan(values[i])), sign * float(values[i]), i))


def write_csv(codes: Sequence[str], columns: Sequence[Column], code_heading: str, corrections: str = "") -> bytes:
    """Write raw values, estimates with the ends of their range; an empty cell is missing or unreachable."""
    parts = [part for column in columns for part in _list_parts(column)]
    told = {_("Corrections aux données"): corrections} if corrections else {}
    headings = [code_heading, *(heading for heading, _values in parts), *told]
    rows = (
        [code, *(_read_cell(values[i]) for _heading, values in parts), *told.values()] for i, code in enumerate(codes)
    )
    return write_csv_table(headings, rows)


def _list_parts(column: Column) -> list[tuple[str, np.ndarray]]:
    """List what a column becomes in a file: its value, then the ends of its range."""
    parts = [(column.heading, column.values)]
    for end, values in zip(column.ends, (column.low, column.high), strict=True):
        if values is not None:
            parts.append((_("{label}, {part}").format(label=column.heading, part=_(end)), values))
    return parts


def _read_cell(cell: object) -> object:
    return cell if isinstance(cell, str) else float(cell)  # type: ignore[arg-type]
