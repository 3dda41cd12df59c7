"""The accessibility statement: what was tested, what was not, what is known to be wrong, and whom to tell."""

from __future__ import annotations

import os
import re

import streamlit as st

from alpsat_geo.app.core.page_table import PAGES
from alpsat_geo.project import Project
from alpsat_geo.report.accessibility.audit import (
    AUDITED_ON,
    THEMES,
    count_checks,
    count_statuses,
    measure_rate,
    name_standing,
    read_audit,
    read_grid,
)
from alpsat_geo.report.figures import format_number, format_share, format_vintage
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, join_parts, put_in_card, write_list, write_table, write_tag

CONTACT_VARIABLE = "ALPSAT_CONTACT"
_MAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")


def show_accessibility(_project: Project) -> None:
    """Show the statement."""
    st.html(put_in_card(write_statement(find_contact()), css="ag-prose"))
    st.download_button(
        _("Télécharger la grille de l'audit (CSV, en français)"),
        read_grid(),
        file_name="audit-rgaa.csv",
        mime="text/csv",
        on_click="ignore",
    )


def find_contact() -> str:
    """Return the contact of the body that hosts the tool, empty when it gave none."""
    return os.environ.get(CONTACT_VARIABLE, "").strip()


def write_statement(contact: str) -> Markup:
    """Return the statement, as the law words it.

    Parameters
    ----------
    contact : str
        A mail address, a web address or any text; empty: said to be missing.
    """
    standing = _(name_standing())
    parts = [
        write_tag("h2", _("Déclaration d'accessibilité")),
        write_tag(
            "p",
            _(
                "Cette déclaration porte sur le tableau de bord AlpSat Geo, au titre de l'article 47 de la loi"
                " n° 2005-102 du 11 février 2005. L'organisme qui le met en ligne la reprend en son nom."
            ),
        ),
        write_tag("h3", _("État de conformité")),
        write_tag(
            "p",
            _(
                "Le tableau de bord est {standing} avec le référentiel général d'amélioration de l'accessibilité"
                " (RGAA), version 4.1, en raison des défauts énumérés ci-dessous."
            ).format(standing=standing),
        ),
        write_tag("h3", _("Résultats des tests")),
        *_write_results(),
        _write_part(_("Contenus non accessibles"), _list_faults()),
        write_tag("p", _("Aucune dérogation pour charge disproportionnée n'est invoquée.")),
        _write_part(_("Autres façons de lire ces informations"), _list_alternatives()),
        write_tag("h3", _("Établissement de cette déclaration")),
        *_write_making(),
        write_tag("h3", _("Retour d'information et contact")),
        write_contact(contact),
        write_tag("h3", _("Voies de recours")),
        write_tag(
            "p",
            _(
                "Si un défaut vous empêche d'accéder à un contenu, que vous l'avez signalé et que vous n'avez pas eu de"
                " réponse satisfaisante, vous pouvez saisir le Défenseur des droits : par son formulaire en ligne, par"
                " courrier gratuit, par téléphone ou auprès de ses délégués."
            ),
        ),
    ]
    return join_parts(*parts)


def _write_results() -> list[Markup]:
    counts, checks = count_statuses(), count_checks()
    applicable = counts["met"] + counts["not_met"]
    told = _(
        "L'audit a été fait par ceux qui développent l'outil, et non par un tiers. Il relève que {rate} des critères"
        " qui s'appliquent sont respectés : {met} sur {applicable}. {others} autres sont sans objet."
    ).format(
        rate=format_share(measure_rate()),
        met=format_number(counts["met"]),
        applicable=format_number(applicable),
        others=format_number(counts["not_applicable"]),
    )
    how = _(
        "Façon de vérifier : {tests} critères par un essai rejoué à chaque version, {axe} par l'outil axe-core,"
        " {manual} à la main (écran, clavier, code)."
    ).format(
        tests=format_number(checks["test"]), axe=format_number(checks["axe"]), manual=format_number(checks["manual"])
    )
    headings = [_("Thème"), _("Respectés"), _("Non respectés"), _("Sans objet")]
    rows = []
    for number, theme in THEMES.items():
        found = count_statuses(number)
        rows.append([f"{number}. {_(theme)}", *(format_number(found[status]) for status in found)])
    untested = [
        _("l'usage avec un lecteur d'écran (NVDA, JAWS, VoiceOver) et avec la commande vocale"),
        _("l'usage par des personnes en situation de handicap"),
    ]
    return [
        write_tag("p", told),
        write_tag("p", how),
        write_table(_("Critères du RGAA, par thème"), headings, rows),
        write_tag("p", _("Ce qui n'a pas été essayé :")),
        write_list(untested),
    ]


def _list_faults() -> list[str]:
    return [
        _("Critère {number} : {reason}").format(number=one.number, reason=_(one.reason))
        for one in read_audit()
        if one.status == "not_met"
    ]


def _list_alternatives() -> list[str]:
    return [
        _("sous chaque carte, « Voir les mêmes données en tableau » : trié, copiable, téléchargeable"),
        _("à côté de chaque carte, la liste « Commune » fait ce que fait un clic"),
        _("la ligne de commande donne les mêmes chiffres en texte, sans navigateur"),
    ]


def _write_making() -> list[Markup]:
    pages = _(" ; ").join(_(page.title) for page in PAGES)
    return [
        write_tag("p", _("Établie le {day}.").format(day=format_vintage(AUDITED_ON.isoformat()))),
        write_tag("p", _("Technologies : HTML, CSS, JavaScript, SVG ; documents en PDF.")),
        write_tag("p", _("Outils : navigateur Chromium, axe-core, clavier seul, captures d'écran relues.")),
        write_tag("p", _("Pages vérifiées : {pages}.").format(pages=pages)),
    ]


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
