"""Corrections to the data: what is in force, undone in a click; the form, the files and the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from alpsat_geo.app.core.mode import is_hosted
from alpsat_geo.app.core.wiring import load_embedded, vary_corrected
from alpsat_geo.app.pages.method.correction_book import (
    drop,
    list_carried,
    list_journal,
    redo,
    save,
    take_message,
    undo,
)
from alpsat_geo.app.pages.method.correction_files import show_files
from alpsat_geo.app.pages.method.correction_form import show_form
from alpsat_geo.app.parts.folded import folded
from alpsat_geo.app.parts.rights import may, show_right
from alpsat_geo.app.parts.slot import keep_slot
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.correction import Correction
from alpsat_geo.domain.territory import Territory
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.corrections.told import (
    describe_correction,
    list_moved_figures,
    order_by_day,
    tell_origin,
    tell_use,
)
from alpsat_geo.report.figures import format_moment
from alpsat_geo.report.language import _, join_pair
from alpsat_geo.report.markup import put_in_card, put_in_notice, write_list, write_tag
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.remarks import tell_error
from alpsat_geo.store.corrections import KeptCorrection
from alpsat_geo.store.errors import StoreError

_ANSWERS_KEPT = 32

_moved: Memory[tuple[str, ...]] = Memory(_ANSWERS_KEPT)


def show_corrections(project: Project) -> None:
    """Show what is corrected, and offer to correct."""
    lead = _(
        "Un espace est ouvert, fermé, ou a d'autres places que ne disent les fichiers ? Un service manque ? Corrigez :"
        " chaque page, carte et fichier suit aussitôt, et dit qu'il repose sur une correction."
    )
    st.html(put_in_card(write_tag("h2", _("Corriger ce que disent les données")), write_tag("p", lead), css="ag-prose"))
    with keep_slot():
        sentence, is_wrong = take_message()
        if sentence:
            st.html(put_in_notice("alert" if is_wrong else "status", sentence))
        journal = _read_journal()
        _show_carried(project.territory)
        _show_saved(project.territory, [(kept, one) for kept, one in journal if kept.undone_at is None])
    _show_moved(project)
    show_form(project)
    show_files(project)
    _show_journal(project.territory, journal)


def _read_journal() -> Sequence[tuple[KeptCorrection, Correction]]:
    try:
        return list_journal()
    except StoreError as error:
        st.html(put_in_notice("alert", tell_error(error)))
        return ()


def _show_carried(territory: Territory) -> None:
    carried = order_by_day(list_carried())
    if not carried:
        return
    st.html(write_tag("h3", _("Corrections portées par ce lien, non enregistrées"), "ag-section"))
    for rank, one in enumerate(carried):
        _show_one(one, territory).button(_("Retirer"), key=f"retirer_correction_{rank}", on_click=drop, args=(one,))
    if may("CorrectionStore.apply"):
        st.button(_("Enregistrer pour le territoire"), key="enregistrer_corrections", type="primary", on_click=save)
    elif is_hosted():
        show_right("CorrectionStore.apply")
    else:
        note = _("Sur ce serveur partagé, les corrections voyagent dans le lien : gardez-le, ou exportez-les.")
        st.html(write_tag("p", note, "ag-note"))


def _show_saved(territory: Territory, saved: Sequence[tuple[KeptCorrection, Correction]]) -> None:
    if not saved:
        return
    st.html(write_tag("h3", _("Corrections enregistrées pour le territoire"), "ag-section"))
    for kept, one in saved:
        with _show_one(one, territory):
            if may("CorrectionStore.apply"):
                st.button(_("Annuler"), key=f"annuler_correction_{kept.number}", on_click=undo, args=(kept.number,))


def _show_one(correction: Correction, territory: Territory) -> DeltaGenerator:
    """Show a correction, and return where what undoes it stands."""
    name = write_tag("b", describe_correction(correction, territory))
    in_force = {replace(one, is_saved=False) for one in territory.corrections}
    # Another version of the files may no longer have what was corrected.
    is_left = replace(correction, is_saved=False) not in in_force
    use = _("Laissée de côté : ce qu'elle corrige n'est plus là.") if is_left else tell_use(correction)
    details = [write_tag("small", text) for text in (tell_origin(correction), use)]
    line = st.container(horizontal=True, vertical_alignment="center", gap="small")
    line.html(write_tag("div", [name, *details], "ag-correction"))
    return line


def _show_moved(project: Project) -> None:
    """Say which figures rest on the corrections in force: those that are not the same without them."""
    if not project.territory.corrections:
        st.html(write_tag("p", _("Aucune correction en vigueur : les données sont celles des fichiers."), "ag-note"))
        return
    # Own scenarios of a visit are left out: the project's name the same figures.
    corrected = vary_corrected((), project.territory.corrections)
    moved = _moved.recall(corrected.identity, lambda: list_moved_figures(load_embedded(), corrected, Settings()))
    if moved:
        told = write_tag("p", _("Chiffres qui en dépendent :")) + write_list(_(label) for label in moved)
    else:
        told = write_tag("p", _("Aucun chiffre n'en dépend : ce qui est corrigé est seulement montré."))
    st.html(put_in_card(told))


@folded(N_("Le journal : ce qui a été corrigé, puis annulé"), "volet_journal")
def _show_journal(territory: Territory, journal: Sequence[tuple[KeptCorrection, Correction]]) -> None:
    if not journal:
        st.html(write_tag("p", _("Rien n'a encore été enregistré pour ce territoire."), "ag-note"))
        return
    lines = []
    for kept, one in journal:
        made = _("enregistrée le {instant}").format(instant=format_moment(kept.made_at))
        if kept.undone_at is not None:
            made += ", " + _("annulée le {instant}").format(instant=format_moment(kept.undone_at))
        told = join_pair(describe_correction(one, territory), tell_origin(one))
        lines.append(f"{told} ({made})")
    st.html(write_list(lines))
    if may("CorrectionStore.apply"):
        for kept, one in journal:
            if kept.undone_at is None:
                continue
            label = _("Remettre : {name}").format(name=describe_correction(one, territory))
            st.button(label, key=f"remettre_correction_{kept.number}", on_click=redo, args=(one,))
