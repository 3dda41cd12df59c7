"""The legal notice of a public body: who publishes, who hosts, what becomes of personal data, and whom to write to."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.pages.method.accessibility import find_contact, write_contact
from alpsat_geo.project import Project
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, join_parts, put_in_card, write_facts, write_tag
from alpsat_geo.sources.legal_notice import LEGAL_VARIABLE, LegalNotice, read_legal_notice


def show_legal(_project: Project) -> None:
    """Show the notice."""
    st.html(put_in_card(write_legal(read_legal_notice(), find_contact()), css="ag-prose"))


def write_legal(notice: LegalNotice, contact: str) -> Markup:
    """Return the notice.

    Parameters
    ----------
    notice : LegalNotice
        Whatever is empty in it is said to be missing; nobody is invented.
    contact : str
        Of the body that hosts the tool; empty: said to be missing.
    """
    publisher = [
        (_("Organisme"), notice.publisher),
        (_("Adresse postale"), notice.publisher_address),
        (_("Téléphone"), notice.publisher_phone),
        (_("Responsable de la publication"), notice.director),
    ]
    host = [
        (_("Hébergeur"), notice.host),
        (_("Adresse postale"), notice.host_address),
        (_("Téléphone"), notice.host_phone),
    ]
    personal = [
        (_("Responsable du traitement"), notice.publisher),
        (_("À qui s'adresser pour ses données"), notice.data_protection_officer),
        (_("Base légale"), notice.legal_basis),
        (_("Durée de conservation"), notice.retention),
    ]
    rights = _(
        "Vous pouvez demander à voir, à faire corriger ou à faire effacer ce qui vous concerne, et saisir la CNIL"
        " (cnil.fr) si la réponse ne vous satisfait pas. Ce que l'outil garde est dit, un par un, sous « Vie privée »."
    )
    parts = [
        write_tag("h2", _("Mentions légales")),
        *_write_part(_("Qui met cet outil en ligne"), publisher),
        *_write_part(_("Qui l'héberge"), host),
        *_write_part(_("Données personnelles"), personal),
        write_tag("p", rights),
        write_tag("h3", _("Contact")),
        write_contact(contact),
    ]
    if not any(value for _label, value in (*publisher, *host, *personal)):
        told = _("À l'hébergeur : écrivez ces mentions dans le fichier que nomme la variable {variable}.")
        parts.insert(1, write_tag("p", told.format(variable=LEGAL_VARIABLE)))
    return join_parts(*parts)


def _write_part(title: str, facts: list[tuple[str, str]]) -> tuple[Markup, Markup]:
    missing = _("non indiqué")
    return write_tag("h3", title), write_facts((label, value or missing) for label, value in facts)
