"""Who is logged in, and the way in and out, in the bar above every page of a hosted dashboard."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.app.core.login.places import ENTER, LEAVE, RETURN_NAME
from alpsat_geo.app.core.run import fragment
from alpsat_geo.domain.text import N_
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import Markup, join_parts, write_list, write_tag
from alpsat_geo.store.actor import Role

ROLE_LABELS = {
    Role.READER: N_("Votre compte lit et vote. Pour enregistrer, demandez à l'organisme qui héberge cet outil."),
    Role.AGENT: N_("Votre compte enregistre, corrige et suit."),
    Role.FACILITATOR: N_("Votre compte enregistre, corrige, suit et anime les consultations."),
    Role.ADMINISTRATOR: N_("Votre compte peut tout, jusqu'à restaurer et purger."),
}


@fragment
def show_account_choice() -> None:
    """Show who is logged in, on a dashboard that has accounts."""
    # Accounts are read by libraries that no other way of serving waits for.
    from alpsat_geo.app.core.account import STAFF, find_account  # noqa: PLC0415
    from alpsat_geo.app.core.login.settings import read_settings  # noqa: PLC0415

    settings = read_settings()
    if settings is None:
        return
    account = find_account()
    label, icon = _("Se connecter"), ":material/login:"
    if account is not None:
        label = _("Équipe") if account.email == STAFF else account.name or account.email
        icon = ":material/account_circle:"
    box = st.container(key="compte").popover(label, icon=icon, key="compte_ouvert", on_change="rerun")
    if not box.open:
        return
    with box:
        if account is not None:
            parts = [write_tag("p", _(ROLE_LABELS[account.role])), _write_link(LEAVE, _("Se déconnecter"))]
            if account.email != STAFF:
                parts.insert(0, write_tag("p", account.email))
        else:
            is_proconnect = settings.client is not None and settings.client.is_proconnect
            entered = _("S'identifier avec ProConnect") if is_proconnect else _("Se connecter")
            told = _("Lire, bâtir un scénario dans l'adresse et voter ne demandent aucun compte.")
            parts = [write_tag("p", told), _write_link(ENTER, entered)]
        st.html(join_parts(*parts))


def _write_link(place: str, label: str) -> Markup:
    # The browser says too where it comes from; this stands for it when the address is very long.
    back = f"{state.read_address()}?{urlencode(state.make_query(state.read_state()), quote_via=quote)}"
    link = write_tag("a", label, href=f"./{place}?{urlencode({RETURN_NAME: back})}")
    return write_list([link], "ag-themes")
