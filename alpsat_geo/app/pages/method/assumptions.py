"""Every parameter, with its range, its grade and its source; hypotheses move for the visit, and what that changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import streamlit as st

from alpsat_geo.actions import ACTION_TYPES_BY_KEY
from alpsat_geo.app.core import state
from alpsat_geo.app.core.wiring import load_embedded, vary_project
from alpsat_geo.app.parts.assumptions_notice import name_slider
from alpsat_geo.app.parts.scenarios.book import join_own
from alpsat_geo.app.parts.slot import keep_slot
from alpsat_geo.compute.action_type import ActionType
from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.domain.anchors import Anchor
from alpsat_geo.domain.parameters import SHARE_UNIT, Assumptions, Parameter, ParameterTable
from alpsat_geo.domain.provenance import GRADE_LABELS, Grade
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.decision import write_cost_per_result
from alpsat_geo.report.dossier.wording import write_interval
from alpsat_geo.report.figures import format_number, format_share
from alpsat_geo.report.labels import name_scenarios
from alpsat_geo.report.language import _, choose_plural, join_pair
from alpsat_geo.report.markup import Markup, put_in_card, write_list, write_table, write_tag
from alpsat_geo.report.parameters import format_bounds, format_parameter, write_parameters_csv

GRADE_MEANINGS: Mapping[Grade, str] = {
    "A": N_("une étude a mesuré l'effet, avec un groupe de comparaison"),
    "B": N_("un organisme officiel publie le chiffre"),
    "C": N_("un cas ou une étude comparable donne l'ordre de grandeur ; une part nationale appliquée ici en est une"),
    "D": N_("l'équipe l'a supposé : c'est le premier chiffre à vérifier, et vous pouvez le changer ici"),
}
COMMON_GROUP = "commun"

_GROUP = "groupe_hypotheses"
_ALL = "toutes"
# How the table says that a number is a choice, which nothing in the world settles.
_NOTHING = "rien : "
_STATED = N_("sans effet, une correction y répond déjà")
_STEPS_A_SIDE = 10
_DIGITS = 4

LEAST_COUNT = 2


def show_assumptions(project: Project) -> None:
    """Show the sliders of the hypotheses, what moving them changes, and the whole table."""
    embedded = load_embedded()
    st.html(write_grades(project.table))
    stated = project.find_stated(embedded)
    _show_sliders(embedded.table, stated)
    with keep_slot():
        if project.assumptions:
            show_shift(project)
    st.html(put_in_card(write_tag("h2", _("Toutes les hypothèses"))))
    chosen = st.radio(
        _("Fiabilité (A à D)"),
        [_ALL, *GRADE_LABELS],
        format_func=lambda grade: _("toutes") if grade == _ALL else grade,
        key="solidite_montree",
        horizontal=True,
    )
    shown = GRADE_LABELS if chosen == _ALL else (chosen,)
    st.html(write_parameters(project.table, embedded.table, shown, stated))
    st.download_button(
        _("Télécharger les hypothèses (CSV)"),
        write_parameters_csv(project.table, embedded.table),
        file_name="alpsat-geo-parametres.csv",
        mime="text/csv",
        on_click="ignore",
    )
    st.html(write_anchors(project.anchors))


def write_grades(table: ParameterTable) -> Markup:
    """Return what each grade means, and how many parameters bear it."""
    items = []
    for grade, meaning in GRADE_MEANINGS.items():
        count = sum(row.grade == grade for row in table.values())
        counted = choose_plural("{count} hypothèse", "{count} hypothèses", count).format(count=format_number(count))
        items.append(join_pair(f"{grade} · {_(GRADE_LABELS[grade])} ({counted})", _(meaning)) + ".")
    return put_in_card(write_tag("h2", _("Ce que valent les chiffres du modèle")), write_list(items))


def group_hypotheses(table: ParameterTable, actions: Mapping[str, ActionType]) -> dict[str, tuple[Parameter, ...]]:
    """Sort the hypotheses that may be moved by the action that reads them.

    Returns
    -------
    dict of str to tuple of Parameter
        By key of an action, in the order of the registry, ``COMMON_GROUP`` first for those that no
        action or several of them read. No group is empty.
    """
    readers: dict[str, list[str]] = {key: [] for key, row in table.items() if row.is_adjustable}
    for action in actions.values():
        for key in (*action.parameters, *action.months_parameters):
            if key in readers:
                readers[key].append(action.key)
    groups: dict[str, list[Parameter]] = {COMMON_GROUP: [], **{key: [] for key in actions}}
    for key, whose in readers.items():
        groups[whose[0] if len(whose) == 1 else COMMON_GROUP].append(table[key])
    return {group: tuple(rows) for group, rows in groups.items() if rows}


def list_steps(row: Parameter, current: float) -> list[float]:
    """List the values that a slider offers: both sides of the project's value, and the current one."""
    low, high = row.slider_bounds
    ends = [np.linspace(low, row.value, _STEPS_A_SIDE + 1), np.linspace(row.value, high, _STEPS_A_SIDE + 1)]
    rounded = {float(f"{step:.{_DIGITS}g}") for side in ends for step in side}
    return sorted({step for step in rounded if low <= step <= high} | {low, row.value, high, current})


def _show_sliders(table: ParameterTable, stated: Collection[str]) -> None:
    title = _("Changer une hypothèse")
    note = _(
        "Le chiffre change sur toutes les pages, pour vous seul, et reste dans le lien de la page. Les"
        " simulations sont refaites entre les mêmes minimum et maximum."
    )
    st.html(put_in_card(write_tag("h2", title), write_tag("p", note)))
    groups = group_hypotheses(table, ACTION_TYPES_BY_KEY)
    group = st.selectbox(
        _("Hypothèses de"),
        list(groups),
        format_func=lambda key: (
            _("tout le modèle") if key == COMMON_GROUP else f"{_(ACTION_TYPES_BY_KEY[key].label)} ({len(groups[key])})"
        ),
        key=_GROUP,
        filter_mode=None,
    )
    rows = groups[group or COMMON_GROUP]
    moved = dict(state.read_state().assumptions)
    columns = st.columns(2, gap="large")
    for place, row in enumerate(rows):
        with columns[place % 2]:
            if row.key in stated:
                # A slider would change nothing.
                st.html(write_tag("p", join_pair(_(row.label), _(_STATED)), "ag-note"))
            else:
                _show_slider(row, moved.get(row.key, row.value))


def _show_slider(row: Parameter, current: float) -> None:
    key = name_slider(row.key)
    state.bind_widget(key, current)
    st.select_slider(
        _(row.label),
        list_steps(row, current),
        format_func=lambda value: format_parameter(row, value),
        key=key,
        on_change=_move,
        args=(row.key, row.value),
        help=_(row.source) + (f" ({_(row.note)})" if row.note else ""),
    )
    facts = [_("projet : {value}").format(value=format_parameter(row, row.value))]
    if row.settled_by.startswith(_NOTHING):
        facts.append(_(row.settled_by).partition(":")[2].strip())
    elif row.settled_by:
        facts.append(_("à vérifier par {how}").format(how=_(row.settled_by)))
    st.html(write_tag("p", " · ".join(facts), "ag-note"))


def _move(key: str, own_value: float) -> None:
    value = state.read_widget(name_slider(key))
    others: Assumptions = tuple(item for item in state.read_state().assumptions if item[0] != key)
    is_moved = value is not None and float(value) != own_value
    state.change_state(assumptions=(*others, (key, float(value))) if is_moved else others)


def write_parameters(
    table: ParameterTable, embedded: ParameterTable, grades: Collection[str], stated: Collection[str] = ()
) -> Markup:
    """Return the table of the parameters of some grades as they are used.

    A moved one says what it was, one of ``stated`` that a correction leaves it without effect.
    """
    rows = []
    for key, row in table.items():
        if row.grade not in grades:
            continue
        former = embedded[key].value
        value = format_parameter(row, row.value)
        if row.value != former:
            value += " " + _("(projet : {value})").format(value=format_parameter(row, former))
        told = (value, _(_STATED)) if key in stated else value
        rows.append(
            (
                (_(row.label), key),
                told,
                format_bounds(row) or _("constante"),
                (row.grade, _(GRADE_LABELS[row.grade])),
                (_(row.source), _(row.note)),
            )
        )
    headings = [_("Hypothèse"), _("Valeur"), _("Minimum et maximum"), _("Fiabilité (A à D)"), _("Source")]
    caption = _("Valeur retenue, minimum et maximum, fiabilité de A à D et source de chaque hypothèse")
    return write_tag("div", write_table(caption, headings, rows), "ag-parameters")


def write_anchors(anchors: Mapping[str, Anchor]) -> Markup:
    """Return the table of the fixed ends of every scale."""
    rows = []
    for anchor in anchors.values():
        ends = _write_end(anchor, anchor.worst), _write_end(anchor, anchor.best)
        rows.append((_(anchor.label), *ends, anchor.grade, _(anchor.reason)))
    headings = [_("Échelle"), _("Note 0"), _("Note 1 (la meilleure)"), _("Fiabilité (A à D)"), _("Pourquoi")]
    caption = _(
        "Bouts d'échelle fixés avant de voir les résultats : jamais ceux du meilleur ou du pire scénario montré"
    )
    title = put_in_card(write_tag("h2", _("Les échelles du profil")))
    return title + write_tag("div", write_table(caption, headings, rows), "ag-parameters")


def _write_end(anchor: Anchor, end: float) -> str:
    return format_share(end) if anchor.unit == SHARE_UNIT else f"{format_number(end)}\u00a0{_(anchor.unit)}"


def show_shift(project: Project) -> None:
    """Show what a result costs, and how many users, before and after; on the scenarios that the visit compares."""
    current = state.read_state()
    here = join_own(project)
    keys = current.scenarios if len(current.scenarios) >= LEAST_COUNT else tuple(name_scenarios(here))[:3]
    former, moved = (
        project.compare(project.find_scenarios(keys), current.settings, {})
        for project in (join_own(vary_project(())), here)
    )
    title = write_tag("h2", _("Ce que vos hypothèses changent"))
    st.html(put_in_card(title) + write_shift(former, moved))


def write_costs_per_result(comparison: Comparison, key: str) -> str:
    """Return what one more of each result of the choice map costs with a scenario, where it brings any."""
    appraisal, row = comparison.appraisal, comparison.position(key)
    prices = {result.key: result.price for result in comparison.problem.results}
    told = (write_cost_per_result(appraisal.cost_per_result(row, axis), prices[axis]) for axis in appraisal.axes)
    return _(" ; ").join(text for text in told if text)


def write_shift(former: Comparison, moved: Comparison) -> Markup:
    """Return the table of both comparisons, one row a scenario.

    Parameters
    ----------
    former, moved : Comparison
        Of the same scenarios, in the same order.
    """
    rows = []
    for place, outcome in enumerate(former.outcomes):
        before, after = (summarise_draws(found.outcomes[place].served_users) for found in (former, moved))
        rows.append(
            (
                _(outcome.scenario.name),
                write_costs_per_result(former, outcome.scenario.key),
                write_costs_per_result(moved, outcome.scenario.key),
                write_interval(before),
                write_interval(after),
            )
        )
    headings = [
        _("Scénario"),
        _("Coût par résultat, projet"),
        _("Coût par résultat, vous"),
        _("Usagers réguliers, projet"),
        _("Usagers réguliers, vous"),
    ]
    return write_table(_("Ce que coûte un résultat de plus et usagers réguliers, avant et après"), headings, rows)
