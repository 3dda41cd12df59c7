"""The privacy notice: what is kept, what is not, and for how long."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core.mode import is_hosted
from alpsat_geo.app.core.wiring import is_offline
from alpsat_geo.app.pages.method.accessibility import find_contact, write_contact
from alpsat_geo.project import Project
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, join_parts, put_in_card, write_list, write_tag


def show_privacy(_project: Project) -> None:
    """Show the notice."""
    notice = write_notice(find_contact(), is_cut_off=is_offline(), has_accounts=is_hosted())
    st.html(put_in_card(notice, css="ag-prose"))


def write_notice(contact: str, *, is_cut_off: bool, has_accounts: bool) -> Markup:
    """Return the notice.

    Parameters
    ----------
    contact : str
        Of the body that hosts the tool; empty: said to be missing.
    is_cut_off : bool
        Whether the base map of the IGN is not offered at all.
    has_accounts : bool
        Whether agents log in.
    """
    not_there = [
        _("aucun compte, aucun mot de passe, aucun nom à donner pour lire et pour voter")
        if has_accounts
        else _("aucun compte, aucun mot de passe, aucun nom à donner"),
        _("aucune mesure d'audience, aucun traceur, aucune publicité"),
        _("aucune demande à un autre serveur, sauf les images du fond de carte de l'IGN si vous l'allumez")
        if not is_cut_off
        else _("aucune demande à un autre serveur : le fond de carte de l'IGN est coupé"),
    ]
    kept = [
        _(
            "les scénarios que vous enregistrez, et eux seuls, avec leurs versions, à la corbeille aussi tant que vous"
            " ne les y supprimez pas : nom, description, notes, actions, dates, la signature si vous en écrivez une, et"
            " une empreinte de l'appareil, d'où seul ils se changent. Qui a le lien, ou ouvre la bibliothèque, les"
            " lit : n'y écrivez rien de personnel"
        ),
        _(
            "les votes d'une consultation : groupe, points ou classement, dates, et une empreinte du jeton de"
            " l'appareil. L'empreinte empêche de voter deux fois et ne permet pas de retrouver le jeton ; un groupe"
            " de moins de trois votes n'est pas montré à part"
        ),
        _(
            "d'un vote par code : le groupe et une empreinte de chaque code, et s'il a servi une autre empreinte de"
            " l'appareil ; rien n'y dit quel vote un code a donné"
        ),
        _(
            "ce que montre une réunion ouverte aux autres appareils : la page et ses choix, et une empreinte de"
            " l'appareil qui présente, lus un jour au plus, effacés quand une autre s'ouvre ; rien de qui la suit"
        ),
        _(
            "les corrections aux données que l'on enregistre pour le territoire : ce qui est corrigé, la date, la"
            " source, et l'auteur tel qu'il est écrit, un rôle ou des initiales"
        ),
        _("le suivi : valeurs prévues et observées, leur source, et une empreinte de l'appareil qui les a inscrites"),
    ]
    here = [
        _(
            "un témoin de connexion technique, « _streamlit_xsrf » : un nombre au hasard qui empêche un autre site"
            " d'envoyer un fichier en votre nom ; il s'efface quand vous fermez le navigateur"
        ),
        _(
            "un autre sur les seules pages Actions, Consultation et Suivi, ou si vous ouvrez une réunion aux autres"
            " appareils, « alpsat_appareil » : un nombre au hasard, lu par ce serveur, pour que ce que vous y"
            " enregistrez ne se change que d'ici ; il s'efface treize mois après votre dernière visite"
        ),
        _(
            "si vous ouvrez un lien d'animation, « alpsat_animation_ » et le code de la consultation : le droit de"
            " l'animer, effacé au bout de quarante jours"
        ),
        _(
            "si vous scannez une carte de vote, « alpsat_code_ » et le code de la consultation : le code de la carte,"
            " effacé au bout de quarante jours"
        ),
        _("le thème, clair ou sombre, pour que l'interface s'ouvre comme vous l'avez laissée"),
        _(
            "l'adresse de la page, dans l'historique : elle contient vos choix, et vos prix si vous en donnez. Qui"
            " reçoit ce lien les voit"
        ),
    ]
    if has_accounts:
        kept.append(
            _(
                "si vous vous connectez : au journal de ce qui est enregistré, votre adresse e-mail, l'instant, et ce"
                " qui a changé ; et l'empreinte d'une session close, huit heures. Ni mot de passe, ni nom"
            )
        )
        here.append(
            _(
                "si vous vous connectez, « alpsat_compte » : qui vous êtes, chiffré, lu par ce serveur, effacé à la"
                " déconnexion ou au bout de huit heures ; avec lui « alpsat_jeton », qui ferme votre session chez le"
                " fournisseur d'identité, et le temps d'entrer ou de sortir, dix minutes au plus, « alpsat_connexion »"
                " et « alpsat_deconnexion »"
            )
        )
    else:
        kept.append(
            _(
                "au journal de ce qui est enregistré, sauf les votes : l'instant, ce qui a changé, et un pseudonyme de"
                " l'appareil, d'où l'on ne retrouve pas son jeton"
            )
        )
    right = _(
        "Pour faire effacer un scénario ou une consultation, adressez-vous à l'organisme qui héberge cet outil ; le"
        " journal du serveur et sa durée dépendent aussi de lui."
    )
    return join_parts(
        write_tag("h2", _("Vie privée")),
        write_tag("h3", _("Ce que cet outil n'utilise jamais")) + write_list(not_there),
        write_tag("h3", _("Ce que ce serveur garde")) + write_list(kept),
        write_tag("h3", _("Ce que votre appareil garde")) + write_list(here),
        write_tag("h3", _("Vos droits")) + write_tag("p", right) + write_contact(contact),
    )
