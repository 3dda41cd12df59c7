"""The page of the dossier: choose, preview, take away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.asking import make_in_turn
from alpsat_geo.app.core.page_table import DOSSIER
from alpsat_geo.app.core.preparation import read_shapes
from alpsat_geo.app.core.publication import STATIC_FOLDER
from alpsat_geo.app.core.run import fragment
from alpsat_geo.app.core.wiring import find_corrections, load_embedded, load_project
from alpsat_geo.app.pages.dossier.choices import read_choices, show_choices, show_paper_choices
from alpsat_geo.app.parts.invitation import find_public_address
from alpsat_geo.app.parts.my_commune import show_scenario_for_commune
from alpsat_geo.app.parts.scenarios.book import join_own
from alpsat_geo.compute.draws import SEED
from alpsat_geo.domain.errors import InputError
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState, to_query
from alpsat_geo.report.corrections.code import encode_corrections
from alpsat_geo.report.dossier.blocks import Contents, Document, Link
from alpsat_geo.report.dossier.document import write_document
from alpsat_geo.report.dossier.formats import FORMATS
from alpsat_geo.report.dossier.screen import write_blocks
from alpsat_geo.report.dossier.subject import Subject, gather_subject
from alpsat_geo.report.labels import name_scenarios
from alpsat_geo.report.language import _, get_language
from alpsat_geo.report.link import LOCAL_ADDRESS, warn_of_reach, write_link
from alpsat_geo.report.markup import (
    Markup,
    embed_drawings,
    name_drawing,
    put_in_card,
    put_in_notice,
    write_tag,
)
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.precedence import Length
from alpsat_geo.report.qr_code import draw_qr_code
from alpsat_geo.report.questions import Situation, name_content
from alpsat_geo.report.remarks import tell_error
from alpsat_geo.sources.scenario_code import decode_scenario

_LEAST_COUNT = 2
_DOCUMENTS_KEPT = 20

_documents: Memory[Document] = Memory(_DOCUMENTS_KEPT, length=Length.FILE)


def show_dossier(_project: Project) -> None:
    """Show the page; all that moves together is one fragment."""
    st.html(STATIC_FOLDER / "dossier.css")
    _show_workspace()


@fragment
def _show_workspace() -> None:
    project = join_own(load_project())
    current, keys = read_choices(project)
    show_choices(project, keys[0])
    if len(keys) < _LEAST_COUNT:
        sentence = _("« Ne rien faire » se lit à côté d'un autre scénario : choisissez-en un second.")
        st.html(put_in_notice("status", sentence))
        return
    address = restore_address(current)
    stated = project.find_stated(load_embedded())
    moved_keys = tuple(key for key, _value in project.assumptions if key not in stated)
    gather = partial(_gather, project, current, keys, address, moved_keys)
    told = [(one.key, one.name, one.description, one.is_outside_study, name_content(one)) for one in project.scenarios]
    asked = (keys, current.settings, current.prices, current.far_percent, current.cost_bearer, address, get_language())
    try:
        # All who follow a meeting open the same dossier at once.
        document = _documents.recall((project.identity, tuple(told), asked), lambda: write_document(gather()))
    except InputError as error:
        st.html(put_in_notice("alert", tell_error(error)))
        return
    proposed = Situation(project, project.find_scenarios(keys[:1]), current.settings)
    show_scenario_for_commune(proposed, name_scenarios(project)[keys[0]], current.cost_bearer)
    if state.is_before_room():
        _show_preview(document)
        return
    left, right = st.columns([4, 8], gap="medium")
    with left:
        show_paper_choices()
        _show_files(gather, keys[0])
        st.html(_write_address(address))
    with right:
        _show_preview(document)


def _gather(
    project: Project, current: AppState, keys: tuple[str, ...], address: str, moved_keys: tuple[str, ...]
) -> Subject:
    return gather_subject(
        project.territory,
        read_shapes(project.territory),
        project.compare(
            project.find_scenarios(keys),
            current.settings,
            dict(current.prices),
            far_factor=current.far_percent / 100,
        ),
        keys[0],
        projects=load_project().scenarios,
        seed=SEED,
        link=address,
        moved_keys=moved_keys,
        bearer=current.cost_bearer,
        commune_code=current.commune,
        is_short=current.is_dossier_short,
    )


def _show_files(gather: Callable[[], Subject], chosen_key: str) -> None:
    st.html(put_in_card(write_tag("h2", _("Télécharger le dossier"), "ag-section")))
    with st.container(key="fichiers_dossier"):
        for ending, form in FORMATS.items():
            st.download_button(
                _("{label} : {use}").format(label=_(form.label), use=_(form.use)),
                make_in_turn(partial(_write, form.write, gather)),
                file_name=f"dossier-{chosen_key}{ending}",
                mime=form.mime,
                key=f"fichier_{ending}",
                on_click="ignore",
                width="stretch",
            )


def _write(write: Callable[[Subject], bytes], gather: Callable[[], Subject]) -> bytes:
    """Write a file when it is asked for, outside of the visit that asks.

    The visit keeps how to gather what the file tells, for minutes after its page is closed: what is gathered itself
    holds 20 MB.
    """
    return write(gather())


def _write_address(address: str) -> Markup:
    title = _("Le retrouver et le partager")
    advice = _("Cette adresse redonne le même dossier ; un clic la sélectionne en entier.")
    notes = [write_tag("p", advice, "ag-note")]
    warning = warn_of_reach(address)
    if warning:
        notes.append(put_in_notice("note", warning))
    shared = []
    try:
        alt = _("Code QR de l'adresse de ce dossier")
        code = embed_drawings(name_drawing(draw_qr_code(address), alt))
        shared.append(write_tag("div", code, "dossier-code"))
    except ValueError:
        notes.append(write_tag("p", _("L'adresse est trop longue pour un code QR."), "ag-note"))
    shared.append(write_tag("div", [write_tag("p", address, "dossier-address"), *notes]))
    return put_in_card(write_tag("h2", title, "ag-section"), write_tag("div", shared, "dossier-share"))


def _show_preview(document: Document) -> None:
    """Show the two pages, and each annex when somebody opens it; before a room, those that are open already."""
    with st.container(key="apercu_dossier"):
        parts = [write_tag("h2", document.title)]
        parts.append(write_tag("p", document.subtitle, "dossier-subtitle"))
        for page in document.two_pages:
            # The address stands beside the preview already, and the annexes below.
            blocks = [block for block in page.blocks if not isinstance(block, Link | Contents)]
            parts += [write_tag("h2", page.title, "dossier-part"), write_blocks(blocks)]
        sheet = write_tag("article", parts, "dossier-sheet", aria_label=_("Aperçu du dossier"))
        st.html(embed_drawings(sheet))
        for section in document.annexes:
            key = f"partie_{section.key}"
            if state.is_before_room() and not state.read_widget(key):
                continue
            box = st.expander(section.title, key=key, on_change="rerun")
            if box.open:
                box.html(write_tag("div", embed_drawings(write_blocks(section.blocks)), "dossier-sheet"))


def restore_address(current: AppState) -> str:
    """Write the address at which anyone finds the same dossier.

    Parameters
    ----------
    current : AppState
        Only what the dossier shows is kept: its scenarios, season, minutes, prices, assumptions, bearer of costs,
        commune and annexes.
    """
    shown = AppState(
        language=current.language,
        season=current.season,
        catchment_min=current.catchment_min,
        scenarios=current.scenarios,
        prices=current.prices,
        far_percent=current.far_percent,
        own=tuple(reference for reference in current.own if _is_shown(reference, current.scenarios)),
        dossier=current.dossier,
        assumptions=current.assumptions,
        corrections=encode_corrections([replace(one, is_saved=False) for one in find_corrections()]),
        cost_bearer=current.cost_bearer,
        commune=current.commune,
        is_dossier_short=current.is_dossier_short,
        territory=current.territory,
    )
    return write_link(find_public_address() or _find_own_address(), DOSSIER.address, to_query(shown))


def _is_shown(reference: str, keys: tuple[str, ...]) -> bool:
    """Tell whether an own scenario is among those shown; one named by its record may be."""
    scenario = decode_scenario(reference)
    return scenario is None or scenario.key in keys


def _find_own_address() -> str:
    """Return the address by which this browser reached the dashboard."""
    url = st.context.url
    return url.rpartition("/")[0] if url else LOCAL_ADDRESS
