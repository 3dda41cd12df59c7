"""Encoding of values in the address, driven by type annotations alone.

Every codec is a pair of pure functions. Decoding returns None for text that it does not recognise,
never raises, and never guesses a type from the look of the text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin

from alpsat_geo.domain.parameters import Assumptions

_PARTS_AT_MOST = 100
"""Longest list that the address holds; each has fewer."""

MapView = tuple[float, float, float]
"""Latitude and longitude in degrees, zoom level."""

Points = tuple[tuple[str, int], ...]
"""Whole numbers by key, in the order given (prices of results, in euros a year); empty when nothing was stated."""

POINTS_MAX = 1_000_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """Whole numbers that a person may choose, both ends included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Scales:
    """Whole numbers that a person may give to each key, both ends included; keys come in the order of the scales."""

    by_key: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Words:
    """French words of the address for the values of a choice."""

    by_value: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Keys:
    """Pattern that each key must match, and how many keys there may be."""

    pattern: str
    at_most: int = 1


@dataclass(frozen=True, slots=True)
class Codec:
    """How one field is written in the address and read back (None: not understood)."""

    encode: Callable[[Any], str]
    decode: Callable[[str], Any]


def find_codec(annotation: object) -> Codec:
    """Return the codec of an annotated type.

    Parameters
    ----------
    annotation : type
        ``bool``, ``Annotated[int, Bounds]``, ``Annotated[int | None, Bounds]`` (None is never written),
        ``Annotated[str, Words]``, ``Annotated[str, Keys]``, ``Annotated[tuple[str, ...], Keys]``,
        ``Annotated[Points, Scales]``, ``Points``, ``Assumptions`` or ``MapView | None``.

    Raises
    ------
    TypeError
        If no codec exists for that type: a programming error, found when the module loads.
    """
    if get_origin(annotation) is Annotated:
        base, rule = get_args(annotation)[:2]
        codec = _find_ruled_codec(base, rule)
    else:
        codec = _PLAIN_CODECS.get(annotation)
    if codec is None:
        raise TypeError(f"no codec for {annotation!r}")
    return codec


def _find_ruled_codec(base: object, rule: object) -> Codec | None:
    if isinstance(rule, Bounds) and base in {int, int | None}:
        return Codec(str, lambda text: _decode_integer(text, rule))
    if isinstance(rule, Scales) and base == Points:
        return Codec(_encode_points, lambda text: _decode_limits(text, rule))
    if isinstance(rule, Words):
        values = {word: value for value, word in rule.by_value.items()}
        return Codec(rule.by_value.__getitem__, values.get)
    if isinstance(rule, Keys) and base is str:
        return Codec(str, lambda text: text if not text or re.fullmatch(rule.pattern, text) else None)
    if isinstance(rule, Keys):
        return Codec(",".join, lambda text: _decode_keys(text, rule))
    return None


def _decode_integer(text: str, bounds: Bounds) -> int | None:
    if not re.fullmatch(r"[0-9]{1,9}", text, re.ASCII):
        return None
    number = int(text)
    return number if bounds.low <= number <= bounds.high else None


def _split(text: str) -> list[str]:
    """Return the parts of a list; one that is too long keeps its end as one part, which nothing recognises."""
    return text.split(",", _PARTS_AT_MOST) if text else []


def _decode_keys(text: str, rule: Keys) -> tuple[str, ...] | None:
    keys = tuple(_split(text))
    is_known = all(re.fullmatch(rule.pattern, key) for key in keys)
    return keys if is_known and len(keys) <= rule.at_most and len(set(keys)) == len(keys) else None


def _decode_limits(text: str, rule: Scales) -> Points | None:
    limits: dict[str, int] = {}
    for part in _split(text):
        key, _, number = part.partition("=")
        limit = _decode_integer(number, Bounds(*rule.by_key[key])) if key in rule.by_key else None
        if limit is None or key in limits:
            return None
        limits[key] = limit
    return tuple((key, limits[key]) for key in rule.by_key if key in limits)


def _encode_points(points: Points) -> str:
    return ",".join(f"{key}={count}" for key, count in points)


def _decode_points(text: str) -> Points | None:
    points = []
    for part in _split(text):
        match = re.fullmatch(r"([a-z_]{1,60})=([0-9]{1,7})", part, re.ASCII)
        if match is None or int(match[2]) > POINTS_MAX:
            return None
        points.append((match[1], int(match[2])))
    return tuple(points) if len({key for key, _ in points}) == len(points) else None


def _encode_assumptions(assumptions: Assumptions) -> str:
    return ",".join(f"{key}={value:.12g}" for key, value in assumptions)


def _decode_assumptions(text: str) -> Assumptions | None:
    found = []
    for part in _split(text):
        match = re.fullmatch(r"([a-z0-9_]{1,60})=([0-9]{1,12}(?:\.[0-9]{1,12})?(?:e-[0-9]{1,2})?)", part, re.ASCII)
        if match is None:
            return None
        found.append((match[1], float(match[2])))
    return tuple(found) if len({key for key, _ in found}) == len(found) else None


def _encode_view(view: MapView | None) -> str:
    return "" if view is None else f"{view[0]:.4f},{view[1]:.4f},{view[2]:.2f}"


def _decode_view(text: str) -> MapView | None:
    if not re.fullmatch(r"-?[0-9.]{1,9},-?[0-9.]{1,9},[0-9.]{1,6}", text, re.ASCII):
        return None
    try:
        lat, lon, zoom = (float(part) for part in text.split(","))
    except ValueError:
        return None
    is_on_earth = abs(lat) <= 90 and abs(lon) <= 180 and 0 <= zoom <= 22  # noqa: PLR2004 - degrees and zoom levels
    return (lat, lon, zoom) if is_on_earth and all(map(math.isfinite, (lat, lon, zoom))) else None


_PLAIN_CODECS: Mapping[object, Codec] = {
    bool: Codec(lambda flag: "oui" if flag else "non", {"oui": True, "non": False}.get),
    Points: Codec(_encode_points, _decode_points),
    Assumptions: Codec(_encode_assumptions, _decode_assumptions),
    MapView | None: Codec(_encode_view, _decode_view),
}
