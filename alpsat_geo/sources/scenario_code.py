"""A scenario written short enough for an address, and read back without ever raising."""

from __future__ import annotations

import re
from collections.abc import Collection

from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.domain.text import drop_accents
from alpsat_geo.sources.packed_text import pack_values, unpack_values
from alpsat_geo.sources.scenarios import read_plain_scenario

SHORT_LENGTH = 500
"""Longest text that an address carries when the scenario is saved, and found by its record."""

_LONGEST_TEXT = 8000
_LONGEST_JSON = 60_000
_KEY_LENGTH = 40
_VALUE_COUNTS = (5, 6)


def encode_scenario(scenario: Scenario) -> str:
    """Write a scenario as letters, digits, ``-``, ``_`` and ``.`` only."""
    values = [
        scenario.key,
        scenario.name,
        scenario.description,
        int(scenario.is_outside_study),
        [_list_values(choice) for choice in scenario.actions],
    ]
    if scenario.notes:
        values.append(dict(scenario.notes))
    return pack_values(values)


def decode_scenario(text: str) -> Scenario | None:
    """Read what `encode_scenario` wrote; None for anything else, however wrong."""
    values = unpack_values(text, letters_at_most=_LONGEST_TEXT, bytes_at_most=_LONGEST_JSON)
    try:
        return _build(values)
    except (ValueError, TypeError):
        return None


def _build(values: object) -> Scenario | None:
    if not isinstance(values, list) or len(values) not in _VALUE_COUNTS:
        return None
    key, name, description, is_outside_study, actions, *notes = values
    document = {
        "key": key,
        "name": name,
        "description": description,
        "outside_study": bool(is_outside_study),
        "actions": [_name_values(*action) for action in actions],
        "notes": notes[0] if notes else {},
    }
    return read_plain_scenario(document)


def _list_values(choice: ActionChoice) -> list[object]:
    """List what is chosen of an action; what few actions have is named, after what each has."""
    named: dict[str, object] = {"note": choice.note} if choice.note else {}
    if not choice.figures.is_empty:
        named["figures"] = choice.figures.to_plain()
    return [choice.type_key, list(choice.places), dict(choice.options), *([named] if named else [])]


def _name_values(type_key: object, places: object, options: object, named: object = None) -> dict[str, object]:
    others = dict(named) if isinstance(named, dict) else {}
    return {**others, "type": type_key, "places": places, "options": options}


def write_key(name: str, taken: Collection[str]) -> str:
    """Make a scenario's key of its name: lower-case letters and digits, never one of those taken."""
    letters = drop_accents(name).lower()
    stem = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:_KEY_LENGTH].strip("-") or "scenario"
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key
