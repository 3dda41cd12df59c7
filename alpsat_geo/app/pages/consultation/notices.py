"""What the consultation says of time and of failures, in one sentence each."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

import streamlit as st

from alpsat_geo.app.core import state
from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.report.figures import format_minutes
from alpsat_geo.report.language import _
from alpsat_geo.report.markup import put_in_notice
from alpsat_geo.report.remarks import tell_error
from alpsat_geo.store.consultation_session import ConsultationSession
from alpsat_geo.store.errors import StoreError

_LOG = logging.getLogger(__name__)
REFUSAL: Final = "consultation_animation"
"""Under which a visit keeps why a gesture of who leads was refused."""

_MINUTE = timedelta(minutes=1)


def show_failure(error: AlpSatError | str) -> None:
    """Show what went wrong."""
    st.html(put_in_notice("alert", say_failure(error)))


def show_kept_failure(key: str) -> None:
    """Show what `keep_failure` kept; nothing where nothing went wrong."""
    sentence = state.recall(key)
    if sentence:
        show_failure(str(sentence))


@contextmanager
def keep_failure(key: str) -> Iterator[None]:
    """Do a gesture of a callback, and keep for the next run why it failed; what is left of it is then not done.

    Parameters
    ----------
    key : str
        Under which the visit keeps the sentence, empty when the gesture succeeds.
    """
    state.keep(key, "")
    try:
        yield
    except AlpSatError as error:
        state.keep(key, say_failure(error))


def say_failure(error: AlpSatError | str) -> str:
    """Say what went wrong to a room; what only who keeps the server can mend goes to the log."""
    if isinstance(error, str):
        return error
    if not isinstance(error, StoreError):
        return tell_error(error)
    _LOG.error("%s", error)
    return _(
        "La consultation ne répond pas pour l'instant : les votes déjà pris sont gardés, votre saisie aussi. Réessayez"
        " dans une minute ; si cela dure, prévenez la personne qui tient le serveur."
    )


def say_remaining(session: ConsultationSession, now: datetime) -> str:
    """Say how long votes are taken, by the server's clock; a duration means the same on every phone."""
    if session.closed_at is not None:
        return _("Le vote est clos.")
    left = session.expires_at - now
    if left <= timedelta(0):
        return _("Le temps de vote est écoulé.")
    if left < _MINUTE:
        return _("Le vote se ferme dans moins d'une minute.")
    return _("Le vote se ferme dans {minutes}.").format(minutes=format_minutes(math.floor(left / _MINUTE)))
