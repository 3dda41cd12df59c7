"""The page of the territory at one step: who is far from a workspace, then every other map, then all in one table."""

from __future__ import annotations

from alpsat_geo.compute.outcome import Settings
from alpsat_geo.report.atlas.layers import REACH_KEY, Layer, build_layer, list_layers
from alpsat_geo.report.blanks import write_blanks
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, join_parts, write_table, write_tag
from alpsat_geo.report.place_columns import list_layer_columns
from alpsat_geo.report.site.frame import Page, fold, write_answer, write_steps
from alpsat_geo.report.site.maps import draw_layer
from alpsat_geo.report.site.plan import TERRITORY, SitePlan
from alpsat_geo.report.territory_answer import tell_territory
from alpsat_geo.report.territory_card import write_territory_card


def write_territory(plan: SitePlan, settings: Settings) -> Page:
    """Write the page of the territory."""
    project = plan.project
    layers = {key: build_layer(project, key, settings) for key in list_layers(project)}
    reach = layers.pop(REACH_KEY)
    touch = write_tag("p", _("Touchez une commune pour ouvrir sa page."), "ag-note")
    columns = list_layer_columns(project, settings, reach)
    communes = range(len(project.territory.insee_codes))
    table = write_table(
        reach.title,
        [column.heading for column in columns],
        [tuple(column.texts[i] for column in columns) for i in communes],
    )
    return Page(
        key=TERRITORY,
        file=plan.name_page(TERRITORY, settings),
        question=_("Où le travail à distance est-il possible aujourd'hui ?"),
        settings=settings,
        answer=write_answer(tell_territory(project, reach, settings)) + write_blanks(project),
        picture=draw_layer(plan, reach, settings, has_links=True),
        steps=write_steps(plan, settings, lambda step: plan.name_page(TERRITORY, step)),
        beside=touch + write_territory_card(project),
        rest=join_parts(
            *(_fold_layer(plan, layer, settings) for layer in layers.values()),
            fold(_("Voir les mêmes données en tableau"), table),
        ),
    )


def _fold_layer(plan: SitePlan, layer: Layer, settings: Settings) -> Markup:
    answer = write_tag("p", tell_territory(plan.project, layer, settings))
    return fold(layer.label, answer, draw_layer(plan, layer, settings, has_links=False))
