"""How many votes may come from one address: as many as a crowd of the phones that are really there.

A room shares one address, and votes within a minute. One client that changes its cookies shares one too, and looks like
the same room, but for this: it is one visit at a time. So an address may bring a few votes, and a few more for each of
the devices that were connected there at once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from alpsat_geo.app.core.limits import LimitError
from alpsat_geo.report.language import _

VOTES_AT_FIRST: Final = 12
"""Votes that an address may bring, whatever is seen there."""

VOTES_PER_DEVICE: Final = 6
"""Votes that it may bring for each device that was connected at the same time as the others."""

_CROWDS_KEPT: Final = 5_000
_VISITS_KEPT: Final = 2_000


@dataclass
class _Crowd:
    """The visits of one consultation from one address: their devices, the most at once, and their votes."""

    devices: OrderedDict[str, str] = field(default_factory=OrderedDict)
    most_at_once: int = 0
    votes: int = 0

    def count(self, is_connected: Callable[[str], bool]) -> None:
        for visit in [visit for visit in self.devices if not is_connected(visit)]:
            del self.devices[visit]
        self.most_at_once = max(self.most_at_once, len(set(self.devices.values())))


class Crowds:
    """The crowds that vote; the latest of them only, and safe to share.

    Parameters
    ----------
    is_connected : function of a visit
        Whether its browser is connected now.
    """

    def __init__(self, is_connected: Callable[[str], bool]) -> None:
        self._is_connected = is_connected
        self._lock = Lock()
        self._crowds: OrderedDict[tuple[str, str], _Crowd] = OrderedDict()

    def arrive(self, session_id: str, address: str, visit: str, device: str) -> None:
        """Note that a visit of a consultation is there.

        Parameters
        ----------
        session_id, address, visit, device : str
        """
        with self._lock:
            crowd = self._find(session_id, address)
            crowd.devices[visit] = device
            while len(crowd.devices) > _VISITS_KEPT:
                crowd.devices.popitem(last=False)
            crowd.count(self._is_connected)

    @contextmanager
    def count_vote(self, session_id: str, address: str) -> Iterator[None]:
        """Count one person's vote, unless it fails.

        Raises
        ------
        LimitError
            If more votes came from there than the devices that were there can have cast.
        """
        with self._lock:
            crowd = self._find(session_id, address)
            crowd.count(self._is_connected)
            if crowd.votes >= VOTES_AT_FIRST + VOTES_PER_DEVICE * crowd.most_at_once:
                raise LimitError(
                    _(
                        "Trop de votes viennent de la même connexion à internet pour le nombre d'appareils qui y sont :"
                        " votre saisie est gardée. Votez depuis une autre connexion (celle du téléphone), ou parlez-en"
                        " à qui anime."
                    )
                )
            crowd.votes += 1
        try:
            yield
        except BaseException:
            with self._lock:
                crowd.votes -= 1
            raise

    def _find(self, session_id: str, address: str) -> _Crowd:
        crowd = self._crowds.setdefault((session_id, address), _Crowd())
        self._crowds.move_to_end((session_id, address))
        while len(self._crowds) > _CROWDS_KEPT:
            self._crowds.popitem(last=False)
        return crowd
