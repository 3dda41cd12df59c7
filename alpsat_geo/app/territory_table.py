"""The table of the territory: the same figures as the map, sortable, to take away."""

from __future__ import annotations

import csv
import io

import numpy as np
import streamlit as st

from alpsat_geo.app.figures import format_in_unit, format_observed_count
from alpsat_geo.app.language import _
from alpsat_geo.app.layers import Layer
from alpsat_geo.app.markup import write_table
from alpsat_geo.app.state import AppState
from alpsat_geo.app.wiring import Project
from alpsat_geo.compute.profile import DIMENSIONS


def show_territory_table(project: Project, current: AppState, layer: Layer) -> None:
    """Offer the table under the map; it is made only when somebody opens it."""
    box = st.expander(_("Voir les mêmes données en tableau"), key="tableau_territoire", on_change="rerun")
    if not box.open:
        return
    headings = [_("Commune"), _("Habitants"), layer.label, *(_(d.label) for d in DIMENSIONS if d.key != layer.key)]
    with box:
        order, direction = st.columns([3, 3], vertical_alignment="bottom")
        with order:
            column = st.selectbox(_("Trier par"), headings, key="tri_territoire", filter_mode=None)
        with direction:
            is_descending = st.toggle(_("Du plus grand au plus petit"), key="sens_territoire")
        columns = _list_columns(project, current, layer)
        ranks = _rank(columns[headings.index(column or headings[0])][0], is_descending=is_descending)
        rows = [tuple(texts[i] for _values, texts in columns) for i in ranks]
        st.html(write_table(layer.title, headings, rows))
        st.download_button(
            _("Télécharger (CSV)"),
            _write_csv(project, headings, columns),
            file_name=f"{project.territory.key}-{layer.key}-{current.season}.csv",
            mime="text/csv",
            on_click="ignore",
        )


Column = tuple[np.ndarray, tuple[str, ...]]


def _list_columns(project: Project, current: AppState, layer: Layer) -> list[Column]:
    communes = project.territory.communes
    population = communes.population_2022_count
    profile = project.profiles[current.season]
    columns: list[Column] = [
        (np.array(communes.names), communes.names),
        (population, tuple(format_observed_count(float(count)) for count in population)),
        (layer.values, layer.texts),
    ]
    for k, dimension in enumerate(DIMENSIONS):
        if dimension.key != layer.key:
            values = profile.measures[:, k]
            columns.append((values, tuple(format_in_unit(float(value), dimension.unit) for value in values)))
    return columns


def _rank(values: np.ndarray, *, is_descending: bool) -> list[int]:
    """Order the communes; missing values come last whatever the direction."""
    positions = range(len(values))
    if values.dtype.kind == "U":
        return sorted(positions, key=lambda i: str(values[i]), reverse=is_descending)
    sign = -1 if is_descending else 1
    return sorted(positions, key=lambda i: (bool(np.isnan(values[i])), sign * float(values[i]), i))


def _write_csv(project: Project, headings: list[str], columns: list[Column]) -> bytes:
    """Write raw values, an empty cell where one is missing or unreachable; counts below 11 are masked."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow([_("Code INSEE"), *headings])
    for i, code in enumerate(project.territory.insee_codes):
        cells = [values[i] for values, _texts in columns]
        writer.writerow([code, *(_write_cell(cell) for cell in cells)])
    # A byte order mark makes spreadsheets read the accents.
    return text.getvalue().encode("utf-8-sig")


def _write_cell(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    number = float(cell)  # type: ignore[arg-type]
    return f"{number:.6g}".replace(".", ",") if np.isfinite(number) else ""
