"""Who asks the store to change something, and whether they may."""

from __future__ import annotations

from dataclasses import dataclass

from alpsat_geo.store.errors import DeniedError
from alpsat_geo.store.tokens import derive_token, digest_token, is_token


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a device known by its token, or the one person whom a dashboard serves.

    Attributes
    ----------
    device : str
        Token that the device alone keeps; empty when it keeps none.
    is_alone : bool
        Whether the dashboard serves this machine alone: then whoever asks is one person, and may change everything.
    """

    device: str = ""
    is_alone: bool = False

    def sign(self, row_id: str) -> str | None:
        """Return what a new row keeps of its owner: a digest that no other row shares; None when nobody is known."""
        return digest_token(row_id, self.device) if is_token(self.device) else None

    def may_change(self, row_id: str, owner_digest: str | None) -> bool:
        """Tell whether a row is this actor's; a row that has no owner is nobody's, unless one is alone."""
        return self.is_alone or (owner_digest is not None and self.sign(row_id) == owner_digest)

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

        Of a session that another opened it is a token like any other, which opens nothing.
        """
        return derive_token(self.device, f"lead {session_id}") if is_token(self.device) else ""

    def require_known(self) -> None:
        """Refuse to keep something that nobody could change afterwards.

        Raises
        ------
        DeniedError
            If neither a device nor the one person of this machine asks.
        """
        if not self.is_alone and not is_token(self.device):
            message = (
                "Rien n'a été enregistré : ce navigateur refuse le témoin (cookie) par lequel vous retrouveriez ce qui "
                "est à vous. Autorisez les témoins de ce site, puis rechargez la page."
            )
            raise DeniedError(message)

    def require_right(self, row_id: str, owner_digest: str | None, message: str) -> None:
        """Refuse to change what another made.

        Raises
        ------
        DeniedError
            With the message, if the row is not this actor's.
        """
        if not self.may_change(row_id, owner_digest):
            raise DeniedError(message)


NOBODY = Actor()
"""Who only reads."""
