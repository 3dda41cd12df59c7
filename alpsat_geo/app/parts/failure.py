"""What a page shows when something fails that no one foresaw: a French box with what to do, never a trace."""

from __future__ import annotations

import json
import logging
import secrets

import streamlit as st

from alpsat_geo.app.core.streamlit_shell import replace_error_text
from alpsat_geo.domain.blanks import BlankError
from alpsat_geo.domain.errors import AlpSatError, DataError
from alpsat_geo.domain.text import N_
from alpsat_geo.report.blanks import tell_blanks
from alpsat_geo.report.findings import tell_findings
from alpsat_geo.report.language import _, speak
from alpsat_geo.report.markup import Markup, put_in_notice, write_list, write_style, write_tag
from alpsat_geo.report.remarks import tell_error

_LOG = logging.getLogger(__name__)
_MARK_BYTES = 3

# What failure.css shows of the failures of the interface itself, by name of their variable.
_SAID = {
    "cut": N_("Connexion perdue"),
    "cut-advice": N_(
        "Le tableau de bord ne répond plus. La page reprend seule dès que le réseau revient, avec ce que vous avez"
        " saisi."
    ),
    "close": N_("Fermer"),
    "broken": N_("Cette partie de la page n'a pas pu être montrée : rechargez la page."),
}

# Where no handler is asked: a page run by Streamlit alone, a script that does not compile, a failure of the box itself.
replace_error_text(
    "Cette partie de la page n'a pas pu être montrée : rechargez la page. Le journal du serveur dit tout."
)


def show_failure(error: Exception) -> bool:
    """Show a failure where it happened, in the reader's language; the handler of the web door.

    Parameters
    ----------
    error : Exception
        An error of ours says its own sentence; of any other the page shows a mark, which the log of the server holds
        beside its trace.

    Returns
    -------
    bool
        True: Streamlit shows nothing of its own.
    """
    if isinstance(error, DataError):
        show_findings(error)
    elif isinstance(error, BlankError):
        st.html(put_in_notice("status", tell_blanks(error)))
    elif isinstance(error, AlpSatError):
        st.html(put_in_notice("alert", tell_error(error)))
    else:
        _show_unforeseen(error)
    return True


def write_said(language: str) -> Markup:
    """Write the style that gives ``failure.css`` its words.

    Parameters
    ----------
    language : str
        A key of ``LOCALES``.
    """
    with speak(language):
        said = {name: json.dumps(_(sentence), ensure_ascii=False) for name, sentence in _SAID.items()}
    return write_style(":root{" + "".join(f"--said-{name}:{text};" for name, text in said.items()) + "}")


def show_findings(error: DataError) -> None:
    """Show why the data cannot be used, finding by finding."""
    _LOG.error("%s", error)
    title = _("Les données ne peuvent pas être utilisées") + f" ({len(error.findings)})"
    advice = _("Corrigez chaque point, puis rechargez la page :")
    findings = write_list(tell_findings(error.findings))
    st.html(put_in_notice("alert", write_tag("h2", title), write_tag("p", advice), findings))


def _show_unforeseen(error: Exception) -> None:
    mark = secrets.token_hex(_MARK_BYTES)
    # Streamlit has written the trace just before.
    _LOG.error("Repère %s : %s", mark, type(error).__name__)
    title = _("Cette partie de la page n'a pas pu être montrée")
    advice = _(
        "Rechargez la page : vos choix sont dans son adresse. Si cela recommence, donnez ce repère à la personne qui"
        " tient le serveur : {mark}."
    ).format(mark=mark)
    st.html(put_in_notice("alert", write_tag("strong", title), write_tag("p", advice)))
