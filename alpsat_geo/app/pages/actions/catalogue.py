"""The catalogue of candidate actions as cards, each derived from its type alone."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

import streamlit as st

from alpsat_geo.actions import ACTION_TYPES_BY_KEY
from alpsat_geo.app.core.wiring import load_project, sketch_actions
from alpsat_geo.compute.action_type import ActionType, Placement
from alpsat_geo.compute.sketch import Sketch
from alpsat_geo.compute.summary import Interval
from alpsat_geo.domain.provenance import GRADE_LABELS
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.dossier.wording import AXIS_LABELS, write_with_unit
from alpsat_geo.report.figures import MISSING, format_number
from alpsat_geo.report.language import _, get_language
from alpsat_geo.report.markup import Markup, write_facts, write_list, write_tag
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.uncounted import say_uncounted

_EXTENT_LABELS: dict[Placement, str] = {
    "territory": N_("pour tout le territoire"),
    "epci": N_("pour toutes les communautés de communes"),
    "commune": N_("pour une commune"),
    "space": N_("pour un espace"),
}
_CARDS_PER_ROW = 2
_VARIANTS_KEPT = 8

_cards: Memory[dict[str, Markup]] = Memory(_VARIANTS_KEPT)


def show_catalogue(present: frozenset[str], add: Callable[[str], None]) -> None:
    """Show every action of the catalogue.

    Parameters
    ----------
    present : frozenset of str
        Keys of the actions that the scenario already holds.
    add : function of an action's key
        Adds it to the scenario; called before the page is drawn again.
    """
    actions = list(ACTION_TYPES_BY_KEY.values())
    project = load_project()
    cards = _cards.recall((project.identity, get_language()), lambda: _write_cards(project))
    # The cards show that they are a catalogue; who hears the page needs its heading.
    title = write_tag("h2", _("Le catalogue des actions"), "ag-hidden")
    for first in range(0, len(actions), _CARDS_PER_ROW):
        columns = st.columns(_CARDS_PER_ROW, gap="small")
        for column, action in zip(columns, actions[first : first + _CARDS_PER_ROW], strict=False):
            with column, st.container(border=True, height="stretch", key=f"fiche_{action.key}"):
                st.html(title + cards[action.key] if action is actions[0] else cards[action.key])
                is_full = action.key in present and not action.is_repeatable
                st.button(
                    _("Déjà dans le scénario") if is_full else _("Ajouter au scénario"),
                    key=f"ajouter_{action.key}",
                    disabled=is_full,
                    on_click=add,
                    args=(action.key,),
                )


def _write_cards(project: Project) -> dict[str, Markup]:
    sketches = sketch_actions(project)
    return {key: write_card(action, sketches[key]) for key, action in ACTION_TYPES_BY_KEY.items()}


def write_card(action: ActionType, sketches: tuple[Sketch, ...]) -> Markup:
    """Return the card of an action, in HTML; what a council asks next unfolds."""
    axis = _("Axe {letter} · {name}").format(letter=action.axis, name=_(AXIS_LABELS[action.axis]))
    outside = [write_tag("span", _("hors étude"), "ag-outside")] * action.is_outside_study
    grade = _("{letter} · {meaning}").format(
        letter=action.evidence_grade, meaning=_(GRADE_LABELS[action.evidence_grade])
    )
    facts = [
        *(fact for sketch in sketches for fact in _list_costs(sketch)),
        *((_name_variant(_("Premier effet"), sketch), _write_delay(sketch.months)) for sketch in _by_delay(sketches)),
        (_("Fiabilité"), grade),
    ]
    extent = _EXTENT_LABELS[action.placement if action.places_required else _widest(action.placement)]
    note = _("Coûts estimés {extent} : valeur du milieu et fourchette de neuf simulations sur dix.").format(
        extent=_(extent)
    )
    details = (
        write_tag("h4", title) + write_list(_(sentence) for sentence in sentences)
        for title, sentences in (
            (_("Qui la porterait"), (action.owner,)),
            (_("Elle dépend de"), action.dependencies),
            (_("Pour la reproduire ailleurs"), action.duplication_conditions),
            (_("D'où vient l'effet attendu"), (action.source,)),
        )
    )
    summary = write_tag("summary", _("Conditions, porteur et source"))
    short = say_uncounted(max((sketch.uncounted_count for sketch in sketches), default=0))
    parts = (
        write_tag("p", [axis, *outside], f"ag-axis ag-axis-{action.axis}"),
        write_tag("h3", _(action.label)),
        write_tag("p", _(action.summary)),
        write_facts(facts),
        *([write_tag("p", short, "ag-note")] if short else []),
        write_tag("details", [summary, *details, write_tag("p", note, "ag-note")]),
    )
    return write_tag("article", parts, "ag-action")


def _widest(placement: Placement) -> Placement:
    return "epci" if placement == "epci" else "territory"


def _by_delay(sketches: tuple[Sketch, ...]) -> tuple[Sketch, ...]:
    """Return the sketches whose delays differ, or the first alone under no variant."""
    if any(sketch.months != sketches[0].months for sketch in sketches):
        return sketches
    return tuple(dataclasses.replace(sketch, variant="") for sketch in sketches[:1])


def _name_variant(name: str, sketch: Sketch) -> str:
    return f"{name} ({_(sketch.variant)})" if sketch.variant else name


def _list_costs(sketch: Sketch) -> list[tuple[str, str]]:
    if math.isnan(sketch.capex_eur.value + sketch.opex_eur_per_year.value):
        return [(_("Coût public"), _(MISSING))]
    amounts = (
        (_("Investissement"), sketch.capex_eur, "€"),
        (_("Fonctionnement"), sketch.opex_eur_per_year, N_("€/an")),
    )
    costs = [
        (_name_variant(name, sketch), write_with_unit(amount, unit))
        for name, amount, unit in amounts
        if amount.high > 0
    ]
    return costs or [(_("Coût public"), _("aucun supposé"))]


def _write_delay(months: Interval) -> str:
    low, high = format_number(months.low), format_number(months.high)
    return _("{high} mois").format(high=high) if low == high else _("{low} à {high} mois").format(low=low, high=high)
