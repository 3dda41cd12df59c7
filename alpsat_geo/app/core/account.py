"""The account of a visit, on a dashboard that has accounts."""

from __future__ import annotations

from dataclasses import dataclass

from alpsat_geo.store.actor import Role


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
    return None
