"""The layer that a person brought for the length of a visit: the address does not carry it, and no disk keeps it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from threading import Thread

from alpsat_geo.app.core import limits, state
from alpsat_geo.app.core.preparation import read_shapes
from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.own_layer import FISHER, tell_remark
from alpsat_geo.sources.layers.reading import read_layer
from alpsat_geo.sources.layers.record import LayerError, OwnLayer

_KEY = "couche_apportee"
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
    """

    layer: OwnLayer | None = None
    territory_key: str = ""
    scheme: str = FISHER
    refusal: str = ""
    content: bytes = b""
    count: int = 0


@cache
def load_libraries() -> None:
    """Begin to load, once a server, what takes seconds when the first file comes."""
    Thread(target=lambda: [import_module(name) for name in _SLOW_LIBRARIES], daemon=True).start()


def recall_brought(territory: Territory) -> Brought:
    """Return what this visit brought for a territory."""
    found: Brought = state.recall(_KEY) or Brought()
    return found if found.territory_key in {"", territory.key} else Brought(count=found.count)


def bring(territory: Territory, name: str, content: bytes, part: str = "") -> None:
    """Read a file; what was brought before stays until another can be shown."""
    before = recall_brought(territory)
    try:
        limits.find_writer()
        layer = read_layer(content, name, territory.insee_codes, read_shapes(territory.key), part)
    except LayerError as error:
        refused = replace(before, refusal=tell_remark(error.remark), count=before.count + 1)
        state.keep(_KEY, refused)
        return
    except AlpSatError as error:
        state.keep(_KEY, replace(before, refusal=str(error), count=before.count + 1))
        return
    held = content if len(layer.parts) > 1 else b""
    state.keep(_KEY, Brought(layer, territory.key, before.scheme, "", held, before.count + 1))


def choose_scheme(territory: Territory, scheme: str) -> None:
    """Cut the classes otherwise."""
    state.keep(_KEY, replace(recall_brought(territory), scheme=scheme))


def take_away(territory: Territory) -> None:
    """Forget what was brought."""
    state.keep(_KEY, Brought(count=recall_brought(territory).count + 1))
