"""The tables of a comparison: each criterion by scenario, then one of them by EPCI or by commune."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.summary import list_intervals, summarise_columns
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.parameters import SHARE_UNIT
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.dossier.wording import write_interval
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Cell, Markup, write_table
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.questions import Inquiry
from alpsat_geo.report.two_states import find_two_states, tell_two_states

_COLUMNS_KEPT = 600

Measure = Callable[[Outcome], FloatArray]

_columns: Memory[dict[str, Cell]] = Memory(_COLUMNS_KEPT)


def write_criteria_table(inquiry: Inquiry) -> Markup:
    """Write each criterion by scenario: middle and interval of the draws."""
    # The cells of a scenario are the same beside any others, whatever the prices.
    columns = [
        _columns.recall(key, partial(_write_column, outcome, inquiry.situation.project.territory))
        for key, outcome in zip(inquiry.situation.keys, inquiry.situation.outcomes, strict=True)
    ]
    rows: list[list[Cell]] = [
        [(_(criterion.label), _describe(criterion)), *(column[criterion.key] for column in columns)]
        for criterion in CRITERIA_BY_KEY.values()
    ]
    caption = _("Valeur du milieu (fourchette de neuf simulations sur dix).")
    return write_table(caption, [_("Critère"), *inquiry.names], rows)


def _write_column(outcome: Outcome, territory: Territory) -> dict[str, Cell]:
    """Write the cells of a scenario, by criterion; a figure with two peaks says both under its middle."""
    criteria = CRITERIA_BY_KEY.values()
    # All criteria are summarised at once: one sort of many columns costs little more than one of one.
    drawn = np.stack([outcome.measure(criterion.measure) for criterion in criteria], axis=1)
    cells: dict[str, Cell] = {}
    for criterion, summary in zip(criteria, list_intervals(summarise_columns(drawn)), strict=True):
        cell = write_interval(summary, criterion.unit)
        split = find_two_states(outcome.levers.spaces, outcome.measure(criterion.measure))
        unit = criterion.unit if criterion.unit == SHARE_UNIT else ""
        cells[criterion.key] = cell if split is None else (cell, tell_two_states(split, unit, territory))
    return cells


def list_place_rows(
    criterion: Criterion, measure: Measure, outcomes: Sequence[Outcome], places: tuple[str, ...]
) -> list[list[Cell]]:
    """One row a place, those that the scenarios change most first."""
    tables = [summarise_columns(measure(outcome)) for outcome in outcomes]
    spread = np.ptp(np.stack([table[1] for table in tables]), axis=0)
    listed = list(zip(*map(list_intervals, tables), strict=True))
    return [
        [places[i], *(write_interval(found, criterion.unit) for found in listed[i])]
        for i in np.argsort(-np.nan_to_num(spread), kind="stable")
    ]


def _describe(criterion: Criterion) -> str:
    unit = "" if criterion.unit == SHARE_UNIT else _(criterion.unit) + " · "
    return unit + (_("plus, c'est mieux") if criterion.direction == "max" else _("moins, c'est mieux"))
