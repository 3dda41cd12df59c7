"""The catalogue of candidate actions as cards, each derived from its type alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import streamlit as st

from alpsat_geo.app.figures import NO_BREAK_SPACE, format_estimate, format_interval, format_number
from alpsat_geo.app.language import _
from alpsat_geo.app.markup import write_facts, write_list, write_tag
from alpsat_geo.app.wiring import ACTION_TYPES_BY_KEY, Project
from alpsat_geo.compute.action_type import ActionType, Axis, Placement
from alpsat_geo.compute.evaluation import apply_actions
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.domain.provenance import GRADE_LABELS
from alpsat_geo.domain.scenario import ActionChoice, OptionValue, Scenario
from alpsat_geo.domain.text import N_

AXIS_LABELS: dict[Axis, str] = {
    "a": N_("Mobilité et accès aux services"),
    "b": N_("Emplois et espaces"),
    "c": N_("Accueil des habitants"),
}
_EXTENT_LABELS: dict[Placement, str] = {
    "territory": N_("pour tout le territoire"),
    "epci": N_("pour toutes les communautés de communes"),
    "commune": N_("pour une commune"),
    "space": N_("pour un espace"),
}
_CARDS_PER_ROW = 2


@dataclass(frozen=True, slots=True)
class Sketch:
    """What an action costs and when it starts, before anybody settles its options.

    ``variant`` is the choice it holds for; empty: for all.
    """

    variant: str
    capex_eur: Interval
    opex_eur_per_year: Interval
    months: Interval


def sketch_action(project: Project, action: ActionType) -> tuple[Sketch, ...]:
    """Sketch an action from the draws, once for each value of its first choice where that changes something."""
    choice_option = next((option for option in action.options if option.choices), None)
    if choice_option is None:
        return (_sketch(project, action, "", {}),)
    sketches = [_sketch(project, action, value, {choice_option.key: value}) for value in choice_option.choices]
    plain = [dataclasses.replace(sketch, variant="") for sketch in sketches]
    return (plain[0],) if all(sketch == plain[0] for sketch in plain) else tuple(sketches)


def _sketch(project: Project, action: ActionType, variant: str, options: dict[str, OptionValue]) -> Sketch:
    places = list_places(project, action)[:1] if action.places_required else ()
    scenario = Scenario(action.key, action.label, actions=(ActionChoice(action.key, places, options),))
    levers = apply_actions(scenario, project.baseline, project.draws, ACTION_TYPES_BY_KEY)
    line, start = levers.cost_lines[-1], levers.starts[-1]
    return Sketch(
        variant,
        summarise_draws(line.capex_eur),
        summarise_draws(line.opex_eur_per_year),
        summarise_draws(start.months),
    )


def list_places(project: Project, action: ActionType) -> tuple[str, ...]:
    """Return the codes of the places where an action may be put; none when it holds everywhere."""
    baseline = project.baseline
    by_placement: dict[Placement, tuple[str, ...]] = {
        "territory": (),
        "epci": baseline.epci_sirens,
        "commune": baseline.insee_codes,
        "space": tuple(space.key for space in baseline.spaces),
    }
    return by_placement[action.placement]


def show_catalogue(project: Project, present: frozenset[str], add: Callable[[str], None]) -> None:
    """Show every action of the catalogue.

    Parameters
    ----------
    project : Project
    present : frozenset of str
        Keys of the actions that the scenario already holds.
    add : function of an action's key
        Adds it to the scenario; called before the page is drawn again.
    """
    actions = list(ACTION_TYPES_BY_KEY.values())
    for first in range(0, len(actions), _CARDS_PER_ROW):
        columns = st.columns(_CARDS_PER_ROW, gap="small")
        for column, action in zip(columns, actions[first : first + _CARDS_PER_ROW], strict=False):
            with column, st.container(border=True, height="stretch", key=f"fiche_{action.key}"):
                st.html(write_card(project, action))
                is_full = action.key in present and not action.is_repeatable
                st.button(
                    _("Déjà dans le scénario") if is_full else _("Ajouter au scénario"),
                    key=f"ajouter_{action.key}",
                    disabled=is_full,
                    on_click=add,
                    args=(action.key,),
                )


def write_card(project: Project, action: ActionType) -> str:
    """Return the card of an action, in HTML; what a council asks next unfolds."""
    axis = _("Axe {letter} · {name}").format(letter=action.axis, name=_(AXIS_LABELS[action.axis]))
    outside = write_tag("span", _("hors étude"), "ag-outside") if action.is_outside_study else ""
    sketches = sketch_action(project, action)
    grade = _("{letter} · {meaning}").format(
        letter=action.evidence_grade, meaning=_(GRADE_LABELS[action.evidence_grade])
    )
    facts = [
        *(fact for sketch in sketches for fact in _list_costs(sketch)),
        *((_name_variant(_("Premier effet"), sketch), _write_delay(sketch.months)) for sketch in _by_delay(sketches)),
        (_("Preuve"), grade),
    ]
    extent = _EXTENT_LABELS[action.placement if action.places_required else _widest(action.placement)]
    note = _("Coûts estimés {extent} : médiane et intervalle à 90 %.").format(extent=_(extent))
    details = "".join(
        f"{write_tag('h4', title)}{write_list(_(sentence) for sentence in sentences)}"
        for title, sentences in (
            (_("Qui la porterait"), (action.owner,)),
            (_("Elle dépend de"), action.dependencies),
            (_("Pour la reproduire ailleurs"), action.duplication_conditions),
            (_("D'où vient l'effet attendu"), (action.source,)),
        )
    )
    summary = escape(_("Conditions, porteur et source"))
    return (
        f'<article class="ag-action"><p class="ag-axis ag-axis-{action.axis}">{escape(axis)}{outside}</p>'
        f"{write_tag('h3', _(action.label))}{write_tag('p', _(action.summary))}{write_facts(facts)}"
        f"<details><summary>{summary}</summary>{details}{write_tag('p', note, 'ag-note')}</details></article>"
    )


def _widest(placement: Placement) -> Placement:
    return "epci" if placement == "epci" else "territory"


def _by_delay(sketches: tuple[Sketch, ...]) -> tuple[Sketch, ...]:
    """Return the sketches whose delays differ, or the first alone under no variant."""
    if all(sketch.months == sketches[0].months for sketch in sketches):
        return (dataclasses.replace(sketches[0], variant=""),)
    return sketches


def _name_variant(name: str, sketch: Sketch) -> str:
    return f"{name} ({_(sketch.variant)})" if sketch.variant else name


def _list_costs(sketch: Sketch) -> list[tuple[str, str]]:
    costs = []
    if sketch.capex_eur.high > 0:
        costs.append((_name_variant(_("Investissement"), sketch), _write_euros(sketch.capex_eur, "€")))
    if sketch.opex_eur_per_year.high > 0:
        costs.append((_name_variant(_("Fonctionnement"), sketch), _write_euros(sketch.opex_eur_per_year, _("€/an"))))
    return costs or [(_("Coût public"), _("aucun supposé"))]


def _write_euros(amount: Interval, unit: str) -> str:
    text = f"{format_estimate(amount.value)}{NO_BREAK_SPACE}{unit}"
    return text if amount.low == amount.high else f"{text} {format_interval(amount.low, amount.high)}"


def _write_delay(months: Interval) -> str:
    low, high = format_number(months.low), format_number(months.high)
    return _("{high} mois").format(high=high) if low == high else _("{low} à {high} mois").format(low=low, high=high)
