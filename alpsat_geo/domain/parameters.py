"""The parameter table: every number of the model that is not a datum of the territory."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.provenance import Grade
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_

FAMILY_LABELS: Mapping[str, str] = {
    "teleworkable_share": N_("Part des emplois télétravaillables (toutes CSP)"),
    "telework_weekly_share": N_("Part de télétravail hebdomadaire (toutes CSP)"),
    "new_space_open_share": N_("Part des nouveaux espaces encore ouverts (trois et cinq ans)"),
}
"""French names of the families of parameters that share one quantile."""


CATCHMENT_KEY = "space_catchment_minutes"
"""T, the viewer's own choice: asked on the pages, never drawn."""

SHARE_UNIT = "part"
"""Unit of a share, from 0 to 1."""

Assumptions = tuple[tuple[str, float], ...]
"""Central values that a person gave to parameters, by key; empty when all are those of the project."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row of the table.

    Attributes
    ----------
    key : str
        Stable name, with its unit at the end where it has one.
    label : str
        French name, for a screen.
    unit : str
        Unit of low, value and high; empty for a pure number.
    low, high : float or None
        Bounds of the plausible range; None on both sides for a constant.
    value : float
        Central value.
    grade : {"A", "B", "C", "D"}
        A causal study, B official statistic, C comparable case, D hypothesis.
    source : str
        Where it was read, or why it is assumed.
    note : str
        What a reader must know; may be empty.
    family : str or None
        Rows of one family move together: they share one quantile in each draw.
    settled_by : str
        What settling it takes (``"un comptage"``, ``"un devis"``); may be empty.
    is_drawn : bool
        False for a choice of the viewer or an effect that is off by default: its bounds only limit
        the slider.
    """

    key: str
    label: str
    unit: str
    low: float | None
    value: float
    high: float | None
    grade: Grade
    source: str
    note: str = ""
    family: str | None = None
    settled_by: str = ""
    is_drawn: bool = True

    @property
    def is_constant(self) -> bool:
        """Whether every draw takes the central value."""
        return not self.is_drawn or self.low is None or self.high is None or self.low == self.high

    @property
    def is_adjustable(self) -> bool:
        """Whether a person may move the value on screen: hypotheses only, but for T, which the pages ask anyway."""
        return self.grade == "D" and self.key != CATCHMENT_KEY

    @property
    def slider_bounds(self) -> tuple[float, float]:
        """Ends between which a person may move the value: its bounds, else all shares, or half to twice."""
        if self.low is not None and self.high is not None:
            return self.low, self.high
        return (0.0, 1.0) if self.unit == SHARE_UNIT else (self.value / 2, self.value * 2)


class ParameterTable(Mapping[str, Parameter]):
    """An immutable, ordered set of parameters, by key."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Mapping[str, Parameter]) -> None:
        self._rows = dict(rows)

    def __getitem__(self, key: str) -> Parameter:
        """Return one parameter; a missing one is refused, since no effect goes without its row."""
        try:
            return self._rows[key]
        except KeyError:
            raise InputError(f"Le paramètre « {key} » n'existe pas : ajoutez sa ligne à data/parameters.csv.") from None

    def __contains__(self, key: object) -> bool:
        """Whether the table has that key."""
        return key in self._rows

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys in the order of the file."""
        return iter(self._rows)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    def settle(self, values: Mapping[str, float]) -> ParameterTable:
        """Return a table in which some parameters are settled at one value, without a range.

        Parameters
        ----------
        values : mapping of str to float
            By key. A value may leave the former range: the person who settles it knows better.

        Raises
        ------
        InputError
            If a key does not exist.
        """
        rows = dict(self._rows)
        for key, value in values.items():
            rows[key] = dataclasses.replace(self[key], low=None, value=float(value), high=None)
        return ParameterTable(rows)

    def move(self, values: Mapping[str, float]) -> ParameterTable:
        """Return a table in which some parameters have another central value; their range stays.

        Parameters
        ----------
        values : mapping of str to float
            By key.

        Raises
        ------
        InputError
            If a key does not exist, or if a value leaves the ends of its slider.
        """
        rows = dict(self._rows)
        for key, value in values.items():
            low, high = self[key].slider_bounds
            if not low <= value <= high:
                sentence = N_("« {label} » va de {low} à {high} : {value} n'y est pas.")
                label = remark(self[key].label)
                raise InputError(remark(sentence, label=label, low=float(low), high=float(high), value=float(value)))
            rows[key] = dataclasses.replace(self[key], value=float(value))
        return ParameterTable(rows)
