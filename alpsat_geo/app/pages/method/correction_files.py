"""Corrections as files: a workbook or a table to fill in, to bring, to take away."""

from __future__ import annotations

from functools import partial

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.asking import make_in_turn
from alpsat_geo.app.core.wiring import load_project
from alpsat_geo.app.pages.method.correction_book import carry, say
from alpsat_geo.app.parts.folded import folded
from alpsat_geo.app.parts.upload import ask_file
from alpsat_geo.domain.errors import AlpSatError, DataError
from alpsat_geo.domain.text import N_
from alpsat_geo.project import Project
from alpsat_geo.report.corrections.file import ENDINGS, read_corrections, write_csv, write_xlsx
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.findings import limit_findings, tell_finding
from alpsat_geo.report.language import _, choose_plural
from alpsat_geo.report.markup import put_in_notice, write_list, write_tag
from alpsat_geo.report.remarks import tell_error

_FILE, _UPLOADS, _FINDINGS = "correction_fichier", "correction_envois", "correction_constats"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@folded(N_("Corriger par un fichier (XLSX, CSV)"), "volet_fichier_corrections")
def show_files(project: Project) -> None:
    """Offer the template, the corrections in force, and to bring others."""
    territory = project.territory
    help_text = _(
        "Une ligne par correction. Si une ligne est fausse, rien n'est appliqué ; chaque case à revoir est nommée."
    )
    st.html(write_tag("p", help_text, "ag-note"))
    with st.container(horizontal=True, gap="small"):
        _offer(_("Modèle à remplir (XLSX)"), partial(write_xlsx, (), territory), "corrections-modele.xlsx", _XLSX)
        if territory.corrections:
            found = territory.corrections
            _offer(_("Ces corrections (XLSX)"), partial(write_xlsx, found, territory), "corrections.xlsx", _XLSX)
            _offer(_("Ces corrections (CSV)"), partial(write_csv, found, territory), "corrections.csv", "text/csv")
    key = f"{_FILE}_{state.recall(_UPLOADS) or 0}"
    endings = [ending.removeprefix(".") for ending in ENDINGS]
    ask_file(_("Fichier de corrections"), key, _take_file, (key,), endings=endings)
    findings = state.recall(_FINDINGS) or ()
    if findings:
        count = choose_plural(
            "Rien n'est appliqué, {count} point à corriger :",
            "Rien n'est appliqué, {count} points à corriger :",
            len(findings),
        ).format(count=format_number(len(findings)))
        st.html(put_in_notice("alert", write_tag("p", count), write_list(limit_findings(findings))))


def _offer(label: str, write: partial[bytes], name: str, mime: str) -> None:
    st.download_button(label, make_in_turn(write), file_name=name, mime=mime, on_click="ignore", key=f"prendre_{label}")


def _take_file(key: str) -> None:
    uploaded = state.read_widget(key)
    state.keep(_FINDINGS, ())
    if uploaded is None:
        return
    try:
        found = read_corrections(uploaded.getvalue(), uploaded.name, load_project().territory)
        carry(found)
    except DataError as error:
        state.keep(_FINDINGS, tuple(map(tell_finding, error.findings)))
        return
    except AlpSatError as error:
        state.keep(_FINDINGS, (tell_error(error),))
        return
    # Another uploader takes its place: the file that was read must not be read again.
    state.keep(_UPLOADS, int(state.recall(_UPLOADS) or 0) + 1)
    sentence = choose_plural("{count} correction est appliquée.", "{count} corrections sont appliquées.", len(found))
    say(sentence.format(count=format_number(len(found))))
