"""What stands beside the map: the card of the chosen commune, or the whole territory in a few figures."""

from __future__ import annotations

from math import isfinite

import streamlit as st

from alpsat_geo.app.pages.territory.own_layer import write_own_facts
from alpsat_geo.app.parts.corrections_notice import offer_correcting
from alpsat_geo.compute.evaluation import DO_NOTHING
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.ratios import sum_known
from alpsat_geo.compute.states import SplitFigure
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.commune.card_sections import (
    write_contacts,
    write_evolution,
    write_heading,
    write_indicators,
    write_likeness,
    write_places,
    write_profile,
    write_reserves,
)
from alpsat_geo.report.commune.funnel import write_funnel
from alpsat_geo.report.dots import write_dots
from alpsat_geo.report.figures import format_change, format_number, format_share, tell_range
from alpsat_geo.report.language import _, get_language
from alpsat_geo.report.markup import Markup, put_in_card, write_figure, write_tag
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.two_states import find_two_states, tell_two_states
from alpsat_geo.report.vintages import write_years

_CARDS_KEPT = 30
_cards: Memory[Markup] = Memory(_CARDS_KEPT)
_states: Memory[SplitFigure | None] = Memory(_CARDS_KEPT)


def show_territory_card(project: Project, _current: AppState) -> None:
    """Show the territory as a whole, and how to reach the card of a commune; it depends on no choice of the page."""
    asked = (project.identity, get_language())
    st.html(_cards.recall(asked, lambda: _write_card(project)))


def _write_card(project: Project) -> Markup:
    territory = project.territory
    communes, census, broadband = territory.communes, territory.census, territory.broadband
    population = communes.population_count.sum()
    change = communes.population.measure_change().sum()
    latest, previous = communes.population.latest_period, communes.population.previous_period
    drawn_users = project.funnel.demand_users.sum(axis=1)
    demand = summarise_draws(drawn_users)
    second_share = float(sum_known(census.second_homes_count) / sum_known(census.dwellings_count))
    fibre_share = broadband.ftth_premises_count.sum() / broadband.premises_count.sum()
    figures = (
        (format_number(population), write_years(_("habitants en {year}"), _("habitants"), latest)),
        (
            format_change(change),
            write_years(_("habitants depuis {year}"), _("habitants depuis le recensement d'avant"), previous),
        ),
        (format_share(fibre_share, 1), _("des locaux raccordables à la fibre")),
        (format_share(second_share, 1), _("des logements sont des résidences secondaires")),
    )
    headline = _("Si chacun avait un espace assez proche, le territoire compterait {users} usagers réguliers.").format(
        users=tell_range(demand.low, demand.value, demand.high)
    )
    parts = (
        write_tag("h2", territory.name),
        write_tag("div", (write_figure(value, label) for value, label in figures), "ag-figures"),
        write_tag("h3", _("Des habitants aux usagers d'un espace de travail")),
        write_funnel(project, tuple(range(len(territory.insee_codes)))),
        *((write_tag("p", headline), write_dots(drawn_users)) if isfinite(demand.value) else ()),
        _write_states(project),
    )
    return write_tag("article", parts, "ag-card")


def _write_states(project: Project) -> Markup:
    """Say how many inhabitants have a space near enough, in both states of the spaces that decide it."""
    if project.blanks or not project.baseline.knows_spaces:
        return Markup()
    split = _states.recall(project.identity, lambda: _find_states(project))
    if split is None:
        return Markup()
    sentence = _("Habitants à moins de {minutes} minutes d'un espace, en hiver : {states}.")
    states = tell_two_states(split, "", project.territory)
    return write_tag("p", sentence.format(minutes=round(Settings().catchment_min), states=states))


def _find_states(project: Project) -> SplitFigure | None:
    outcome = project.evaluate(DO_NOTHING, Settings())
    return find_two_states(outcome.levers.spaces, outcome.measure(CRITERIA_BY_KEY["residents_within_reach"].measure))


def show_commune_card(project: Project, current: AppState) -> None:
    """Show all that is known of the chosen commune, how sure and how old it is."""
    position = project.baseline.commune_position(current.commune)
    season = current.season
    st.html(write_tag("article", write_heading(project, position), "ag-card"))
    sections = {
        _("Profil"): write_profile(project, position, season)
        + write_indicators(project, position)
        + write_likeness(project, position, season),
        _("Qui ?"): write_funnel(project, (position,)),
        _("Lieux"): write_places(project, position, season),
        _("Évolution"): write_evolution(project, position),
        _("Mairie"): write_contacts(project, position) + write_reserves(project, position),
    }
    own = write_own_facts(project, position)
    if own:
        sections[_("Vos données")] = own
    tabs = dict(zip(sections, st.tabs(list(sections)), strict=True))
    for name, markup in sections.items():
        with tabs[name]:
            st.html(put_in_card(markup))
    with tabs[_("Lieux")]:
        offer_correcting()
