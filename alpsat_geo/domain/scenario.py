"""A scenario: a named list of actions applied to the baseline, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from alpsat_geo.domain.own_figures import NOTHING_STATED, OwnFigures

OptionValue = str | float | int | bool

NAME_LENGTH = 80
DESCRIPTION_LENGTH = 1000
NOTE_LENGTH = 500
NOTES_AT_MOST = 120
ACTIONS_AT_MOST = 30
PLACES_AT_MOST = 120
"""Bounds of a scenario that a person writes or brings, places of all its actions together: it fits in the address of a
page, and is computed while one waits."""


@dataclass(frozen=True, slots=True)
class ActionChoice:
    """One action in a scenario.

    Attributes
    ----------
    type_key : str
        Key of the action type in the catalogue.
    places : tuple of str
        INSEE codes of communes or SIREN numbers of EPCI where it applies, as the type asks;
        empty means the whole territory, for types that allow it.
    options : mapping
        By option name of the type; an absent option takes the type's default.
    note : str
        What people wrote about it; the model does not read it.
    figures : OwnFigures
        What was stated of it, which takes the place of the estimate.
    """

    type_key: str
    places: tuple[str, ...] = ()
    options: Mapping[str, OptionValue] = field(default_factory=lambda: MappingProxyType({}))
    note: str = ""
    figures: OwnFigures = NOTHING_STATED


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named list of actions; ``is_outside_study`` marks what AlpSatellites did not analyse.

    ``notes`` are what people wrote about communes, by INSEE code; the note of the scenario itself is its description.
    """

    key: str
    name: str
    description: str = ""
    actions: tuple[ActionChoice, ...] = ()
    is_outside_study: bool = False
    notes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
