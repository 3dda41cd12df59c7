"""A database that does not answer: who waits for it once is told so, and asks it no more for a while."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

from alpsat_geo.app.core import state
from alpsat_geo.store.errors import StoreError

Store = TypeVar("Store")

_OUTAGE_S: Final = 30.0
_LOG = logging.getLogger(__name__)


@contextmanager
def reach_store(load: Callable[[], Store], key: str, sentence: str) -> Iterator[Store]:
    """Reach a store, or say for a while that it does not answer.

    A server that is down keeps each visitor waiting: it is not asked again at each gesture.

    Parameters
    ----------
    load : function returning the store
    key : str
        Under which a visit keeps until when it asks no more; 0: it asks again at once.
    sentence : str
        What is said while it does not answer, in the reader's language.

    Raises
    ------
    StoreError
        With that sentence.
    """
    if time.monotonic() < float(state.recall(key) or 0.0):
        raise StoreError(sentence)
    try:
        yield load()
    except StoreError as error:
        _LOG.warning("%s", error)
        state.keep(key, time.monotonic() + _OUTAGE_S)
        raise StoreError(sentence) from error
