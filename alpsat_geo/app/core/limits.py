"""How much one may keep in a while, from one device and from one address, when the server serves many.

Counts are those of this process alone, and begin again with it: they hold back a flood, not a determined few.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from alpsat_geo.app.core import mode
from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.domain.text import N_
from alpsat_geo.report.language import _
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.errors import MissingError

if TYPE_CHECKING:  # the first map does not wait for what it does not use
    from limits import RateLimitItem
    from limits.strategies import MovingWindowRateLimiter
    from starlette.requests import HTTPConnection

Act = Literal["save", "vote", "present"]
DoorAct = Literal["line", "upload", "file"]
Answer = TypeVar("Answer")

DEVICE_PER_MIN: Final[dict[Act, int]] = {"save": 20, "vote": 10, "present": 240}
ADDRESS_PER_MIN: Final[dict[Act, int]] = {"save": 120, "vote": 240, "present": 960}
"""A room of sixty phones behind one address votes within a minute, and changes its mind."""

DOOR_PER_MIN: Final[dict[DoorAct, int]] = {"line": 600, "upload": 60, "file": 120}
"""By address, what the web door lets in: connections of pages, files sent, files made when they are asked for.

Sixty phones that all reload a page ten times a minute are six hundred connections.
"""

GUESSES_PER_MIN: Final = 150
"""A room of sixty devices whose meeting just ended asks twice more for its code, each: the door, then the page."""

LOGINS_PER_MIN: Final = 20
"""A few who mistype behind one address; a guesser makes none of a password of twelve letters."""

_DEVICE_SENTENCES: dict[Act, str] = {
    "present": N_("Les autres appareils suivent dans un instant : trop de changements à la suite."),
    "save": N_(
        "Trop d'enregistrements à la suite depuis cet appareil : rien n'est perdu, recommencez dans une minute."
    ),
    "vote": N_("Trop de votes à la suite depuis cet appareil : votre saisie est gardée, renvoyez-la dans une minute."),
}
_ADDRESS_SENTENCES: dict[Act, str] = {
    "present": N_("Les autres appareils suivent dans un instant : trop de changements à la suite."),
    "save": N_(
        "Trop d'enregistrements à la suite depuis votre connexion à internet : rien n'est perdu, recommencez dans une"
        " minute."
    ),
    "vote": N_(
        "Trop de votes à la suite depuis votre connexion à internet : votre saisie est gardée, renvoyez-la dans une"
        " minute."
    ),
}


class LimitError(AlpSatError):
    """Too much was asked in a while; nothing was changed."""


def find_writer(act: Act = "save") -> Actor:
    """Return who asks to keep something, unless they, or those behind the same address, just kept very much.

    Parameters
    ----------
    act : {"save", "vote", "present"}

    Raises
    ------
    LimitError
        With what to do.
    """
    actor = mode.find_actor()
    if actor.is_alone:
        return actor
    if actor.device and not _hit(act, "device", actor.device, DEVICE_PER_MIN[act]):
        raise LimitError(_(_DEVICE_SENTENCES[act]))
    if not _hit(act, "address", mode.find_address(), ADDRESS_PER_MIN[act]):
        raise LimitError(_(_ADDRESS_SENTENCES[act]))
    return actor


def is_held_back(act: DoorAct, connection: HTTPConnection) -> bool:
    """Count what an address asks of the web door; tell whether it asked too much of it within a minute.

    Parameters
    ----------
    act : {"line", "upload"}
    connection : starlette.requests.HTTPConnection
    """
    return mode.is_shared() and not _hit(act, "address", mode.read_address_of(connection), DOOR_PER_MIN[act])


def check_files(address: str) -> None:
    """Count a file that is made for an address.

    Raises
    ------
    LimitError
        If too many were asked for within a minute.
    """
    if mode.is_shared() and not _hit("file", "address", address, DOOR_PER_MIN["file"]):
        raise LimitError(
            _("Trop de fichiers demandés à la suite depuis votre connexion à internet : recommencez dans une minute.")
        )


def try_code(ask: Callable[[], Answer]) -> Answer:
    """Ask for what a code opens, unless too many codes that open nothing came from the same address.

    Raises
    ------
    MissingError
        If it opens nothing, which counts.
    LimitError
        With what to do.
    """
    if mode.find_actor().is_alone:
        return ask()
    address = mode.find_address()
    check_guesses(address)
    try:
        return ask()
    except MissingError:
        count_guess(address)
        raise


def check_guesses(address: str) -> None:
    """Hold an address back from which too many codes came that open nothing.

    Raises
    ------
    LimitError
        With what to do.
    """
    if not _open_limiter().test(_limit("guess", GUESSES_PER_MIN), "address", address):
        raise LimitError(_("Trop de codes inconnus à la suite depuis votre connexion : recommencez dans une minute."))


def count_guess(address: str) -> None:
    """Count a code that opens nothing."""
    _hit("guess", "address", address, GUESSES_PER_MIN)


def count_login(address: str) -> None:
    """Count an attempt to log in, and hold back an address from which too many came.

    Raises
    ------
    LimitError
        With what to do.
    """
    if not _hit("login", "address", address, LOGINS_PER_MIN):
        raise LimitError(_("Trop d'essais de connexion à la suite depuis votre adresse : recommencez dans une minute."))


def _hit(act: str, kind: str, name: str, per_min: int) -> bool:
    return _open_limiter().hit(_limit(act, per_min), kind, name)


@cache
def _limit(act: str, per_min: int) -> RateLimitItem:
    from limits import RateLimitItemPerMinute  # noqa: PLC0415 - see above

    return RateLimitItemPerMinute(per_min, namespace=act)


@cache
def _open_limiter() -> MovingWindowRateLimiter:
    from limits.storage import MemoryStorage  # noqa: PLC0415 - see above
    from limits.strategies import MovingWindowRateLimiter  # noqa: PLC0415 - see above

    return MovingWindowRateLimiter(MemoryStorage())
