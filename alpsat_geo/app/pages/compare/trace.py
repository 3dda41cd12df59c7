"""« D'où vient ce chiffre ? »: one figure of one scenario, recomputed step by step from what it rests on."""

from __future__ import annotations

import math

import numpy as np
import streamlit as st

from alpsat_geo.actions import ACTION_TYPES_BY_KEY
from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.explanation.trace import Trace, explain
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.domain.parameters import SHARE_UNIT, Parameter
from alpsat_geo.domain.provenance import GRADE_LABELS
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.report.decision_trace import COUNTED_FIGURES, trace_counted_figure
from alpsat_geo.report.figures import format_interval, format_number, format_share, write_bounds
from alpsat_geo.report.formula_text import name_symbols, write_formula
from alpsat_geo.report.language import _, join_pair
from alpsat_geo.report.markup import Markup, join_parts, put_in_card, write_table, write_tag
from alpsat_geo.report.own_figures import list_stated
from alpsat_geo.report.questions import Inquiry

_DIGITS = 5
_COSTS = frozenset({"line_capex", "space_capex"})
"""Inputs that a person may state instead of the estimate."""

_WHOLE_TOLERANCE = 1e-9


def show_trace(inquiry: Inquiry) -> None:
    """Offer the trace of any criterion of any scenario, and of what is counted over all."""
    names = inquiry.names
    which, whose = st.columns(2, gap="medium")
    key = which.selectbox(
        _("Chiffre"),
        [*CRITERIA_BY_KEY, *COUNTED_FIGURES],
        format_func=lambda k: _(CRITERIA_BY_KEY[k].label if k in CRITERIA_BY_KEY else COUNTED_FIGURES[k]),
        key="trace_critere",
        filter_mode=None,
    )
    if key in COUNTED_FIGURES:
        st.html(trace_counted_figure(key, inquiry.comparison))
        return
    place = whose.selectbox(
        _("Scénario"),
        range(len(names)),
        format_func=names.__getitem__,
        key=f"trace_scenario_{len(names)}",
        filter_mode=None,
    )
    criterion = CRITERIA_BY_KEY[key or next(iter(CRITERIA_BY_KEY))]
    st.html(write_trace(criterion, inquiry.comparison, place or 0))


def write_trace(criterion: Criterion, comparison: Comparison, place: int) -> Markup:
    """Return the figure, its recomputation, and all that it rests on.

    Parameters
    ----------
    criterion : Criterion
    comparison : Comparison
    place : int
        Of the scenario in the comparison.
    """
    outcome = comparison.central_outcomes[place]
    shown = float(criterion.measure(outcome)[0])
    if np.isnan(shown):
        return write_tag("p", _("Sans objet pour ce scénario : aucun chiffre à retracer."), "ag-note")
    trace = explain(outcome, criterion)
    symbols = name_symbols(trace)
    sentence = _("Avec les valeurs retenues : {shown}. Recalculé par les formules ci-dessous : {again}.").format(
        shown=_write_in(shown, criterion.unit), again=_write_in(trace.value, criterion.unit)
    )
    steps = [
        (symbols[step.name], _(step.label), write_formula(step.formula, symbols), _describe(step.result))
        for step in trace.steps
    ]
    inputs = [(symbols[name], _(trace.input_labels[name]), _describe(value)) for name, value in trace.inputs.items()]
    note = _(
        "Le même calcul est refait pour chaque simulation des hypothèses ; le tableau en donne la valeur du milieu."
    )
    what = _("Ce que c'est")
    return join_parts(
        put_in_card(
            write_tag("p", _(criterion.help)),
            write_tag("p", sentence, "ag-sites"),
            write_tag("p", note, "ag-note"),
            *(write_tag("p", told, "ag-note") for told in _tell_stated(outcome.scenario) if _COSTS & set(trace.inputs)),
        ),
        write_tag(
            "div",
            (
                write_table(_("Étapes du calcul"), [_("Étape"), what, _("Formule"), _("Résultat")], steps),
                write_table(_("Données et choix"), [_("Signe"), what, _("Valeur")], inputs),
                _write_parameters(trace, symbols),
            ),
            "ag-trace",
        ),
    )


def _tell_stated(scenario: Scenario) -> list[str]:
    """Say which amounts somebody stated: no assumption stands behind them."""
    sentence = _("Saisi, et non estimé, pour « {action} » : {figures}.")
    return [
        sentence.format(
            action=_(ACTION_TYPES_BY_KEY[choice.type_key].label),
            figures=_(" ; ").join(join_pair(label, value) for label, value in list_stated(choice.figures).items()),
        )
        for choice in scenario.actions
        if not choice.figures.is_empty
    ]


def _write_parameters(trace: Trace, symbols: dict[str, str]) -> Markup:
    if not trace.parameters:
        return write_tag("p", _("Aucune hypothèse : ce chiffre ne tient qu'aux données."), "ag-note")
    rows = [
        (
            symbols[row.key],
            _(row.label),
            _write_range(row),
            f"{row.grade} · {_(GRADE_LABELS[row.grade])}",
            _(row.source) + (f" ({_(row.note)})" if row.note else ""),
        )
        for row in trace.parameters
    ]
    headings = [_("Signe"), _("Hypothèse"), _("Valeur [basse ; haute]"), _("Fiabilité (A à D)"), _("Source")]
    return write_table(_("Hypothèses"), headings, rows)


def _write_range(row: Parameter) -> str:
    if row.unit == SHARE_UNIT:
        text = format_share(row.value, 1)
        if row.low is not None and row.high is not None:
            text += " " + write_bounds(format_share(row.low, 1), format_share(row.high, 1))
        return text
    text = write_plain(row.value)
    if row.low is not None and row.high is not None:
        text += " " + format_interval(row.low, row.high)
    return f"{text} {_(row.unit)}".strip()


def _write_in(value: float, unit: str) -> str:
    return format_share(value, 1) if unit == SHARE_UNIT else f"{write_plain(value)} {_(unit)}"


def write_plain(value: float) -> str:
    """Write a number of a calculation: five significant digits, a whole one in full, no zeros after the comma."""
    if not math.isfinite(value) or value == 0 or abs(value - round(value)) < _WHOLE_TOLERANCE:
        return format_number(value)
    decimals = max(0, _DIGITS - 1 - math.floor(math.log10(abs(value))))
    return format_number(value, decimals).rstrip("0").removesuffix(",") if decimals else format_number(value)


def _describe(value: object) -> str:
    """Describe a number, or what a table of numbers holds: how many, from what to what, and their sum."""
    numbers = np.asarray(value)
    if numbers.dtype == np.bool_:
        return _("{yes} sur {count}").format(yes=format_number(numbers.sum()), count=format_number(numbers.size))
    if numbers.ndim == 0:
        return write_plain(float(numbers))
    finite = numbers[np.isfinite(numbers)]
    if finite.size == 0:
        return _("aucune valeur")
    text = _("{count} valeurs, de {low} à {high}").format(
        count=format_number(numbers.size), low=write_plain(float(finite.min())), high=write_plain(float(finite.max()))
    )
    if numbers.ndim == 1 and finite.size == numbers.size:
        text += _(" ; ") + _("somme {total}").format(total=write_plain(float(finite.sum())))
    return text
