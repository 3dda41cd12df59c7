"""Corrections written short enough for an address or kept in a database, and read back without ever raising."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

from alpsat_geo.domain.correction import AT_MOST, CorrectedThing, Correction, Operation, StatedStatus
from alpsat_geo.domain.territory import Territory
from alpsat_geo.domain.text import clean_line
from alpsat_geo.report.corrections.lines import find_faults
from alpsat_geo.sources.packed_text import pack_values, unpack_values

CODE_LENGTH = 6000
"""Letters of the corrections that an address carries: more would not pass every server."""

_JSON_BYTES = 60_000
_SAVED = "is_saved"
_FIELDS = tuple(field.name for field in dataclasses.fields(Correction) if field.name != _SAVED)
_NUMBERS = {"lon_deg", "lat_deg", "desks_count", "price_month_eur"}
_WORDS = {"thing": get_args(CorrectedThing), "operation": get_args(Operation), "status": get_args(StatedStatus)}


def encode_corrections(corrections: Sequence[Correction]) -> str:
    """Write corrections as letters, digits, ``-``, ``_`` and ``.`` only; none is an empty text."""
    return pack_values([list(write_correction(one).values()) for one in corrections]) if corrections else ""


def decode_corrections(text: str, territory: Territory) -> tuple[Correction, ...] | None:
    """Read what `encode_corrections` wrote; None for anything else, however wrong.

    Parameters
    ----------
    text : str
    territory : Territory
        That of the pack: what its corrections may not hold is refused. Whether what they name is there is not looked
        at.
    """
    if not text:
        return ()
    values = unpack_values(text, letters_at_most=CODE_LENGTH, bytes_at_most=_JSON_BYTES)
    if not isinstance(values, list) or len(values) > AT_MOST:
        return None
    found = [read_correction(dict(zip(_FIELDS, row, strict=True)), territory) for row in values if _is_row(row)]
    known = tuple(one for one in found if one is not None)
    return known if len(known) == len(values) else None


def write_correction(correction: Correction) -> dict[str, Any]:
    """Write a correction as plain values by name, for a database or a document."""
    return {name: getattr(correction, name) for name in _FIELDS}


def write_session(corrections: Sequence[Correction]) -> list[dict[str, Any]]:
    """Write the corrections under which a consultation opens, with which of them were saved."""
    return [{**write_correction(one), _SAVED: one.is_saved} for one in corrections]


def read_session(values: Iterable[Mapping[str, Any]], territory: Territory) -> tuple[Correction, ...]:
    """Read what `write_session` wrote, without what this territory's corrections may not be."""
    found = (
        (read_correction({name: value for name, value in one.items() if name != _SAVED}, territory), one.get(_SAVED))
        for one in values
    )
    return tuple(dataclasses.replace(one, is_saved=bool(saved)) for one, saved in found if one is not None)


def read_correction(values: Mapping[str, Any], territory: Territory) -> Correction | None:
    """Read what `write_correction` wrote; None for anything that this territory's corrections may not be."""
    if set(values) != set(_FIELDS):
        return None
    for name, value in values.items():
        if name in _NUMBERS:
            if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
                return None
        elif not isinstance(value, str) or value != clean_line(value):
            return None
    if any(values[name] not in words for name, words in _WORDS.items()):
        return None
    numbers = {name: None if values[name] is None else float(values[name]) for name in _NUMBERS}
    correction = Correction(**{**values, **numbers})
    return None if find_faults(correction, territory) else correction


def _is_row(row: object) -> bool:
    return isinstance(row, list) and len(row) == len(_FIELDS)
