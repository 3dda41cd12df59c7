"""The legend of the maps, in HTML: unit, classes, and what the signs mean."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from alpsat_geo.domain.territory import Season, Territory
from alpsat_geo.domain.text import N_
from alpsat_geo.report.classes import Classes
from alpsat_geo.report.figures import MISSING
from alpsat_geo.report.language import Speech, _, get_speech
from alpsat_geo.report.markup import Markup, join_parts, write_list, write_tag

# Under the maps rather than on them: on a phone it would hide a third of the smallest.
ATTRIBUTION = N_("Limites © IGN ; routes schématiques © contributeurs OpenStreetMap.")
_WITHOUT_ROADS = N_("Limites © IGN.")

OPENED = N_("espace à ouvrir")
_SIGNS = (
    ("open", N_("espace ouvert aujourd'hui")),
    ("uncertain", N_("espace au statut non vérifié")),
    ("station", N_("gare")),
    ("limit", N_("limite de communauté de communes")),
)


def write_legend(
    title: str,
    note: str,
    classes: Classes,
    season: Season,
    *,
    has_missing: bool,
    has_opened: bool = False,
    opened: str = OPENED,
    territory: Territory | None = None,
) -> Markup:
    """Return the legend of a map.

    Parameters
    ----------
    title : str
        What is measured, with its unit.
    note : str
        What the figures rest on.
    classes : Classes
    season : Season
        Closed roads are explained outside summer only.
    has_missing : bool
        Whether some commune is hatched.
    has_opened : bool
        Whether the map shows spaces that a plan or a scenario would open.
    opened : str
        What their sign means.
    territory : Territory, optional
        Only signs of what it has are told; all of them by default.
    """
    signs = list(_SIGNS)
    if season != "summer":
        signs.insert(3, ("closed", N_("route fermée l'hiver")))
    has_roads = territory is None or bool(territory.roads.edge_ids)
    if territory is not None:
        has_stations = "station" in {place.kind for place in territory.places}
        there = {"open": territory.spaces, "uncertain": territory.spaces, "station": has_stations, "closed": has_roads}
        signs = [(sign, label) for sign, label in signs if there.get(sign, True)]
    if has_opened:
        signs.insert(0, ("opened", opened))
    speech = get_speech()
    parts = (
        write_tag("span", title, "ag-legend-title"),
        _write_scale(classes, speech, has_missing=has_missing),
        _write_signs(tuple(signs), speech),
        write_tag("p", f"{note}. {_(ATTRIBUTION) if has_roads else _(_WITHOUT_ROADS)}", "ag-note"),
    )
    return write_tag("div", parts, "ag-legend")


# What a slider moves is in the title: the scale and the signs are the same from one step to the next.
@lru_cache
def _write_scale(classes: Classes, _speech: Speech, *, has_missing: bool) -> Markup:
    hatch = [join_parts(write_tag("span", "", "ag-swatch ag-hatch"), _(MISSING))] * has_missing
    return write_list([*list_swatches(classes), *hatch], "ag-scale")


@lru_cache
def _write_signs(signs: tuple[tuple[str, str], ...], _speech: Speech) -> Markup:
    return write_list(
        (join_parts(write_tag("span", "", f"ag-sign-{sign}"), _(label)) for sign, label in signs), "ag-signs"
    )


def list_swatches(classes: Classes) -> Iterable[Markup]:
    """Write the colour and the label of each class."""
    for colour, label in zip(classes.colours, classes.labels(), strict=True):
        yield join_parts(write_tag("span", "", "ag-swatch", style=f"background:{colour}"), label)
