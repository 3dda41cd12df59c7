"""Where own scenarios come from and go to: other scenarios, YAML files, the library."""

from __future__ import annotations

from collections.abc import Mapping
from zlib import crc32

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.pages.actions.notes import show_notes
from alpsat_geo.app.parts.folded import folded
from alpsat_geo.app.parts.refusal import tell_refusal
from alpsat_geo.app.parts.scenarios import book as scenario_book
from alpsat_geo.app.parts.upload import ask_file
from alpsat_geo.domain.errors import DataError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.findings import tell_findings
from alpsat_geo.report.labels import tell_apart
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import put_in_card, put_in_notice, write_list, write_tag
from alpsat_geo.report.scenarios.file import read_uploaded
from alpsat_geo.report.scenarios.own import OwnScenario
from alpsat_geo.sources.scenarios import write_scenario

_FINDINGS_KEY = "import_constats"


def show_start(project: Project) -> None:
    """Offer the ways to begin, when no scenario is being built."""
    lead = _("Ajoutez une action du catalogue, ou partez d'un scénario qui existe.")
    st.html(put_in_card(write_tag("h2", _("Votre scénario")), write_tag("p", lead)))
    _show_choice_of_own()
    _show_models(project)
    _show_way_to_library()
    _show_upload(project)


@folded(N_("Notes, copies et fichiers"), "volet_fichiers")
def show_files(project: Project, own: OwnScenario) -> None:
    """Offer what may be done with the whole scenario; made only when somebody opens it."""
    scenario = own.scenario
    show_notes(project, scenario)
    _show_choice_of_own()
    with st.container(horizontal=True, gap="small"):
        st.button(_("Nouveau scénario"), key="nouveau", on_click=_begin)
        st.button(_("Dupliquer ce scénario"), key="dupliquer", on_click=_copy, args=(scenario,))
        st.button(_("Retirer ce scénario"), key="retirer", on_click=scenario_book.remove, args=(scenario.key,))
        st.download_button(
            _("Exporter (YAML)"),
            write_scenario(scenario).encode(),
            file_name=f"{scenario.key}.yaml",
            mime="application/yaml",
            on_click="ignore",
        )
    _show_models(project)
    _show_way_to_library()
    _show_upload(project)


def _show_choice_of_own() -> None:
    entries = scenario_book.read_book().entries
    if not entries:
        return
    names = tell_apart({own.scenario.key: own.scenario.name for own in entries})
    draft = state.read_state().draft
    # A list knows its choice by its label: after another name it is another list.
    key = scenario_book.stamp(f"choix_brouillon_{crc32(repr(names).encode()):08x}")
    state.bind_widget(key, draft if draft in names else None)
    st.selectbox(
        _("Vos scénarios"),
        list(names),
        format_func=names.__getitem__,
        key=key,
        # Once one is open, Escape must not empty the list, and the page with it.
        index=0 if draft in names else None,
        placeholder=_("Ouvrir un de vos scénarios"),
        filter_mode=None,
        on_change=_open_own,
        args=(key,),
    )


def _show_models(project: Project) -> None:
    models = {scenario.key: scenario for scenario in project.scenarios if scenario.actions}
    names = tell_apart({key: _(model.name) for key, model in models.items()})
    key = scenario_book.stamp("modele")
    st.selectbox(
        _("Partir d'un scénario du projet"),
        list(models),
        format_func=names.__getitem__,
        key=key,
        index=None,
        placeholder=_("Choisir un scénario à copier"),
        filter_mode=None,
        on_change=_copy_model,
        args=(models, key),
    )


def _show_way_to_library() -> None:
    if state.read_state().pane != "library":
        st.button(
            _("Ouvrir la bibliothèque"),
            key="vers_bibliotheque",
            on_click=scenario_book.redraw,
            kwargs={"pane": "library"},
        )


def _show_upload(project: Project) -> None:
    key = scenario_book.stamp("import")
    ask_file(_("Importer un scénario (fichier YAML)"), key, _take_upload, (project, key))
    findings = state.recall(_FINDINGS_KEY)
    if findings:
        title = _("Ce fichier n'a pas pu être importé :")
        st.html(put_in_notice("alert", write_tag("p", title), write_list(findings)))


def _take_upload(project: Project, key: str) -> None:
    uploaded = state.read_widget(key)
    if not scenario_book.is_current(key):
        return
    state.keep(_FINDINGS_KEY, ())
    if uploaded is None:
        return
    try:
        _copy(read_uploaded(project, uploaded.name, uploaded.getvalue()))
    except DataError as error:
        state.keep(_FINDINGS_KEY, tuple(tell_findings(error.findings)))


def _open_own(key: str) -> None:
    chosen = state.read_widget(key)
    if chosen and scenario_book.is_current(key):
        scenario_book.redraw(draft=chosen, step=0)


def _begin() -> None:
    _copy(Scenario("mon-scenario", _("Mon scénario")))


def _copy_model(models: Mapping[str, Scenario], key: str) -> None:
    chosen = state.read_widget(key)
    if chosen in models and scenario_book.is_current(key):
        _copy(models[chosen])


@tell_refusal(scenario_book.say)
def _copy(scenario: Scenario) -> None:
    scenario_book.add(scenario)
