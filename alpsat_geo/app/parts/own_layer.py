"""The layer that a person brought for the length of a visit: the address does not carry it, and no disk keeps it.

One file is read at a time, and the server holds so many bytes of them: who brought theirs longest ago brings it again.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from threading import BoundedSemaphore, Lock, Thread
from typing import Final

from alpsat_geo.app.core import limits, state
from alpsat_geo.app.core.preparation import read_shapes
from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.language import _
from alpsat_geo.report.own_layer import FISHER
from alpsat_geo.report.remarks import tell_error
from alpsat_geo.sources.layers.reading import read_layer
from alpsat_geo.sources.layers.record import OwnLayer
from alpsat_geo.store.tokens import make_token

HELD_BYTES_AT_MOST: Final = 200 * 1024 * 1024

_KEY = "couche_apportee"
# A file of twenty megabytes takes a gigabyte while it is read.
_READING = BoundedSemaphore(1)
_SLOW_LIBRARIES = ("geopandas", "pyogrio", "mapclassify", "scipy.stats")


@dataclass(frozen=True, slots=True, eq=False)
class Brought:
    """What a visit brought.

    Attributes
    ----------
    layer : OwnLayer or None
        None when the last file was refused.
    territory_key : str
    scheme : str
        How its classes are cut.
    refusal : str
        Why the last file is not shown; empty when it is.
    content : bytes
        The file, kept only while another part of it may be chosen.
    count : int
        How many files came: the uploader begins anew after each.
    size_bytes : int
        Of the file of the layer.
    """

    layer: OwnLayer | None = None
    territory_key: str = ""
    scheme: str = FISHER
    refusal: str = ""
    content: bytes = b""
    count: int = 0
    size_bytes: int = 0


class Shelf:
    """What the visits brought, within a number of bytes; safe to share.

    Parameters
    ----------
    bytes_at_most : int
        Past them, what was put there or asked for longest ago is forgotten.
    """

    def __init__(self, bytes_at_most: int) -> None:
        self._bytes_at_most, self._held_bytes = bytes_at_most, 0
        self._lock = Lock()
        self._brought: OrderedDict[str, Brought] = OrderedDict()

    def put(self, token: str, brought: Brought) -> None:
        """Keep what a visit brought, in the place of what it brought before."""
        with self._lock:
            self._held_bytes += brought.size_bytes - self._forget(token)
            self._brought[token] = brought
            while self._held_bytes > self._bytes_at_most and len(self._brought) > 1:
                self._held_bytes -= self._forget(next(iter(self._brought)))

    def find(self, token: str) -> Brought | None:
        """Return what a visit brought; None once it is forgotten."""
        with self._lock:
            if token in self._brought:
                self._brought.move_to_end(token)
            return self._brought.get(token)

    def _forget(self, token: str) -> int:
        return self._brought.pop(token, Brought()).size_bytes


_SHELF: Final = Shelf(HELD_BYTES_AT_MOST)


@cache
def load_libraries() -> None:
    """Begin to load, once a server, what takes seconds when the first file comes."""
    Thread(target=lambda: [import_module(name) for name in _SLOW_LIBRARIES], daemon=True).start()


def recall_brought(territory: Territory) -> Brought:
    """Return what this visit brought for a territory."""
    kept = state.recall(_KEY)
    if kept is None:
        return Brought()
    token, count = kept
    forgotten = _("D'autres visiteurs ont apporté trop de données : les vôtres sont oubliées, apportez-les de nouveau.")
    found = _SHELF.find(token) or Brought(refusal=forgotten, count=count)
    return found if found.territory_key in {"", territory.key} else Brought(count=found.count)


def bring(territory: Territory, name: str, content: bytes, part: str = "") -> None:
    """Read a file; what was brought before stays until another can be shown."""
    before = recall_brought(territory)
    try:
        limits.find_writer()
        with _READING:
            layer = read_layer(content, name, territory.insee_codes, read_shapes(territory), part)
    except AlpSatError as error:
        _keep(replace(before, refusal=tell_error(error), count=before.count + 1))
        return
    held = content if len(layer.parts) > 1 else b""
    _keep(Brought(layer, territory.key, before.scheme, "", held, before.count + 1, len(content)))


def choose_scheme(territory: Territory, scheme: str) -> None:
    """Cut the classes otherwise."""
    _keep(replace(recall_brought(territory), scheme=scheme))


def take_away(territory: Territory) -> None:
    """Forget what was brought."""
    _keep(Brought(count=recall_brought(territory).count + 1))


def _keep(brought: Brought) -> None:
    token, _count = state.recall(_KEY) or (make_token(), 0)
    state.keep(_KEY, (token, brought.count))
    _SHELF.put(token, brought)
