"""The plain pages of logging in and out: no script, readable on a phone, usable by keyboard."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlencode

from alpsat_geo.app.core.login.places import ENTER, LEAVE, RETURN_NAME
from alpsat_geo.report.language import _, get_language
from alpsat_geo.report.markup import Markup, write_html_page, write_style, write_tag

PASSWORD_FIELD: Final = "mot_de_passe"

_STYLE: Final = (
    ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:0;color:#1f2a33;background:#fff}"
    "main{max-width:32rem;margin:0 auto;padding:2rem 1rem}h1{font-size:1.6rem;line-height:1.2;margin:0 0 1rem}"
    "a{color:#0b4f71}label{display:block;font-weight:600;margin:1.5rem 0 .3rem}"
    "input{box-sizing:border-box;width:100%;font:inherit;padding:.6rem;border:1px solid #59666f;border-radius:.3rem}"
    "button,.go{display:inline-block;box-sizing:border-box;font:inherit;font-weight:600;margin:1rem 0;"
    "padding:.6rem 1.2rem;min-height:2.75rem;border:0;border-radius:.3rem;background:#0b4f71;color:#fff;"
    "text-decoration:none;cursor:pointer}:focus-visible{outline:3px solid #d18700;outline-offset:2px}"
    "[role=alert]{border-left:4px solid #a3341b;padding:.3rem .8rem}"
    "@media (prefers-color-scheme:dark){body{color:#e7ecef;background:#14202a}a{color:#8ecbed}"
    "input{color:inherit;background:#0e171e;border-color:#93a1ab}button,.go{background:#8ecbed;color:#0e171e}}"
)


def write_password_page(back: str, fault: str = "") -> Markup:
    """Write the form that asks for the password of the staff.

    Parameters
    ----------
    back : str
        The page to which one goes back.
    fault : str
        What was wrong with the former answer.
    """
    field = write_tag(
        "input",
        id=PASSWORD_FIELD,
        name=PASSWORD_FIELD,
        type="password",
        autocomplete="current-password",
        required=True,
        autofocus=True,
        aria_describedby="faute" if fault else None,
    )
    form = [
        write_tag("label", _("Mot de passe de l'équipe"), **{"for": PASSWORD_FIELD}),
        field,
        write_tag("button", _("Se connecter"), type="submit"),
    ]
    # The address of the form is that of this page: where one goes back stays in its query.
    parts = [
        write_tag("p", _("Lire, bâtir un scénario dans l'adresse et voter ne demandent aucun compte.")),
        *([write_tag("p", fault, role="alert", id="faute")] if fault else []),
        write_tag("form", form, method="post", action=f"?{urlencode({RETURN_NAME: back})}"),
        _write_way_back(back),
    ]
    return _write_page(_("Se connecter"), parts)


def write_refusal(sentence: str, back: str) -> Markup:
    """Write why nobody was logged in, and how to try again."""
    again = f"{ENTER}?{urlencode({RETURN_NAME: back})}"
    parts = [
        write_tag("p", sentence, role="alert"),
        write_tag("a", _("Recommencer"), "go", href=again),
        _write_way_back(back),
    ]
    return _write_page(_("Vous n'êtes pas connecté"), parts)


def write_absence(back: str) -> Markup:
    """Write that nobody can log in here."""
    told = _("Son hébergeur n'a réglé ni fournisseur d'identité ni mot de passe : ici, on lit et on vote.")
    return _write_page(_("Ce tableau de bord n'a pas de comptes"), [write_tag("p", told), _write_way_back(back)])


def write_arrival(back: str) -> Markup:
    """Write that one is logged in, where the address that one left was too long to be kept."""
    told = _(
        "L'adresse que vous aviez quittée était trop longue pour être gardée : retrouvez-la en revenant en arrière dans"
        " l'historique du navigateur, puis rechargez la page."
    )
    parts = [write_tag("p", told), write_tag("a", _("Ouvrir la page"), "go", href=back)]
    return _write_page(_("Vous êtes connecté"), parts)


def write_question(back: str) -> Markup:
    """Write the question whether one wants to log out, to whom another site may have sent here."""
    leave = f"{LEAVE}?{urlencode({RETURN_NAME: back})}"
    parts = [write_tag("a", _("Se déconnecter"), "go", href=leave), _write_way_back(back)]
    return _write_page(_("Se déconnecter ?"), parts)


def write_departure(back: str, doubt: str = "") -> Markup:
    """Write that one is logged out, and what is still to be done elsewhere."""
    told = _("Ce que vous avez enregistré reste là. Lire et voter restent possibles.")
    parts = [write_tag("p", told), *([write_tag("p", doubt, role="alert")] if doubt else []), _write_way_back(back)]
    return _write_page(_("Vous êtes déconnecté"), parts)


def _write_way_back(back: str) -> Markup:
    return write_tag("p", write_tag("a", _("Revenir à la page"), href=back))


def _write_page(title: str, parts: Iterable[Markup]) -> Markup:
    body = write_tag("main", (write_tag("h1", title), *parts))
    return write_html_page(get_language(), f"{title} · {_('AlpSat Geo')}", [write_style(_STYLE)], [body])
