"""How the pages look: in a meeting, on paper, in the light or in the dark."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from urllib.parse import urlencode

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.publication import STATIC_FOLDER
from alpsat_geo.app.core.run import fragment
from alpsat_geo.domain.text import N_
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.language import LANGUAGE_NAMES, _, get_language
from alpsat_geo.report.markup import Markup, write_list, write_style, write_tag
from alpsat_geo.report.plots.theme import DARK, LIGHT, Palette
from alpsat_geo.sources.manifest import read_territory_names

THEME_LABELS = {"auto": N_("comme l'appareil"), "light": N_("clair"), "dark": N_("sombre")}
# What the styles say in place of the interface's own English, by name of their variable.
SAID = {
    "more": N_("Autres pages"),
    "none": N_("Ne plus choisir"),
    "skip": N_("Aller au contenu"),
    "pages": N_("Pages du tableau de bord"),
    "menu-opens": N_("Ouvrir le menu"),
    "menu-closes": N_("Fermer le menu"),
    "home": N_("Première page"),
    "open": N_("Ouvrir la liste"),
    "help": N_("Aide :"),
    "file": N_("Choisir un fichier"),
    "less": N_("Moins"),
    "more-of-it": N_("Plus"),
    "map": N_("Carte du territoire"),
    "clear": N_("Tout retirer"),
    "no-match": N_("Aucun nom ne correspond"),
    "nothing-more": N_("Rien à ajouter : aucun nom ne correspond, ou la liste est complète"),
}
# What Streamlit's interface reads in its address when it loads.
THEME_OPTIONS = {"light": "light_theme", "dark": "dark_theme"}

_SHOWN = "reunion_montree"


def dress_page() -> None:
    """Load the styles that every page shares, and those of the looks that this visit chose."""
    for name in ("app.css", "print.css"):
        st.html(STATIC_FOLDER / name)
    st.html(_write_said(get_language()))
    if is_dark():
        # A menu or a dialog stands outside of what Streamlit paints dark.
        st.html(write_style(":root { color-scheme: dark; }"))
    mode = state.read_meeting().mode
    state.keep(_SHOWN, mode)
    if mode == "on":
        st.html(STATIC_FOLDER / "meeting.css")


@cache
def _write_said(language: str) -> Markup:  # noqa: ARG001 - part of what it is kept under
    said = "".join(f"--said-{name}: {json.dumps(_(sentence), ensure_ascii=False)};" for name, sentence in SAID.items())
    return write_style(f":root {{ {said} }}")


def is_dark() -> bool:
    """Tell whether the browser shows the dark theme, whoever chose it."""
    return st.context.theme.type == "dark"


def find_palette() -> Palette:
    """Return the colours of the charts in the theme that the reader sees."""
    return DARK if is_dark() else LIGHT


@fragment
def show_look_choice() -> None:
    """Offer the looks, in the bar above every page; what is offered is made when somebody opens it."""
    with st.container(key="affichage"):
        # Who does not read French must find the way to another language.
        label = _("Affichage") + f" · {get_language().upper()}"
        box = st.popover(label, icon=":material/contrast:", key="affichage_ouvert", on_change="rerun")
    if not box.open:
        return
    current = state.read_state()
    with box:
        st.button(
            _("Préparer une réunion"),
            key="reunion_preparer",
            icon=":material/checklist:",
            help=_("Choisissez d'avance les vues à montrer, dans l'ordre. Le lien de la page les contient."),
            on_click=state.change_meeting,
            kwargs={"mode": "preparing"},
        )
        st.html(_write_languages(current))
        st.html(_write_themes(current))
        names = read_territory_names()
        if len(names) > 1:
            st.html(_write_territories(current, names))
    if state.read_meeting().mode != state.recall(_SHOWN):
        st.rerun()


def _write_themes(current: AppState) -> Markup:
    """Return one link a theme: the interface takes a theme only when it loads."""
    choices = [(_(label), dataclasses.replace(current, theme=theme), "") for theme, label in THEME_LABELS.items()]
    return _write_links(_("Thème"), choices, current)


def _write_territories(current: AppState, names: dict[str, str]) -> Markup:
    """Return one link a territory of this server: nothing that one chose on another goes there."""
    chosen = dataclasses.replace(current, territory=state.find_territory())
    choices = [
        (name, chosen if key == chosen.territory else state.leave_territory(current, key), "")
        for key, name in names.items()
    ]
    return _write_links(_("Territoire"), choices, chosen)


def _write_languages(current: AppState) -> Markup:
    """Return one link a language, in that language: the browser must be told which one the page speaks."""
    choices = [
        (name, dataclasses.replace(current, language=language), language) for language, name in LANGUAGE_NAMES.items()
    ]
    return _write_links(_("Langue"), choices, current)


def _write_links(title: str, choices: list[tuple[str, AppState, str]], current: AppState) -> Markup:
    links = []
    for label, chosen, language in choices:
        query = state.make_query(chosen)
        if chosen.theme in THEME_OPTIONS:
            query["embed_options"] = THEME_OPTIONS[chosen.theme]
        links.append(
            write_tag(
                "a",
                label,
                href=f"?{urlencode(query)}",
                target="_self",
                aria_current="true" if chosen == current else None,
                lang=language or None,
                hreflang=language or None,
            )
        )
    return write_tag("p", title, "ag-look") + write_list(links, "ag-themes")
