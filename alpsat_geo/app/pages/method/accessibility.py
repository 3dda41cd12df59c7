"""The accessibility statement: what was tested, what was not, what is known to be wrong, and whom to tell."""

from __future__ import annotations

import os
import re

import streamlit as st

from alpsat_geo.project import Project
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, join_parts, put_in_card, write_list, write_tag

CONTACT_VARIABLE = "ALPSAT_CONTACT"
_MAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")


def show_accessibility(_project: Project) -> None:
    """Show the statement."""
    st.html(put_in_card(write_statement(find_contact()), css="ag-prose"))


def find_contact() -> str:
    """Return the contact of the body that hosts the tool, empty when it gave none."""
    return os.environ.get(CONTACT_VARIABLE, "").strip()


def write_statement(contact: str) -> Markup:
    """Return the statement.

    Parameters
    ----------
    contact : str
        A mail address, a web address or any text; empty: said to be missing.
    """
    tested = [
        _(
            "chaque page, sur un écran de salle et sur un téléphone, en thème clair et sombre, par axe-core : les"
            " défauts graves sont corrigés ou listés ci-dessous"
        ),
        _("les cadres des cartes et les menus ouverts, de la même façon"),
        _("le parcours au clavier de plusieurs pages, avec un repère visible à chaque arrêt"),
        _("le contraste des textes, 4,5 pour 1 au moins"),
        _("les couleurs des cartes, vues par simulation comme les voient les personnes daltoniennes"),
        _("la langue, le titre unique et l'ordre des intertitres de chaque page"),
    ]
    untested = [
        _("un audit complet selon le RGAA, par une personne formée"),
        _("l'usage avec un lecteur d'écran (NVDA, JAWS, VoiceOver)"),
        _("l'usage par des personnes en situation de handicap"),
        _("l'agrandissement du texte à 200 % et la commande vocale"),
    ]
    alternatives = [
        _("sous chaque carte, « Voir les mêmes données en tableau » : trié, copiable, téléchargeable"),
        _("à côté de chaque carte, la liste « Commune » fait ce que fait un clic"),
        _("la ligne de commande donne les mêmes chiffres en texte, sans navigateur"),
    ]
    standing = _(
        "Aucun audit complet n'a été fait : au sens du RGAA, ce tableau de bord est déclaré non conforme. Voici ce"
        " qui a été vérifié, et ce qui ne l'a pas été."
    )
    faults = [
        _("aucun défaut grave connu"),
        _("les boutons qui choisissent un fichier ou changent un nombre portent aussi un nom anglais, lu à voix haute"),
    ]
    parts = [
        write_tag("h2", _("Déclaration d'accessibilité")),
        write_tag("p", standing),
        _write_part(_("Ce qui a été vérifié"), tested),
        _write_part(_("Ce qui ne l'a pas été"), untested),
        _write_part(_("Défauts connus"), faults),
        _write_part(_("Autres façons de lire ces informations"), alternatives),
        write_tag("h3", _("Signaler un défaut")),
        write_contact(contact),
        write_tag(
            "p",
            _(
                "Sans réponse satisfaisante, vous pouvez saisir le Défenseur des droits : par son formulaire en"
                " ligne, par courrier gratuit ou auprès de ses délégués."
            ),
        ),
    ]
    return join_parts(*parts)


def write_contact(contact: str) -> Markup:
    """Return the way to reach the body that hosts the tool; nobody is invented."""
    if not contact:
        missing = _(
            "L'organisme qui héberge cet outil n'a pas encore indiqué d'adresse. À l'hébergeur : donnez-la dans la"
            " variable d'environnement {variable}."
        ).format(variable=CONTACT_VARIABLE)
        return write_tag("p", missing)
    shown = contact
    if _MAIL.fullmatch(contact):
        shown = write_tag("a", contact, href=f"mailto:{contact}")
    elif contact.startswith(("https://", "http://")):
        shown = write_tag("a", contact, href=contact, rel="noopener noreferrer")
    return write_tag("p", (_("Écrivez à l'organisme qui héberge cet outil :"), " ", shown))


def _write_part(title: str, items: list[str]) -> Markup:
    return write_tag("h3", title) + write_list(items)
