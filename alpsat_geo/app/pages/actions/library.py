"""The library: the saved scenarios with who signed them, their versions and what changed between them, the bin."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from alpsat_geo.app.core import state
from alpsat_geo.app.parts.folded import folded
from alpsat_geo.app.parts.refusal import tell_refusal
from alpsat_geo.app.parts.rights import may, show_right
from alpsat_geo.app.parts.scenarios import archive
from alpsat_geo.app.parts.scenarios import book as scenario_book
from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.domain.text import N_, clean_line
from alpsat_geo.project import Project
from alpsat_geo.report.figures import format_moment
from alpsat_geo.report.labels import list_place_names
from alpsat_geo.report.language import _, choose_plural, quote
from alpsat_geo.report.markup import Markup, join_parts, write_list, write_tag
from alpsat_geo.report.remarks import tell_error
from alpsat_geo.report.scenarios.differences import list_differences
from alpsat_geo.report.scenarios.own import OwnScenario
from alpsat_geo.store.stored_scenario import SIGNATURE_LENGTH, SavedVersion, StoredScenario

_SIGNATURE_WIDGET, _SEARCH_WIDGET = "signature", "recherche_bibliotheque"
_OPENED, _SHOWN, _DOOMED = "versions_ouvertes", "bibliotheque_montres", "a_supprimer"
_SHOWN_AT_ONCE = 10


def show_library(project: Project) -> None:
    """Show what is saved for the territory, to open, copy, compare with its former versions, or put in the bin."""
    # The cards show that they are a library; who hears the page needs its heading.
    st.html(write_tag("h2", _("La bibliothèque"), "ag-hidden"))
    search, signature = st.columns(2, gap="small")
    with search:
        state.bind_widget(_SEARCH_WIDGET, "")
        st.text_input(_("Chercher un scénario enregistré"), key=_SEARCH_WIDGET)
    if may("ScenarioStore.save"):
        _ask_signature(signature)
    try:
        found = archive.list_archived(project)
    except AlpSatError as error:
        st.html(write_tag("p", tell_error(error), "ag-note"))
        return
    # The editor beside says whether what it shows is saved.
    if len(found) < archive.LISTED_AT_MOST and scenario_book.leave_missing({stored.id for stored in found}):
        st.rerun()
    words = clean_line(str(state.read_widget(_SEARCH_WIDGET) or "")).casefold()
    fitting = [stored for stored in found if words in f"{stored.scenario.name} {stored.signature}".casefold()]
    if not fitting:
        said = (
            _("Aucun scénario n'est enregistré.") if not words else _("Aucun scénario enregistré ne contient ces mots.")
        )
        st.html(write_tag("p", said, "ag-note", role="status"))
    shown = int(state.recall(_SHOWN) or _SHOWN_AT_ONCE)
    for stored in fitting[:shown]:
        _show_stored(project, stored)
    if len(fitting) > shown:
        st.button(
            _("Montrer les suivants"),
            key="bibliotheque_suite",
            on_click=state.keep,
            args=(_SHOWN, shown + _SHOWN_AT_ONCE),
        )
    if may("ScenarioStore.discard"):
        _show_bin(project)


def _ask_signature(place: DeltaGenerator) -> None:
    with place:
        state.bind_widget(_SIGNATURE_WIDGET, archive.read_signature())
        st.text_input(
            _("Signer mes enregistrements (facultatif)"),
            key=_SIGNATURE_WIDGET,
            max_chars=SIGNATURE_LENGTH,
            placeholder=_("votre nom ou votre service, lisible par tous"),
            on_change=_take_signature,
        )


def _show_stored(project: Project, stored: StoredScenario) -> None:
    is_opened = state.recall(_OPENED) == stored.id
    with st.container(border=True, key=f"archive_{stored.id}", gap="xxsmall"):
        st.html(_write_heading(stored))
        with st.container(horizontal=True, gap="small", key=f"gestes_{stored.id}"):
            opening = _("Ouvrir") if stored.is_own else _("Ouvrir une copie")
            _show_gesture(opening, "rouvrir", stored, _open)
            if stored.is_own:
                _show_gesture(_("Copier"), "copier", stored, _copy)
            text = _("Fermer l'historique") if is_opened else _("Historique")
            _show_gesture(text, "historique", stored, _toggle_versions)
            if stored.is_own:
                _show_gesture(_("Mettre à la corbeille"), "jeter", stored, _discard)
        if is_opened:
            try:
                _show_versions(project, stored)
            except AlpSatError as error:
                st.html(write_tag("p", tell_error(error), "ag-note"))


def _write_heading(stored: StoredScenario) -> Markup:
    count = len(stored.scenario.actions)
    details = [
        _write_signature(stored.signature),
        format_moment(stored.updated_at),
        _("version {number}").format(number=stored.revision),
        choose_plural("{count} action", "{count} actions", count).format(count=count),
        *([_("le vôtre")] if stored.is_own and archive.is_marked() else []),
    ]
    return join_parts(
        write_tag("h3", stored.scenario.name, "ag-stored"), write_tag("p", " · ".join(details), "ag-note")
    )


def _write_signature(signature: str) -> str:
    return _("signé {signature}").format(signature=signature) if signature else _("non signé")


def _show_versions(project: Project, stored: StoredScenario) -> None:
    """Show the former versions, and what changed from one of them to the present."""
    former = [version for version in archive.list_versions(stored) if version.revision != stored.revision]
    if not former:
        st.html(write_tag("p", _("Une seule version : rien n'a changé depuis."), "ag-note"))
        return
    labels = {version.revision: _write_version(version) for version in former}
    key = f"version_{stored.id}_{stored.revision}"
    state.bind_widget(key, former[0].revision)
    chosen = st.selectbox(
        _("Ce qui a changé depuis"), list(labels), format_func=labels.__getitem__, key=key, filter_mode=None
    )
    before = archive.fetch_version(stored, chosen)
    changes = list_differences(before, stored.scenario, list_place_names(project.territory, project.baseline))
    st.html(write_list(changes or [_("Rien : cette version et la présente sont les mêmes.")]))
    with st.container(horizontal=True, gap="small", key=f"reprises_{stored.id}"):
        if stored.is_own:
            st.button(
                _("Reprendre cette version"),
                key=f"reprendre_{stored.id}",
                disabled=not changes,
                on_click=_restore,
                args=(stored, chosen),
                help=_("Elle devient la version {number} ; celle d'aujourd'hui reste dans l'historique.").format(
                    number=stored.revision + 1
                ),
            )
        st.button(
            _("Ouvrir une copie de cette version"),
            key=f"copier_version_{stored.id}",
            on_click=_add,
            args=(OwnScenario(before, stored.id, chosen, is_copy=True),),
        )


def _write_version(version: SavedVersion) -> str:
    return _("version {number} · {moment} · {signature}").format(
        number=version.revision, moment=format_moment(version.saved_at), signature=_write_signature(version.signature)
    )


@folded(N_("La corbeille"), "corbeille")
def _show_bin(project: Project) -> None:
    try:
        discarded = archive.list_discarded(project)
    except AlpSatError as error:
        st.html(write_tag("p", tell_error(error), "ag-note"))
        return
    if not discarded:
        st.html(write_tag("p", _("La corbeille est vide."), "ag-note"))
    elif not may("ScenarioStore.recover"):
        show_right("ScenarioStore.recover")
    for stored in discarded:
        st.html(_write_heading(stored))
        if not may("ScenarioStore.recover"):
            continue
        with st.container(horizontal=True, gap="small", key=f"gestes_corbeille_{stored.id}"):
            _show_gesture(_("Sortir de la corbeille"), "sortir", stored, _recover)
            if not may("ScenarioStore.delete"):
                continue
            if state.recall(_DOOMED) == stored.id:
                _show_gesture(_("Confirmer : rien n'en restera"), "effacer", stored, _delete)
            else:
                _show_gesture(_("Supprimer pour de bon"), "condamner", stored, _doom)


def _show_gesture(text: str, stem: str, stored: StoredScenario, act: Callable[[StoredScenario], None]) -> None:
    st.button(
        text,
        key=f"{stem}_{stored.id}",
        type="tertiary",
        on_click=act,
        args=(stored,),
        help=f"{text} {quote(stored.scenario.name)}",
    )


def _take_signature() -> None:
    archive.keep_signature(clean_line(str(state.read_widget(_SIGNATURE_WIDGET) or ""))[:SIGNATURE_LENGTH])


def _toggle_versions(stored: StoredScenario) -> None:
    state.keep(_OPENED, "" if state.recall(_OPENED) == stored.id else stored.id)


@tell_refusal(scenario_book.say)
def _add(own: OwnScenario) -> None:
    scenario_book.add_own(own)


@tell_refusal(scenario_book.say)
def _open(stored: StoredScenario) -> None:
    entries = scenario_book.read_book().entries
    already = next((own for own in entries if own.stored_id == stored.id and not own.is_copy), None)
    if already is not None:
        scenario_book.redraw(draft=already.scenario.key, step=0)
    else:
        scenario_book.add_own(archive.fetch_own(stored.id, keeps_record=True))


@tell_refusal(scenario_book.say)
def _copy(stored: StoredScenario) -> None:
    scenario_book.add_own(archive.fetch_own(stored.id))


@tell_refusal(scenario_book.say)
def _restore(stored: StoredScenario, revision: int) -> None:
    restored = archive.restore_version(stored, revision)
    scenario_book.follow_record(restored)
    sentence = _("La version {former} de « {name} » est reprise : c'est la version {number}.")
    name = restored.scenario.name
    scenario_book.say(sentence.format(former=revision, name=name, number=restored.revision))


@tell_refusal(scenario_book.say)
def _discard(stored: StoredScenario) -> None:
    archive.discard(stored)
    scenario_book.leave_record(stored.id)
    sentence = _("« {name} » est à la corbeille, d'où vous pouvez le sortir.")
    scenario_book.say(sentence.format(name=stored.scenario.name))


@tell_refusal(scenario_book.say)
def _recover(stored: StoredScenario) -> None:
    archive.recover(stored)


def _doom(stored: StoredScenario) -> None:
    state.keep(_DOOMED, stored.id)


@tell_refusal(scenario_book.say)
def _delete(stored: StoredScenario) -> None:
    state.keep(_DOOMED, "")
    archive.delete(stored)
