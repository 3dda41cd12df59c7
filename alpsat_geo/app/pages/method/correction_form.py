"""The form of a correction: what, where, who, when, on what."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.pages.method.correction_book import carry, say
from alpsat_geo.app.parts.folded import folded
from alpsat_geo.domain.corrected import correct_territory
from alpsat_geo.domain.correction import KINDS
from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.corrections.lines import Register, read_cells, tell_absence
from alpsat_geo.report.corrections.told import describe_correction
from alpsat_geo.report.corrections.words import COLUMNS, KIND_WORDS, STATUS_WORDS
from alpsat_geo.report.figures import MISSING, format_number, write_exact
from alpsat_geo.report.language import _, begin_upper, join_pair
from alpsat_geo.report.markup import put_in_notice, write_list, write_tag
from alpsat_geo.report.remarks import tell_error
from alpsat_geo.report.settle.facts import describe_status

_FAULTS = "correction_fautes"
_NEW = "+"
_UNCHANGED = "-"
_READ_AT_MOST = 1000
_THINGS = {"space": N_("Un espace"), "service": N_("Un service"), "stop": N_("Un arrêt")}
_PLACE_OPERATIONS = {"add": N_("Ajouter"), "remove": N_("Retirer du territoire")}
LABELS = {
    "thing": N_("Ce que vous corrigez"),
    "operation": N_("Que faire"),
    "key": N_("Lequel"),
    "name": N_("Nom"),
    "kind": N_("Nature"),
    "insee_code": N_("Commune"),
    "lon_deg": N_("Longitude"),
    "lat_deg": N_("Latitude"),
    "status": N_("Statut"),
    "desks_count": N_("Nombre de places"),
    "price_month_eur": N_("Prix par mois (€)"),
    "hours": N_("Horaires"),
    "host": N_("Hôte, gestionnaire"),
    "author": N_("Qui corrige (un rôle ou des initiales)"),
    "date": N_("Depuis quand (jour/mois/année)"),
    "source": N_("D'après quoi"),
    "note": N_("Note"),
}


@folded(N_("Ajouter une correction"), "volet_correction")
def show_form(project: Project) -> None:
    """Offer to correct a space, a service or a stop."""
    state.bind_widget(_key("thing"), "space")
    thing = st.segmented_control(
        _(LABELS["thing"]),
        list(_THINGS),
        format_func=lambda key: _(_THINGS[key]),
        key=_key("thing"),
        required=True,
    )
    if thing == "space":
        _ask_space(project)
    else:
        _ask_place(project, str(thing))
    with st.container(horizontal=True, gap="small"):
        _ask_text("author", placeholder=_("direction des services"))
        _ask_text("date", default=datetime.now(UTC).strftime("%d/%m/%Y"))
    with st.container(horizontal=True, gap="small"):
        _ask_text("source", placeholder=_("appel au gestionnaire"))
        _ask_text("note")
    faults = state.recall(_FAULTS) or ()
    if faults:
        title = _("Rien n'est corrigé :")
        st.html(put_in_notice("alert", write_tag("p", title), write_list(faults)))
    st.button(
        _("Appliquer la correction"), key="appliquer_correction", type="primary", on_click=_submit, args=(project,)
    )


def _ask_space(project: Project) -> None:
    names = {space.key: space.name for space in project.territory.spaces}
    names[_NEW] = _("Un espace qui n'est pas dans la liste")
    state.bind_widget(_key("key"), next(iter(names)))
    chosen = st.selectbox(
        _(LABELS["key"]),
        list(names),
        format_func=names.__getitem__,
        key=_key("key"),
        filter_mode="contains",
        on_change=_forget_status,
    )
    space = next((one for one in project.territory.spaces if one.key == chosen), None)
    words = {key: _(word) for key, word in STATUS_WORDS.items()}
    today = {"hours": _("lundi au vendredi, 8 h à 19 h")}
    if space is None:
        with st.container(horizontal=True, gap="small"):
            _ask_text("name")
            _ask_commune(project)
    else:
        words = {_UNCHANGED: _("inchangé : {status}").format(status=describe_status(space)), **words}
        known = {
            "desks_count": space.desks_count and format_number(space.desks_count),
            "price_month_eur": space.price_month_eur and write_exact(space.price_month_eur),
            "hours": space.hours,
            "host": space.operator,
        }
        today = {field: _("aujourd'hui : {value}").format(value=text or _(MISSING)) for field, text in known.items()}
    with st.container(horizontal=True, gap="small"):
        state.hold_choice(_key("status"), next(iter(words)), words)
        st.selectbox(
            _(LABELS["status"]), list(words), format_func=words.__getitem__, key=_key("status"), filter_mode=None
        )
        for field in ("desks_count", "price_month_eur"):
            _ask_text(field, placeholder=today.get(field, ""))
    with st.container(horizontal=True, gap="small"):
        for field in ("hours", "host"):
            _ask_text(field, placeholder=today.get(field, ""))
    note = _("Statut et places entrent dans les calculs ; prix, horaires et hôte sont montrés. Vide : inchangé.")
    st.html(write_tag("p", note, "ag-note"))


def _ask_place(project: Project, thing: str) -> None:
    state.bind_widget(_key("operation"), "add")
    st.segmented_control(
        _(LABELS["operation"]),
        list(_PLACE_OPERATIONS),
        format_func=lambda key: _(_PLACE_OPERATIONS[key]),
        key=_key("operation"),
        required=True,
    )
    kinds = KINDS["stop" if thing == "stop" else "service"]
    state.hold_choice(_key("kind"), kinds[0], kinds)
    with st.container(horizontal=True, gap="small"):
        st.selectbox(
            _(LABELS["kind"]), kinds, format_func=lambda key: _(KIND_WORDS[key]), key=_key("kind"), filter_mode=None
        )
        _ask_commune(project)
        _ask_text("name")


def _forget_status() -> None:
    """Leave the status as it is, unless somebody states it: what was said of one space is not said of the next."""
    state.set_widget(_key("status"), _UNCHANGED)


def _ask_commune(project: Project) -> None:
    names = dict(zip(project.territory.insee_codes, project.territory.communes.names, strict=True))
    state.bind_widget(_key("insee_code"), state.read_state().commune or project.territory.insee_codes[0])
    ordered = sorted(names, key=names.__getitem__)
    st.selectbox(
        _(LABELS["insee_code"]),
        ordered,
        format_func=names.__getitem__,
        key=_key("insee_code"),
        filter_mode="contains",
    )


def _ask_text(field: str, *, placeholder: str = "", default: str = "") -> None:
    state.bind_widget(_key(field), default)
    st.text_input(_(LABELS[field]), key=_key(field), placeholder=placeholder or None, autocomplete="off")


def _key(field: str) -> str:
    return f"correction_{field}"


def _read_form() -> dict[str, str]:
    """Return what the form holds, as the cells of a line; what it does not ask of this thing stays empty."""
    cells = {field: str(state.read_widget(_key(field)) or "")[:_READ_AT_MOST] for field in COLUMNS}
    if cells["thing"] != "space":
        return {field: "" if field in _OF_SPACES else text for field, text in cells.items()}
    is_new = cells["key"] == _NEW
    cells["operation"] = "add" if is_new else "change"
    cells["kind"] = ""
    if is_new:
        cells["key"] = ""
    else:
        cells["name"] = cells["insee_code"] = ""
    if cells["status"] == _UNCHANGED:
        cells["status"] = ""
    return cells


_OF_SPACES = ("key", "status", "desks_count", "price_month_eur", "hours", "host")


def _submit(project: Project) -> None:
    register = Register(project.territory)
    correction, faults = read_cells(_read_form(), register)
    if correction is not None and correct_territory(project.territory, [correction])[1]:
        faults = tell_absence(correction, register)
    told = [join_pair(_(LABELS[field]), begin_upper(sentence)) for field, sentence in faults.items()]
    if correction is not None and not told:
        try:
            carry([correction])
        except AlpSatError as error:
            told = [tell_error(error)]
    state.keep(_FAULTS, tuple(told))
    if told or correction is None:
        return
    for field in ("name", "desks_count", "price_month_eur", "hours", "host", "note"):
        state.set_widget(_key(field), "")
    _forget_status()
    say(_("Corrigé : {name}.").format(name=describe_correction(correction, project.territory)))
