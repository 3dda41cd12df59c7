"""The whole territory in a few figures, from its inhabitants to the users whom a workspace may have."""

from __future__ import annotations

from math import isfinite

from alpsat_geo.compute.evaluation import DO_NOTHING
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.ratios import sum_known
from alpsat_geo.compute.states import SplitFigure
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.project import Project
from alpsat_geo.report.commune.funnel import write_funnel
from alpsat_geo.report.dossier.wording import write_interval
from alpsat_geo.report.dots import write_dots
from alpsat_geo.report.figures import format_change, format_number, format_share
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, write_figure, write_tag
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.two_states import find_two_states, tell_two_states
from alpsat_geo.report.vintages import write_years

_STATES_KEPT = 30
_states: Memory[SplitFigure | None] = Memory(_STATES_KEPT)


def write_territory_card(project: Project) -> Markup:
    """Write the card; it depends on no choice of the reader."""
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
        users=write_interval(demand)
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
