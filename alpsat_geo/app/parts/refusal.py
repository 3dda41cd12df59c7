"""Gestures that may be refused: why is said at the next run, and what is left of the gesture is not done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.report.remarks import tell_error


@contextmanager
def tell_refusal(say: Callable[[str], None]) -> Iterator[None]:
    """Do a gesture, and say why it was refused when it is; it serves as a decorator of a callback too.

    Parameters
    ----------
    say : function of a sentence
        Called within the callback.
    """
    try:
        yield
    except AlpSatError as error:
        say(tell_error(error))
