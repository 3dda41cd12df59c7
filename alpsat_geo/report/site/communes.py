"""The pages of the communes: each on the map, what each scenario changes there at every step, then its card."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.territory import Season
from alpsat_geo.project import Project
from alpsat_geo.report.atlas.layers import REACH_KEY, build_layer
from alpsat_geo.report.blanks import write_blanks
from alpsat_geo.report.commune.card_sections import (
    write_contacts,
    write_evolution,
    write_indicators,
    write_places,
    write_profile,
    write_reserves,
)
from alpsat_geo.report.commune.change import Change, find_road_today, measure_change
from alpsat_geo.report.commune.funnel import write_funnel
from alpsat_geo.report.commune.sentence import tell_scenarios, tell_today
from alpsat_geo.report.commune.table import write_commune_table
from alpsat_geo.report.corrections.words import fold_word
from alpsat_geo.report.labels import name_scenarios
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, join_parts, put_in_card, write_list, write_tag
from alpsat_geo.report.site.frame import Page, fold, put_at_season, put_at_step, write_answer, write_steps
from alpsat_geo.report.site.maps import draw_layer, draw_place
from alpsat_geo.report.site.plan import COMMUNES, SitePlan, name_step

Changes = Mapping[Settings, Sequence[Sequence[Change]]]
"""By step, by scenario that is published, what changes in each commune."""


def measure_all_changes(plan: SitePlan) -> Changes:
    """Measure what each scenario changes in each commune at every step: one evaluation each."""
    names = plan.project.territory.communes.names
    return {
        settings: [
            [measure_change(outcome, names, position, "host") for position in range(len(names))]
            for scenario in plan.studied
            for outcome in plan.project.evaluate_all((scenario,), settings)
        ]
        for settings in plan.steps
    }


def write_choice(plan: SitePlan) -> Page:
    """Write the page where one finds one's commune, on the map or by its name."""
    territory, settings = plan.project.territory, plan.steps[0]
    named = zip(territory.communes.names, territory.insee_codes, strict=True)
    by_name = sorted(named, key=lambda one: (fold_word(one[0]), one[1]))
    links = (write_tag("a", name, href=plan.name_commune_page(code, settings)) for name, code in by_name)
    return Page(
        key=COMMUNES,
        file=f"{COMMUNES}.html",
        question=_("Et pour ma commune ?"),
        settings=settings,
        answer=write_answer(_("Touchez votre commune sur la carte, ou choisissez son nom.")),
        picture=draw_layer(plan, build_layer(plan.project, REACH_KEY, settings), settings, has_links=True),
        beside=write_list(links, "site-links site-names"),
    )


def write_commune(plan: SitePlan, position: int, changes: Changes) -> Page:
    """Write the page of a commune: what depends on the step is written at each, and the address shows one.

    Parameters
    ----------
    plan : SitePlan
    position : int
        Of the commune.
    changes : Changes
        Of `measure_all_changes`.
    """
    project, first = plan.project, plan.steps[0]
    code, name = project.territory.insee_codes[position], project.territory.communes.names[position]
    file = plan.name_commune_page(code, first)
    seasons = dict.fromkeys(step.season for step in plan.steps)

    def write_all_steps(step: Settings) -> Markup:
        return write_steps(plan, step, lambda other: f"{file}#{name_step(other)}")

    def at_each_step(write: Callable[[Settings], Markup]) -> Markup:
        return join_parts(*(put_at_step(step, write(step)) for step in plan.steps))

    def at_each_season(write: Callable[[Project, int, Season], Markup]) -> Markup:
        return join_parts(*(put_at_season(season, write(project, position, season)) for season in seasons))

    by_scenario = at_each_step(lambda step: _tabulate(plan, position, step, changes))
    cards = (
        (_("Profil"), at_each_season(write_profile) + write_indicators(project, position)),
        (_("Qui ?"), write_funnel(project, (position,))),
        (_("Lieux"), at_each_season(write_places)),
        (_("Évolution"), write_evolution(project, position)),
        (_("Mairie"), write_contacts(project, position) + write_reserves(project, position)),
    )
    return Page(
        key=COMMUNES,
        file=file,
        question=_("Et pour {name} ?").format(name=name),
        settings=first,
        answer=at_each_step(lambda step: write_answer(*_tell(plan, position, step, changes))),
        picture=draw_place(plan, position, first),
        steps=at_each_step(write_all_steps),
        rest=join_parts(
            write_blanks(project),
            *[fold(_("Ma commune, scénario par scénario"), by_scenario)] * bool(plan.studied),
            *(fold(title, put_in_card(card)) for title, card in cards),
        ),
        has_every_step=True,
    )


def _list_changes(plan: SitePlan, position: int, step: Settings, changes: Changes) -> list[tuple[Scenario, Change]]:
    found = zip(plan.studied, changes[step], strict=True)
    return [(scenario, by_commune[position]) for scenario, by_commune in found]


def _tell(plan: SitePlan, position: int, step: Settings, changes: Changes) -> tuple[str, str]:
    """Say how far a workspace is, then what the scenarios side by side change; nothing where nothing is ranked."""
    project, name = plan.project, plan.project.territory.communes.names[position]
    names, compared = name_scenarios(project), {scenario.key for scenario in plan.compared}
    listed = _list_changes(plan, position, step, changes)
    named = [(names[scenario.key], change) for scenario, change in listed if scenario.key in compared]
    today = tell_today(name, find_road_today(project, position, step.season), step.catchment_min)
    if not named:
        return today, ""
    return today, tell_scenarios(name, named, step.catchment_min).removeprefix(today).strip()


def _tabulate(plan: SitePlan, position: int, step: Settings, changes: Changes) -> Markup:
    """Write what every scenario changes."""
    listed = _list_changes(plan, position, step, changes)
    if not listed:
        return Markup()
    names = name_scenarios(plan.project)
    named = [(names[scenario.key], change) for scenario, change in listed]
    return write_commune_table(plan.project.territory.communes.names[position], named, "host")
