"""A scenario written short enough for an address, and read back without ever raising.

The text starts with the version of the writing, so that links of today can be read by programs of
tomorrow: plain values as JSON, compressed, in the letters that an address leaves alone.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import unicodedata
import zlib
from collections.abc import Collection

from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.sources.scenarios import read_plain_scenario

VERSION = "1"
SHORT_LENGTH = 500
"""Longest text that an address carries when the scenario is saved, and found by its record."""

_LONGEST_TEXT = 8000
_LONGEST_JSON = 60_000
_KEY_LENGTH = 40
_VALUE_COUNT = 5


def encode_scenario(scenario: Scenario) -> str:
    """Write a scenario as letters, digits, ``-``, ``_`` and ``.`` only."""
    values = [
        scenario.key,
        scenario.name,
        scenario.description,
        int(scenario.is_outside_study),
        [[choice.type_key, list(choice.places), dict(choice.options)] for choice in scenario.actions],
    ]
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packed.compress(text.encode()) + packed.flush()
    return f"{VERSION}.{base64.urlsafe_b64encode(body).decode().rstrip('=')}"


def decode_scenario(text: str) -> Scenario | None:
    """Read what `encode_scenario` wrote; None for anything else, however wrong."""
    version, _dot, body = text.partition(".")
    if version != VERSION or len(text) > _LONGEST_TEXT:
        return None
    try:
        packed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        # A few letters could unfold into gigabytes: what is longer than any scenario is not one.
        values = json.loads(zlib.decompressobj(-15).decompress(packed, _LONGEST_JSON).decode())
        return _build(values)
    except (binascii.Error, zlib.error, ValueError, TypeError, RecursionError):
        return None


def _build(values: object) -> Scenario | None:
    if not isinstance(values, list) or len(values) != _VALUE_COUNT:
        return None
    key, name, description, is_outside_study, actions = values
    document = {
        "key": key,
        "name": name,
        "description": description,
        "outside_study": bool(is_outside_study),
        "actions": [{"type": type_key, "places": places, "options": options} for type_key, places, options in actions],
    }
    return read_plain_scenario(document)


def write_key(name: str, taken: Collection[str]) -> str:
    """Make a scenario's key of its name: lower-case letters and digits, never one of those taken."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:_KEY_LENGTH].strip("-") or "scenario"
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key
