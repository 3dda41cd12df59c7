"""In place of a control that does nothing for who asks: the role that it takes, and the way to log in."""

from __future__ import annotations

import streamlit as st

from alpsat_geo.app.core.mode import find_actor
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import write_tag
from alpsat_geo.store.rights import RIGHTS, ROLE_NAMES, may_call


def may(name: str) -> bool:
    """Tell whether who asks may call a method of a store, as `alpsat_geo.store.rights.RIGHTS` names it."""
    return may_call(name, find_actor())


def offer(name: str) -> bool:
    """Tell whether who asks may call a method of a store; when they may not, show what it takes."""
    if may(name):
        return True
    show_right(name)
    return False


def show_right(name: str) -> None:
    """Show the role that a method takes, with the way to log in for who has not; without accounts, that nobody may."""
    right, actor = RIGHTS[name], find_actor()
    if actor.role is None:
        told = [_("Sur ce serveur partagé, personne ne peut {act}.").format(act=_(right.act))]
    else:
        told = [_("Pour {act}, il faut le rôle « {role} ».").format(act=_(right.act), role=_(ROLE_NAMES[right.role]))]
        if not actor.account:
            # The browser says which page it comes from: one comes back to it.
            told += [" ", write_tag("a", _("Se connecter"), href="./connexion", target="_self")]
    st.html(write_tag("p", told, "ag-note"))
