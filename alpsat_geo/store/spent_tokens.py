"""What was valid and is no more, before its time: sessions that somebody ended, logins that came back once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from alpsat_geo.store.database import Store
from alpsat_geo.store.tables import SpentTokenRow
from alpsat_geo.store.tokens import digest_token


class SpentTokenStore(Store):
    """The spent tokens of a database, which every replica reads."""

    def spend(self, token: str, kept: timedelta) -> bool:
        """Spend a token, and forget those that no longer open anything anyway.

        Parameters
        ----------
        token : str
            Unguessable; only a digest of it is kept.
        kept : timedelta
            How long it would have been valid at most.

        Returns
        -------
        bool
            Whether nobody had spent it before.

        Raises
        ------
        StoreError
            If the database fails, or if two replicas spend it at once: the second one has then spent nothing.
        """
        now, digest = self._database.read_time(), _digest(token)
        with self._database.write() as session:
            session.execute(delete(SpentTokenRow).where(SpentTokenRow.expires_at <= now))
            if session.get(SpentTokenRow, digest) is not None:
                return False
            session.add(SpentTokenRow(digest=digest, expires_at=now + kept))
        return True

    def is_spent(self, token: str) -> bool:
        """Tell whether somebody spent a token.

        Raises
        ------
        StoreError
            If the database fails.
        """
        with self._database.read() as session:
            return session.get(SpentTokenRow, _digest(token)) is not None


def _digest(token: str) -> str:
    return digest_token("spent", token)
