"""Data of one's own beside those of the territory, folded: brought, said, drawn, set against another indicator."""

from __future__ import annotations

from functools import partial

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.preparation import read_shapes
from alpsat_geo.app.parts.chart_files import offer_chart
from alpsat_geo.app.parts.folded import folded
from alpsat_geo.app.parts.looks import find_palette
from alpsat_geo.app.parts.own_layer import Brought, bring, choose_scheme, load_libraries, recall_brought, take_away
from alpsat_geo.app.parts.upload import ask_file
from alpsat_geo.domain.parameters import SHARE_UNIT
from alpsat_geo.domain.territory import Territory
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.atlas.layers import POPULATION_KEY, Layer, build_layer, list_layers
from alpsat_geo.report.figures import format_share
from alpsat_geo.report.ground import lay_ground
from alpsat_geo.report.language import _
from alpsat_geo.report.map_sheet import draw_map_sheet
from alpsat_geo.report.markup import (
    Markup,
    put_in_card,
    put_in_notice,
    write_data_address,
    write_facts,
    write_list,
    write_tag,
)
from alpsat_geo.report.own_layer import (
    OWN_KEY,
    SCHEMES,
    build_own_layer,
    choose_writing,
    describe_own_sheet,
    measure_link,
    name_indicator,
    tell_link,
)
from alpsat_geo.report.plots.scatter import ChartAxis, describe_scatter, plot_scatter
from alpsat_geo.report.remarks import tell_remark
from alpsat_geo.sources.layers.record import OwnLayer

SHOWN_WIDGET = "choix_dimension"
_UPLOAD_AT_MOST_MB = 20
_PART, _SCHEME, _ACROSS, _UP = "partie_apportee", "classes_apportees", "axe_horizontal", "axe_vertical"


def list_own(project: Project) -> dict[str, str]:
    """List the indicators that this visit brought, by key, with their names."""
    layer = recall_brought(project.territory).layer
    if layer is None:
        return {}
    told = _("Vos données : {name}")
    return {f"{OWN_KEY}-{i}": told.format(name=name_indicator(one)) for i, one in enumerate(layer.indicators)}


def find_own(project: Project, key: str) -> Layer | None:
    """Return what this visit brought under a key of `list_own`, as a layer of the map; None under any other key."""
    brought = recall_brought(project.territory)
    if brought.layer is None or not key.startswith(OWN_KEY):
        return None
    return build_own_layer(brought.layer, find_place(key), brought.scheme)


def find_place(key: str) -> int:
    """Return the place of an indicator in its layer, from a key of `list_own`."""
    return int(key.rpartition("-")[2])


def write_own_facts(project: Project, position: int) -> Markup:
    """Write what this visit brought of a commune; empty when it brought nothing."""
    layer = recall_brought(project.territory).layer
    if layer is None:
        return Markup()
    facts = ((name_indicator(one), choose_writing(one)(float(one.values[position]))) for one in layer.indicators)
    origin = _("Données apportées ({file}), non vérifiées ici.").format(file=layer.name)
    return write_facts(facts) + write_tag("p", origin, "ag-note")


@folded(N_("Vos données sur la carte"), "volet_donnees")
def show_own_layer(project: Project, current: AppState, shown_key: str) -> None:
    """Offer to bring data; made only when somebody opens it."""
    load_libraries()
    territory = project.territory
    lead = _(
        "Un tableau (CSV, XLSX) par code INSEE, ou des formes (GeoJSON, GeoPackage), de 20 Mo au plus. Rien n'est"
        " envoyé ailleurs ni écrit sur le disque : vos données restent en mémoire le temps de la visite, et un lien"
        " de la page ne les porte pas."
    )
    st.html(write_tag("p", lead, "ag-note"))
    brought = recall_brought(territory)
    _show_upload(territory, brought)
    if brought.refusal:
        st.html(put_in_notice("alert", brought.refusal))
    if brought.layer is not None:
        _show_layer(project, brought, brought.layer, shown_key)
    if st.toggle(_("Deux indicateurs face à face"), key="face_a_face"):
        _show_two(project, current)


def _show_upload(territory: Territory, brought: Brought) -> None:
    key = f"apport_{brought.count}"
    label = _("Fichier de vos données")
    ask_file(label, key, _take_file, (territory, key), size_at_most_mb=_UPLOAD_AT_MOST_MB)


def _take_file(territory: Territory, key: str) -> None:
    uploaded = state.read_widget(key)
    if uploaded is None:
        return
    bring(territory, uploaded.name, uploaded.getvalue())
    _show_first(territory)


def _show_first(territory: Territory) -> None:
    """Show on the map what was just brought."""
    brought = recall_brought(territory)
    if brought.layer is not None and not brought.refusal:
        state.set_widget(SHOWN_WIDGET, f"{OWN_KEY}-0")


def _show_layer(project: Project, brought: Brought, layer: OwnLayer, shown_key: str) -> None:
    territory = project.territory
    title = write_tag("h3", layer.name)
    st.html(put_in_card(title, write_list([tell_remark(said) for said in layer.remarks])))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        if len(layer.parts) > 1:
            key = state.bind_widget(f"{_PART}_{brought.count}", layer.part)
            st.selectbox(
                _("Couche ou feuille"),
                layer.parts,
                key=key,
                filter_mode=None,
                on_change=_take_part,
                args=(territory, key),
            )
        st.selectbox(
            _("Classes de la carte"),
            list(SCHEMES),
            format_func=lambda scheme: _(SCHEMES[scheme]),
            key=state.bind_widget(_SCHEME, brought.scheme),
            filter_mode=None,
            on_change=lambda: choose_scheme(territory, state.read_widget(_SCHEME)),
        )
        st.button(_("Retirer ces données"), key="retirer_donnees", on_click=_take_away, args=(territory,))
    if layer.shapes:
        place = find_place(shown_key) if shown_key.startswith(OWN_KEY) else 0
        sheet = describe_own_sheet(layer, place, brought.scheme, territory.last_read_on)
        drawn = draw_map_sheet(lay_ground(territory, read_shapes(territory)), sheet)
        # Plain HTML alone is let through: the drawing is a picture.
        st.html(write_tag("img", None, "ag-own-map", alt=sheet.title, src=write_data_address(drawn)))


def _take_part(territory: Territory, key: str) -> None:
    brought = recall_brought(territory)
    if brought.layer is not None and brought.content:
        bring(territory, brought.layer.name, brought.content, state.read_widget(key))
        _show_first(territory)


def _take_away(territory: Territory) -> None:
    take_away(territory)
    state.set_widget(SHOWN_WIDGET, state.read_state().dimension)


def _show_two(project: Project, current: AppState) -> None:
    labels = list_own(project) | list_layers(project)
    keys = list(labels)
    left, right = st.columns(2, gap="medium")
    # What was taken away since cannot stay chosen.
    for key, first in ((_ACROSS, POPULATION_KEY), (_UP, keys[0])):
        state.hold_choice(key, first, labels)
    across = left.selectbox(_("En travers"), keys, format_func=labels.__getitem__, key=_ACROSS, filter_mode=None)
    up = right.selectbox(_("En hauteur"), keys, format_func=labels.__getitem__, key=_UP, filter_mode=None)
    axes = _find_axis(project, current, across), _find_axis(project, current, up)
    told = tell_link(measure_link(axes[0].values, axes[1].values))
    spec = plot_scatter(*axes, project.territory.communes.names, find_palette())
    st.vega_lite_chart(spec=spec, width="stretch", theme=None)
    st.html(put_in_card(write_tag("p", told)))
    offer_chart("face_a_face", "face-a-face", partial(describe_scatter, *axes, told, project.territory))


def _find_axis(project: Project, current: AppState, key: str) -> ChartAxis:
    brought = recall_brought(project.territory)
    if key.startswith(OWN_KEY) and brought.layer is not None:
        own = build_own_layer(brought.layer, find_place(key), brought.scheme)
        is_share = brought.layer.indicators[find_place(key)].unit == SHARE_UNIT
        return ChartAxis(own.label, own.values, own.texts, is_share)
    layer = build_layer(project, key, current.settings)
    return ChartAxis(layer.title, layer.values, layer.texts, layer.classes.format is format_share)
