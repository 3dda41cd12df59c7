"""The map of the siting page and its table: how often nearly optimal plans open each commune."""

from __future__ import annotations

import numpy as np
import streamlit as st

from alpsat_geo.app.parts.maps import show_basemap_choice, show_maps
from alpsat_geo.app.parts.place_table import show_place_table
from alpsat_geo.compute.siting.plan import SitingResult
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.atlas.folium_map import PanelStyle
from alpsat_geo.report.atlas.legend import write_legend
from alpsat_geo.report.classes import SEQUENTIAL, Classes
from alpsat_geo.report.figures import format_number, format_share
from alpsat_geo.report.language import _, begin_upper, choose_plural
from alpsat_geo.report.place_columns import Column, list_possible_users
from alpsat_geo.report.roads_in_use import say_times

NEVER, SOMETIMES, OFTEN, ALWAYS = range(4)
FREQUENCY_LABELS = {NEVER: N_("jamais"), SOMETIMES: N_("parfois"), OFTEN: N_("souvent"), ALWAYS: N_("toujours")}
_LEGEND_LABELS = (
    N_("jamais"),
    N_("parfois : moins de la moitié des plans"),
    N_("souvent : la moitié des plans ou plus"),
    N_("toujours : tous les plans"),
)
_CLASSES = Classes((0.5, 1.5, 2.5), (SEQUENTIAL[0], SEQUENTIAL[2], SEQUENTIAL[4], SEQUENTIAL[5]), str, _LEGEND_LABELS)
_MAP_HEIGHT_PX = 450


def classify_communes(result: SitingResult) -> FloatArray:
    """Return how often each commune is chosen, as 0 never, 1 sometimes, 2 often, 3 always; float array (n,)."""
    groups = np.zeros(result.frequency_share.size)
    for group, places in ((SOMETIMES, result.sometimes), (OFTEN, result.often), (ALWAYS, result.always)):
        groups[list(places)] = group
    return groups


def count_near_plans(result: SitingResult) -> str:
    """Say how many plans lie within 2 %, and whether that is all of them."""
    count = format_number(result.near_count)
    if not result.is_complete:
        sentence = choose_plural(
            "{count} plan à moins de 2 % du meilleur, liste incomplète",
            "{count} plans à moins de 2 % du meilleur, liste incomplète",
            result.near_count,
        )
    else:
        sentence = choose_plural(
            ("un seul plan à moins de 2 % du meilleur"), ("{count} plans à moins de 2 % du meilleur"), result.near_count
        )
    return sentence.format(count=count)


def say_listed_only(result: SitingResult) -> str:
    """Say that frequencies hold for the plans listed, when others exist that were not listed."""
    return _(
        "Fréquences dans les {count} plans listés seulement : une commune jamais retenue ici peut l'être dans un autre"
        " plan presque aussi bon."
    ).format(count=format_number(result.near_count))


def show_siting_map(project: Project, current: AppState, result: SitingResult) -> None:
    """Show the map and its legend."""
    groups = classify_communes(result)
    texts = tuple(describe_place(result, groups, i) for i in range(groups.size))
    opened = tuple(project.territory.insee_codes[site] for site in result.optimal.sites)
    title = _("Communes retenues par les plans presque aussi bons que le meilleur")
    panel = PanelStyle("", _CLASSES.digits(groups), texts, opened)
    show_maps(project, current, title, (panel,), classes=_CLASSES, height_px=_MAP_HEIGHT_PX)
    note = _(" ; ").join((count_near_plans(result), say_times(project.territory.roads)))
    if not result.is_complete:
        note = f"{say_listed_only(result)} {begin_upper(note)}"
    st.html(write_legend(title, note, _CLASSES, current.season, has_missing=False, has_opened=True))
    show_basemap_choice()


def show_siting_table(project: Project, result: SitingResult) -> None:
    """Offer the same figures as the map in a table."""
    show_place_table(
        "implanter",
        _("Communes choisies par les plans à moins de 2 % du meilleur"),
        project.territory,
        f"{project.territory.key}-implanter",
        lambda: _list_columns(project, result),
    )


def _list_columns(project: Project, result: SitingResult) -> list[Column]:
    territory = project.territory
    communes = territory.communes
    epcis = tuple(territory.epcis[int(e)].name for e in communes.epci_index)
    groups = classify_communes(result)
    shares = result.frequency_share
    is_chosen = np.isin(np.arange(groups.size), result.optimal.sites)
    spaces = tuple(_name_spaces(project, i) for i in range(groups.size))
    return [
        Column(_("Commune"), np.array(communes.names), communes.names),
        Column(_("Communauté de communes"), np.array(epcis), epcis),
        Column(_("Part des plans"), shares, tuple(format_share(float(share)) for share in shares)),
        Column(_("Fréquence"), groups, tuple(_(FREQUENCY_LABELS[int(group)]) for group in groups)),
        Column(
            _("Meilleur plan"), is_chosen.astype(np.float64), tuple(_("oui") if one else _("non") for one in is_chosen)
        ),
        Column(_("Espaces existants"), np.array(spaces), spaces),
        list_possible_users(project),
    ]


def _name_spaces(project: Project, position: int) -> str:
    names = [space.name for space in project.baseline.possible_spaces if space.commune_index == position]
    return ", ".join(names) or _("aucun")


def describe_place(result: SitingResult, groups: FloatArray, position: int) -> str:
    """Say how often nearly optimal plans open a commune, by its group from `classify_communes`."""
    group = int(groups[position])
    text = _(FREQUENCY_LABELS[group])
    if group in {SOMETIMES, OFTEN}:
        text += " · " + _("{share} des plans").format(share=format_share(float(result.frequency_share[position])))
    if position in result.optimal.sites:
        text += " · " + _("dans le meilleur plan")
    return text
