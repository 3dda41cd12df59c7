"""The account of a visit, on a dashboard that has accounts."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from alpsat_geo.app.core import state
from alpsat_geo.app.core.login.seals import unseal
from alpsat_geo.app.core.login.settings import Settings, read_settings
from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.store.actor import Role

ACCOUNT_COOKIE: Final = "alpsat_compte"
STAFF: Final = "staff"
"""Whoever gave the shared password."""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Account:
    """Who is logged in.

    Attributes
    ----------
    email : str
        What the provider says; ``staff`` behind the shared password.
    name : str
        As the provider writes it; empty when it does not say.
    role : Role
    """

    email: str
    name: str
    role: Role


def find_account() -> Account | None:
    """Return the account of the visit at hand; None when nobody is logged in."""
    sealed = state.read_cookie(ACCOUNT_COOKIE)
    if not sealed:
        return None
    settings = read_settings()
    return open_account(settings, sealed) if settings else None


def open_account(settings: Settings, sealed: str) -> Account | None:
    """Return the account that a cookie carries; None when its session is over, here or on another replica.

    A database that does not answer opens no session: nothing could be kept anyway.
    """
    values = unseal(settings.secret, "session", sealed)
    if values is None or values["way"] != settings.way:
        return None
    try:
        if import_module("alpsat_geo.app.core.wiring").load_spent_tokens().is_spent(str(values["session"])):
            return None
    except AlpSatError as error:
        _LOG.warning("%s", error)
        return None
    email = str(values["email"])
    role = settings.find_role(email, str(values["siret"])) if settings.client else settings.password_role
    return Account(email, str(values["name"]), role)
