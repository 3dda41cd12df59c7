"""The formulas of the model, twice: in everyday words, and exactly, both drawn from what the model computes."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from alpsat_geo.actions import ACTION_TYPES_BY_KEY
from alpsat_geo.compute.explanation.formulas import list_formulas, list_steps
from alpsat_geo.compute.explanation.inputs import list_inputs
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.formula_text import write_formula
from alpsat_geo.report.formula_topics import TOPICS
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, join_parts, put_in_card, write_list, write_table, write_tag

_READERS = {"member": N_("En mots simples"), "statistician": N_("Avec les formules")}
_READER = "lecteur_formules"


def show_formulas(_project: Project) -> None:
    """Show the method to whom it is told."""
    reader = st.radio(
        _("Quel niveau de détail ?"),
        list(_READERS),
        format_func=lambda key: _(_READERS[key]),
        key=_READER,
        horizontal=True,
    )
    st.html(write_plain_method() if reader == "member" else write_exact_method())


def write_plain_method() -> Markup:
    """Return the method in everyday words, then how each criterion is reached, step by step."""
    topics = (_write_topic(_(topic.title), _(topic.plain)) for topic in TOPICS)
    criteria = (
        _write_topic(
            _(criterion.label),
            _(criterion.help),
            write_list((_(formula.label) for formula in list_steps(criterion)), "", is_ordered=True),
        )
        for criterion in CRITERIA_BY_KEY.values()
    )
    return _write_topics(_("Le modèle, en mots"), topics) + _write_topics(
        _("Comment chaque critère se calcule"), criteria
    )


def write_exact_method() -> Markup:
    """Return the method for whom would compute it again: every formula, every sign."""
    topics = (_write_topic(_(topic.title), _(topic.exact)) for topic in TOPICS)
    criteria = CRITERIA_BY_KEY.values()
    formulas = [
        (formula.name, _(formula.label), write_formula(formula.expression, {})) for formula in list_formulas(criteria)
    ]
    signs = [(given.name, _(given.label)) for given in list_inputs(criteria, ACTION_TYPES_BY_KEY.values())]
    note = _(
        "Ces formules sont écrites à part du code qui calcule tout d'un coup ; un contrôle refait chaque critère de"
        " chaque scénario avec elles et exige le même résultat. Les autres noms sont ceux des hypothèses."
    )
    headings = [_("Nom"), _("Ce que c'est"), _("Formule")]
    tables = (
        write_table(_("Formules, du début à la fin du calcul"), headings, formulas),
        write_table(_("Données et choix"), headings[:2], signs),
    )
    return join_parts(
        _write_topics(_("Le modèle, exactement"), topics),
        put_in_card(write_tag("h2", _("Toutes les formules"))),
        write_tag("p", note, "ag-note"),
        write_tag("div", tables, "ag-formulas"),
    )


def _write_topics(title: str, topics: Iterable[Markup]) -> Markup:
    return put_in_card(write_tag("h2", title)) + write_tag("div", topics, "ag-topics")


def _write_topic(title: str, told: str, *steps: Markup) -> Markup:
    return write_tag("article", (write_tag("h3", title), write_tag("p", told), *steps), "ag-topic")
