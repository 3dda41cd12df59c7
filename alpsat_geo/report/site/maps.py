"""The maps of the site: colours by commune, what stands there, and the page of each commune behind its shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from alpsat_geo.compute.outcome import Settings
from alpsat_geo.report.atlas.layers import Layer
from alpsat_geo.report.atlas.legend import write_legend
from alpsat_geo.report.classes import MISSING_DIGIT
from alpsat_geo.report.corrections.told import add_to_note
from alpsat_geo.report.ground import SHEET_WIDTH, Ground
from alpsat_geo.report.language import _, join_pair
from alpsat_geo.report.maps import ACCENT, GROUND_FILL, choose_fill, draw_places, wrap_drawing
from alpsat_geo.report.markup import Markup, join_parts, name_drawing, write_tag
from alpsat_geo.report.questions import ScenarioMap
from alpsat_geo.report.roads_in_use import say_times
from alpsat_geo.report.site.plan import SitePlan

# Drawn for 960 points, seen at 390 on a phone and at 700 at a desk; one of several is seen at 190 or 400.
_LETTERS, _LETTERS_AMONG_MANY = 1.75, 2.9
_NAMES_AMONG_MANY = 4
# No font goes with the site: the widest serif that a device may take instead.
_LETTER_WIDTH = 0.58


def draw_layer(plan: SitePlan, layer: Layer, settings: Settings, *, has_links: bool) -> Markup:
    """Draw a layer of the territory with its legend; where it has links, each commune leads to its page."""
    digits = layer.classes.digits(layer.values)
    fills = [choose_fill(layer.classes, digit) for digit in digits]
    drawn = _draw_map(plan, plan.ground, fills, layer.texts, settings, letters=_LETTERS, has_links=has_links)
    named = name_drawing(drawn, layer.title, "group" if has_links else "img")
    legend = write_legend(
        layer.title,
        layer.note,
        layer.classes,
        settings.season,
        has_missing=MISSING_DIGIT in digits,
        territory=plan.project.territory,
    )
    return write_tag(
        "figure", (named, write_tag("figcaption", legend)), "site-map", role="figure", aria_label=layer.label
    )


def draw_scenario_maps(plan: SitePlan, shown: Sequence[tuple[str, str, ScenarioMap]], settings: Settings) -> Markup:
    """Draw a measure under several scenarios, side by side, with one legend.

    Parameters
    ----------
    plan : SitePlan
    shown : sequence of (name, address of its page, ScenarioMap)
    settings : Settings
    """
    if not shown:
        return Markup()
    territory = plan.project.territory
    title, classes = shown[0][2].measured.title, shown[0][2].measured.classes
    panels, digits = [], ""
    for name, address, one in shown:
        digits += one.measured.digits
        drawn = _draw_map(
            plan,
            plan.ground,
            [choose_fill(classes, digit) for digit in one.measured.digits],
            one.measured.texts,
            settings,
            opened=[territory.insee_codes.index(code) for code in one.opened],
            letters=_LETTERS_AMONG_MANY,
            names_at_most=_NAMES_AMONG_MANY,
        )
        words = join_pair(name, title)
        caption = write_tag("figcaption", write_tag("a", name, href=address))
        panels.append(write_tag("figure", (caption, name_drawing(drawn, words)), role="figure", aria_label=words))
    note = _("Estimation : valeur du milieu des simulations ; {times}").format(times=say_times(territory.roads))
    legend = write_legend(
        title,
        add_to_note(note, territory),
        classes,
        settings.season,
        has_missing=MISSING_DIGIT in digits,
        has_opened=any(one.opened for _name, _address, one in shown),
        territory=territory,
    )
    return join_parts(write_tag("div", panels, f"site-maps site-maps-{len(panels)}"), legend)


def draw_place(plan: SitePlan, position: int, settings: Settings) -> Markup:
    """Draw where a commune is among the others."""
    names = plan.project.territory.communes.names
    texts = ("",) * len(names)
    # Its name is placed first, so that it is never the one for which no place is left.
    ranks = (position, *(rank for rank in plan.ground.ranks if rank != position))
    fills = [ACCENT if rank == position else GROUND_FILL for rank in range(len(names))]
    drawn = _draw_map(plan, replace(plan.ground, ranks=ranks), fills, texts, settings, letters=_LETTERS, has_links=True)
    return name_drawing(drawn, _("{name} sur la carte du territoire").format(name=names[position]), "group")


def _draw_map(
    plan: SitePlan,
    ground: Ground,
    fills: Sequence[str],
    texts: Sequence[str],
    settings: Settings,
    *,
    letters: float,
    opened: Sequence[int] = (),
    names_at_most: int | None = None,
    has_links: bool = False,
) -> Markup:
    territory = plan.project.territory
    addresses = [plan.name_commune_page(code, settings) for code in territory.insee_codes] if has_links else []
    shapes = []
    for i, (path, fill, text) in enumerate(zip(ground.communes, fills, texts, strict=True)):
        name = territory.communes.names[i]
        said = join_pair(name, text) if text else name
        inner = (write_tag("title", said), write_tag("path", d=path, fill=fill))
        shapes.append(write_tag("a", inner, href=addresses[i], aria_label=said) if has_links else write_tag("g", inner))
    places = draw_places(
        ground,
        shapes,
        [ground.town_halls[i] for i in opened],
        letters,
        is_winter=settings.season != "summer",
        names_at_most=names_at_most,
        addresses=addresses,
        letter_width=_LETTER_WIDTH,
    )
    return wrap_drawing(SHEET_WIDTH, ground.height, places)
