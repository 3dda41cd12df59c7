"""The tables of a comparison: criteria, then where it happens, by EPCI and by commune."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.pages.compare.intervals import show_intervals
from alpsat_geo.app.parts.bearer_choice import show_bearer_choice
from alpsat_geo.compute.bearers import measures_of_places
from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.summary import Interval, summarise_columns
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.bearing import tell_conventions
from alpsat_geo.report.dossier.wording import write_interval
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Cell, Markup, write_table, write_tag
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.questions import Inquiry
from alpsat_geo.report.two_states import find_two_states, tell_two_states

_SHARE_UNIT = "part"
_EPCI, _COMMUNE = "epci", "commune"

_TABLES_KEPT = 200
_COLUMNS_KEPT = 600

Measure = Callable[[Outcome], FloatArray]

_tables: Memory[Markup] = Memory(_TABLES_KEPT)
_columns: Memory[dict[str, Cell]] = Memory(_COLUMNS_KEPT)


def show_criteria(inquiry: Inquiry) -> None:
    """Offer each criterion by scenario, as a table or drawn: middle and interval of the draws, made on demand."""
    box = st.expander(_("Les critères, scénario par scénario"), key="tableau_criteres", on_change="rerun")
    if not box.open:
        return
    with box:
        if st.toggle(_("En graphique"), key="criteres_en_graphique"):
            show_intervals(inquiry)
        else:
            st.html(_tables.recall(inquiry.key, lambda: _write_criteria_table(inquiry)))


def _write_criteria_table(inquiry: Inquiry) -> Markup:
    comparison = inquiry.comparison
    applicability = comparison.acceptabilities.applicability
    weighted = dict(zip(comparison.weighted_keys, applicability.applicable, strict=True))
    # The cells of a scenario are the same beside any others, whatever the weights.
    columns = [
        _columns.recall(key, partial(_write_column, outcome, inquiry.situation.project.territory))
        for key, outcome in zip(inquiry.situation.keys, comparison.outcomes, strict=True)
    ]
    rows: list[list[Cell]] = [
        [(_(criterion.label), _describe_weight(criterion, weighted)), *(column[criterion.key] for column in columns)]
        for criterion in CRITERIA_BY_KEY.values()
    ]
    caption = _("Valeur du milieu (fourchette de neuf simulations sur dix).")
    return write_table(caption, [_("Critère"), *inquiry.names], rows)


def _write_column(outcome: Outcome, territory: Territory) -> dict[str, Cell]:
    """Write the cells of a scenario, by criterion; a figure with two peaks says both under its middle."""
    criteria = CRITERIA_BY_KEY.values()
    # All criteria are summarised at once: one sort of many columns costs little more than one of one.
    summaries = summarise_columns(np.stack([outcome.measure(criterion.measure) for criterion in criteria], axis=1)).T
    cells: dict[str, Cell] = {}
    for criterion, summary in zip(criteria, summaries, strict=True):
        cell = write_interval(Interval(*map(float, summary)), criterion.unit)
        split = find_two_states(outcome.levers.spaces, outcome.measure(criterion.measure))
        unit = criterion.unit if criterion.unit == _SHARE_UNIT else ""
        cells[criterion.key] = cell if split is None else (cell, tell_two_states(split, unit, territory))
    return cells


def show_places(inquiry: Inquiry) -> None:
    """Offer the same by EPCI or by commune; made only when somebody opens it."""
    title = _("Où cela se passe")
    box = st.expander(title, key="tableau_lieux", on_change="rerun")
    if not box.open:
        return
    territory = inquiry.situation.project.territory
    with box:
        where, which, who = st.columns(3, gap="medium")
        with where:
            is_epci = _choose_level() == _EPCI
        known = [c.key for c in CRITERIA_BY_KEY.values() if (c.measure_by_epci if is_epci else c.measure_by_commune)]
        with which:
            chosen = st.selectbox(
                _("Critère"),
                known,
                format_func=lambda k: _(CRITERIA_BY_KEY[k].label),
                key="critere_lieux",
                filter_mode=None,
            )
        criterion = CRITERIA_BY_KEY[chosen or known[0]]
        with who:
            bearer = show_bearer_choice() if criterion.is_money else state.read_state().cost_bearer
        by_commune, by_epci = measures_of_places(criterion, bearer)
        measure = by_epci if is_epci else by_commune
        places = tuple(epci.name for epci in territory.epcis) if is_epci else territory.communes.names
        st.html(write_tag("p", tell_conventions(bearer), "ag-note"))
        rows = _list_place_rows(criterion, measure, inquiry.comparison, places) if measure else []
        caption = f"{title}. {_(criterion.label)} ({_(criterion.unit)})"
        st.html(write_table(caption, [_("Lieu"), *inquiry.names], rows))


def _choose_level() -> str:
    labels = {_EPCI: _("par communauté de communes"), _COMMUNE: _("par commune")}
    return st.radio(_("Lieux"), list(labels), format_func=labels.__getitem__, key="niveau_lieux")


def _list_place_rows(
    criterion: Criterion, measure: Measure, comparison: Comparison, places: tuple[str, ...]
) -> list[list[Cell]]:
    """One row a place, those that the scenarios change most first."""
    tables = [summarise_columns(measure(outcome)) for outcome in comparison.outcomes]
    spread = np.ptp(np.stack([table[1] for table in tables]), axis=0)
    rows: list[list[Cell]] = []
    for i in np.argsort(-np.nan_to_num(spread), kind="stable"):
        drawn = (Interval(*(float(number) for number in table[:, i])) for table in tables)
        rows.append([places[i], *(write_interval(found, criterion.unit) for found in drawn)])
    return rows


def _describe_weight(criterion: Criterion, weighted: dict[str, bool]) -> str:
    unit = "" if criterion.unit == _SHARE_UNIT else _(criterion.unit) + " · "
    direction = _("plus, c'est mieux") if criterion.direction == "max" else _("moins, c'est mieux")
    if criterion.key not in weighted:
        return unit + direction + " · " + _("affiché, ne compte pas dans le classement")
    if not weighted[criterion.key]:
        return unit + direction + " · " + _("ne départage pas ces scénarios : ne compte pas dans le classement")
    return unit + direction
