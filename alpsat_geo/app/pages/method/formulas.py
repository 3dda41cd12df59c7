"""The formulas of the model, twice: in everyday words, and exactly, both drawn from what the model computes."""

from __future__ import annotations

from html import escape

import streamlit as st

from alpsat_geo.actions import ACTION_TYPES_BY_KEY
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.explanation.formulas import list_formulas, list_steps
from alpsat_geo.compute.explanation.inputs import list_inputs
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.formula_text import write_formula
from alpsat_geo.report.formula_topics import TOPICS
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_table, write_tag

_READERS = {"member": N_("Pour un membre curieux"), "statistician": N_("Pour un statisticien")}
_READER = "lecteur_formules"


def show_formulas(_project: Project) -> None:
    """Show the method to whom it is told."""
    reader = st.radio(
        _("Pour qui ?"),
        list(_READERS),
        format_func=lambda key: _(_READERS[key]),
        key=_READER,
        horizontal=True,
    )
    st.html(write_plain_method() if reader == "member" else write_exact_method())


def write_plain_method() -> str:
    """Return the method in everyday words, then how each criterion is reached, step by step."""
    topics = "".join(
        f'<article class="ag-topic">{write_tag("h3", _(topic.title))}{write_tag("p", _(topic.plain))}</article>'
        for topic in TOPICS
    )
    criteria = "".join(_write_steps(criterion) for criterion in CRITERIA_BY_KEY.values())
    return (
        f"{_write_title(_('Le modèle, en mots'))}<div class='ag-topics'>{topics}</div>"
        f"{_write_title(_('Comment chaque critère se calcule'))}<div class='ag-topics'>{criteria}</div>"
    )


def write_exact_method() -> str:
    """Return the method for whom would compute it again: every formula, every sign."""
    topics = "".join(
        f'<article class="ag-topic">{write_tag("h3", _(topic.title))}{write_tag("p", _(topic.exact))}</article>'
        for topic in TOPICS
    )
    criteria = CRITERIA_BY_KEY.values()
    formulas = [
        (formula.name, _(formula.label), write_formula(formula.expression, {})) for formula in list_formulas(criteria)
    ]
    signs = [(given.name, _(given.label)) for given in list_inputs(criteria, ACTION_TYPES_BY_KEY.values())]
    note = _(
        "Ces formules sont écrites à part du code qui calcule tout d'un coup ; un contrôle refait chaque critère de"
        " chaque scénario avec elles et exige le même résultat. Les autres noms sont ceux des paramètres."
    )
    headings = [_("Nom"), _("Ce que c'est"), _("Formule")]
    return (
        f"{_write_title(_('Le modèle, exactement'))}<div class='ag-topics'>{topics}</div>"
        f"{_write_title(_('Toutes les formules'))}{write_tag('p', note, 'ag-note')}"
        f"<div class='ag-formulas'>{write_table(_('Formules, du début à la fin du calcul'), headings, formulas)}"
        f"{write_table(_('Données et choix'), headings[:2], signs)}</div>"
    )


def _write_steps(criterion: Criterion) -> str:
    steps = "".join(f"<li>{escape(_(formula.label))}</li>" for formula in list_steps(criterion))
    return (
        f'<article class="ag-topic">{write_tag("h3", _(criterion.label))}{write_tag("p", _(criterion.help))}'
        f"<ol>{steps}</ol></article>"
    )


def _write_title(title: str) -> str:
    return f'<div class="ag-card">{write_tag("h2", title)}</div>'
