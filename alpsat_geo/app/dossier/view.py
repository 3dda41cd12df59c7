"""The page of the dossier: choose, preview, take away."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

import streamlit as st

from alpsat_geo.app.address import AppState
from alpsat_geo.app.assets import STATIC_FOLDER
from alpsat_geo.app.dossier.choices import read_choices, show_choices
from alpsat_geo.app.dossier.link import is_local, restore_address
from alpsat_geo.app.preparation import SEED, read_shapes
from alpsat_geo.app.scenarios.book import join_own
from alpsat_geo.app.wiring import Project, compare, load_project
from alpsat_geo.domain.errors import InputError
from alpsat_geo.report.dossier.blocks import Document, Link
from alpsat_geo.report.dossier.document import write_document
from alpsat_geo.report.dossier.formats import FORMATS
from alpsat_geo.report.dossier.screen import write_blocks
from alpsat_geo.report.dossier.subject import Subject, gather_subject
from alpsat_geo.report.language import _, get_language, speak
from alpsat_geo.report.markup import write_tag
from alpsat_geo.report.qr_code import draw_qr_code

_LEAST_COUNT = 2


def show_dossier(_project: Project) -> None:
    """Show the page; all that moves together is one fragment."""
    st.html(STATIC_FOLDER / "dossier.css")
    _show_workspace()


@st.fragment
def _show_workspace() -> None:
    project = join_own(load_project())
    current, keys = read_choices(project)
    left, right = st.columns([4, 8], gap="medium")
    with left:
        show_choices(project, keys[0])
    if len(keys) < _LEAST_COUNT:
        sentence = _("« Ne rien faire » se lit à côté d'un autre scénario : choisissez-en un second.")
        with right:
            st.html(f'<div role="status" class="ag-notice">{write_tag("span", sentence)}</div>')
        return
    address = restore_address(current)
    try:
        subject = _gather(project, current, keys, address)
    except InputError as error:
        with right:
            st.html(f'<div role="alert" class="ag-notice">{write_tag("span", str(error))}</div>')
        return
    with left:
        _show_files(subject)
        st.html(_write_address(address))
    with right:
        st.html(_write_preview(write_document(subject)))


def _gather(project: Project, current: AppState, keys: tuple[str, ...], address: str) -> Subject:
    return gather_subject(
        project.territory,
        read_shapes(project.territory.key),
        compare(project, keys, current.season, current.catchment_min, current.points),
        keys[0],
        seed=SEED,
        has_weights=bool(current.points),
        link=address,
    )


def _show_files(subject: Subject) -> None:
    title = _("L'emporter")
    st.html(f'<div class="ag-card">{write_tag("h3", title)}</div>')
    with st.container(key="fichiers_dossier"):
        for ending, form in FORMATS.items():
            st.download_button(
                _("{label} : {use}").format(label=_(form.label), use=_(form.use)),
                partial(_write, form.write, subject, get_language()),
                file_name=f"dossier-{subject.chosen_key}{ending}",
                mime=form.mime,
                key=f"fichier_{ending}",
                on_click="ignore",
                icon=":material/download:",
                width="stretch",
            )


def _write(write: Callable[[Subject], bytes], subject: Subject, language: str) -> bytes:
    """Write a file when it is asked for, outside of the visit that asks."""
    with speak(language):
        return write(subject)


def _write_address(address: str) -> str:
    title = _("Le retrouver et le partager")
    advice = _("Cette adresse redonne le même dossier ; un clic la sélectionne en entier.")
    notes = [write_tag("p", advice, "ag-note")]
    if is_local(address):
        local = _("Elle n'ouvre que sur cet ordinateur : publiez le tableau de bord pour la partager.")
        notes.append(write_tag("p", local, "ag-note"))
    code = ""
    try:
        alt = _("Code QR de l'adresse de ce dossier")
        drawn = draw_qr_code(address).replace("<svg ", f'<svg role="img" aria-label="{escape(alt)}" ', 1)
        code = f'<div class="dossier-code">{drawn}</div>'
    except ValueError:
        notes.append(write_tag("p", _("L'adresse est trop longue pour un code QR."), "ag-note"))
    return (
        f'<div class="ag-card">{write_tag("h3", title)}<div class="dossier-share">{code}'
        f"<div>{write_tag('p', address, 'dossier-address')}{''.join(notes)}</div></div></div>"
    )


def _write_preview(document: Document) -> str:
    """Return the first page in sight, and each other section folded."""
    first, *others = document.sections
    # The address stands beside the preview already.
    blocks = tuple(block for block in first.blocks if not isinstance(block, Link))
    folded = "".join(
        f'<details class="dossier-fold"><summary>{write_tag("h3", section.title)}</summary>'
        f"{write_blocks(section)}</details>"
        for section in others
    )
    opened = write_blocks(type(first)(first.key, first.title, blocks))
    title = _("Aperçu du dossier")
    return (
        f'<article class="dossier-sheet" aria-label="{escape(title)}">{write_tag("h2", document.title)}'
        f"{write_tag('p', document.subtitle, 'dossier-subtitle')}{opened}{folded}</article>"
    )
