"""Who asks the store to change something, and whether they may."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from alpsat_geo.domain.remark import Remark, remark
from alpsat_geo.domain.text import N_
from alpsat_geo.store.errors import DeniedError
from alpsat_geo.store.tokens import derive_token, digest_token, is_token


class Role(IntEnum):
    """What an account may do on a hosted dashboard; each may all that the former may."""

    READER = 0
    """Reads, builds in the address, votes and follows a meeting: no account is needed."""
    AGENT = 1
    """Saves, corrects data, promises and observes, presents."""
    FACILITATOR = 2
    """Opens, closes and deletes a consultation."""
    ADMINISTRATOR = 3
    """Takes out of the bin, deletes for good, purges, reads the journal."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a device known by its token, an account that has a role, or the one person whom a dashboard serves.

    Attributes
    ----------
    device : str
        Token that the device alone keeps; empty when it keeps none.
    is_alone : bool
        Whether the dashboard serves this machine alone: then whoever asks is one person, and may change everything.
    role : Role or None
        None where the dashboard has no accounts: what one keeps is then one's device's.
    account : str
        E-mail of the account, ``staff`` behind the shared password; empty when nobody is logged in.
    """

    device: str = ""
    is_alone: bool = False
    role: Role | None = None
    account: str = ""

    def has_role(self, least: Role) -> bool:
        """Tell whether this actor may what a role may; where there are no accounts, rows alone say whose they are."""
        return self.is_alone or self.role is None or self.role >= least

    def sign(self, row_id: str) -> str | None:
        """Return what a new row keeps of its owner: a digest that no other row shares; None when nobody is known."""
        if self.role is not None:
            return digest_token(row_id, f"account {self.account}") if self.account else None
        return digest_token(row_id, self.device) if is_token(self.device) else None

    def owns(self, row_id: str, owner_digest: str | None) -> bool:
        """Tell whether a row is this actor's; a row that has no owner is nobody's, unless one is alone."""
        return self.is_alone or (owner_digest is not None and self.sign(row_id) == owner_digest)

    def may_change(self, row_id: str, owner_digest: str | None) -> bool:
        """Tell whether this actor may change a row: their own, or, where there are accounts, a colleague's."""
        if self.role is not None and not self.is_alone:
            return self.role >= Role.AGENT
        return self.owns(row_id, owner_digest)

    def sit(self, place: int) -> str:
        """Return the token of a seat on this device: the first is the device's own; empty when nobody is known.

        Parameters
        ----------
        place : int
            From 1: several people may vote on one device, each in a place of their own.
        """
        if not is_token(self.device):
            return ""
        return self.device if place == 1 else derive_token(self.device, f"place {place}")

    def lead(self, session_id: str) -> str:
        """Return the facilitators' token of the session that this device opened; empty when nobody is known.

        Of a session that another opened it is a token like any other, which opens nothing. Where there are accounts,
        it only names who leads: the role does.
        """
        if self.role is not None:
            return derive_token(self.account, f"lead {session_id}") if self.account else ""
        return derive_token(self.device, f"lead {session_id}") if is_token(self.device) else ""

    def require_known(self) -> None:
        """Refuse to keep something that nobody could change afterwards.

        Raises
        ------
        DeniedError
            If neither a device, nor an account, nor the one person of this machine asks.
        """
        if not self.is_alone and not self.account and not is_token(self.device):
            sentence = N_(
                "Rien n'a été enregistré : ce navigateur refuse le témoin (cookie) par lequel vous retrouveriez ce qui "
                "est à vous. Autorisez les témoins de ce site, puis rechargez la page."
            )
            raise DeniedError(remark(sentence))

    def require_right(self, row_id: str, owner_digest: str | None, said: Remark) -> None:
        """Refuse to change what another made.

        Raises
        ------
        DeniedError
            With what is said, if the row is not this actor's.
        """
        if not self.may_change(row_id, owner_digest):
            raise DeniedError(said)


NOBODY = Actor()
"""Who only reads."""
