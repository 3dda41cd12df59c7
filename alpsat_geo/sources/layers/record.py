"""What a layer of one's own is once it is read, and how a refusal says why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import shapely

from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import Remark, Value, remark

LAYER_SIZE_MAX_BYTES = 20 * 1024 * 1024
"""Most that the file of a layer may weigh; the server refuses to receive more."""

LayerKind = Literal["table", "points", "lines", "polygons"]


class LayerError(InputError):
    """A layer that cannot be shown.

    Parameters
    ----------
    sentence : str
        French, with the names of the values between braces.
    values : str or number
    """

    def __init__(self, sentence: str, **values: Value) -> None:
        super().__init__(remark(sentence, **values))


@dataclass(frozen=True, slots=True)
class OwnIndicator:
    """One column of a layer by commune.

    Attributes
    ----------
    label : str
        As the file names it; for shapes, a French name that the catalogue translates.
    unit : str
        Empty when the file does not say; ``part`` for a share.
    values : float array (n,)
        In the order of the communes of the territory; NaN missing.
    """

    label: str
    unit: str
    values: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class OwnLayer:
    """A layer that a person brought.

    Attributes
    ----------
    name : str
        Of the file.
    kind : {"table", "points", "lines", "polygons"}
    indicators : tuple of OwnIndicator
        At least one.
    remarks : tuple of Remark
        What was repaired, left out or supposed.
    shapes : tuple of geometry
        Longitude and latitude in degrees, simplified and bounded in number: to draw, not to measure.
    count : int
        How many shapes the territory holds; rows of the territory for a table.
    parts : tuple of str
        Layers of a GeoPackage or sheets of a workbook among which one may choose.
    part : str
        The one that was read.
    """

    name: str
    kind: LayerKind
    indicators: tuple[OwnIndicator, ...]
    remarks: tuple[Remark, ...]
    shapes: tuple[shapely.Geometry, ...] = ()
    count: int = 0
    parts: tuple[str, ...] = field(default=())
    part: str = ""
