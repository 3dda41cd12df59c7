"""Draws of the parameters: one seed, common to all scenarios, stable when a parameter is added."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from alpsat_geo.compute.baseline import CountedSpace
from alpsat_geo.domain.arrays import BoolArray, FloatArray, freeze_floats
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import Parameter, ParameterTable

DRAW_COUNT = 2000
SEED = 1
"""Of every page, command and file unless somebody asks for others: one quantity then has one number everywhere."""

Kept = TypeVar("Kept")
_MOST_KEPT = 1024

CLASSED_KEYS = ("road_speed_factor", "catchment_decay_divisor")
"""Parameters of the roads, drawn among a few classes: the draws that share them share their table of decay."""
CLASS_COUNT = 5

_MEDIAN = 0.5
# Just below one half: an event of probability one half happens in the central run.
_CENTRAL_EVENT = float(np.nextafter(_MEDIAN, 0.0))


@dataclass(frozen=True, slots=True)
class Draws:
    """D joint draws of every parameter and of the state of every existing space.

    Attributes
    ----------
    table : ParameterTable
    size : int
        D.
    values : mapping of parameter key to float array (D,)
    quantiles : mapping of family or parameter key to float array (D,)
        The uniform quantile behind each draw; constants have none.
    space_is_open : boolean array (D, J)
        State of each existing space, common to all scenarios.
    space_desks_count : float array (D, J)
    space_reopening_quantile : float array (D, J)
        Compared with the probability that an action reopens a closed space.
    seed : int or None
        Of the streams; None where every event is central.
    """

    table: ParameterTable
    size: int
    values: Mapping[str, FloatArray]
    quantiles: Mapping[str, FloatArray]
    space_is_open: BoolArray
    space_desks_count: FloatArray
    space_reopening_quantile: FloatArray
    seed: int | None = None
    _kept: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __getitem__(self, key: str) -> FloatArray:
        """Return the draws (D,) of one parameter; an unknown key is refused by the table."""
        if key not in self.values:
            return np.full(self.size, self.table[key].value)
        return self.values[key]

    def event_quantile(self, name: str) -> FloatArray:
        """Return the quantile (D,) of an event that an action brings, compared with its probability.

        Parameters
        ----------
        name : str
            Names the stream: an event of one name falls alike in all scenarios.
        """
        if self.seed is None:
            return np.full(self.size, _CENTRAL_EVENT)
        return named_stream(self.seed, name).random(self.size)

    def keep(self, key: Hashable, compute: Callable[[], Kept]) -> Kept:
        """Return what was computed from these draws under that key, or compute it now.

        Thousands of portfolios open the same spaces. Parameters that another table moves are other draws, which keep
        nothing of these.
        """
        if key not in self._kept:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = compute()
        kept: Kept = self._kept[key]
        return kept


def quantile_to_value(parameter: Parameter, quantile: FloatArray) -> FloatArray:
    """Turn uniform quantiles into values, half of the mass on each side of the central value.

    ``low + (value - low) sqrt(2u)`` below the median, ``high - (high - value) sqrt(2 (1 - u))``
    above, so that the median of the draws is the value. A constant stays itself.
    """
    if parameter.is_constant or parameter.low is None or parameter.high is None:
        return np.full(np.shape(quantile), parameter.value)
    below = parameter.low + (parameter.value - parameter.low) * np.sqrt(2 * quantile)
    above = parameter.high - (parameter.high - parameter.value) * np.sqrt(2 * (1 - quantile))
    return np.where(quantile < _MEDIAN, below, above)


def sample_draws(table: ParameterTable, spaces: Sequence[CountedSpace], size: int, seed: int) -> Draws:
    """Draw every parameter and the state of every existing space.

    Each parameter has a stream of its own, named by its key (or its family), so that adding a
    parameter or a space leaves the draws of the others unchanged.

    Parameters
    ----------
    table : ParameterTable
    spaces : sequence of CountedSpace, length J
    size : int
        Number of draws, at least 1.
    seed : int
        Not negative.

    Raises
    ------
    InputError
        If size or seed is out of range.
    """
    if size < 1:
        raise InputError(f"Le nombre de tirages doit être au moins 1 (reçu : {size}).")
    if seed < 0:
        raise InputError(f"La graine doit être un entier positif ou nul (reçu : {seed}).")
    quantiles = {
        name: freeze_floats(_draw_quantile(seed, name, size))
        for name in dict.fromkeys(row.family or key for key, row in table.items() if not row.is_constant)
    }
    uniform = {
        purpose: np.stack([named_stream(seed, f"{purpose}:{space.key}").random(size) for space in spaces], axis=1)
        if spaces
        else np.empty((size, 0))
        for purpose in ("status", "desks", "reopening")
    }
    return _assemble(table, spaces, size, quantiles, uniform, seed=seed)


def _draw_quantile(seed: int, name: str, size: int) -> FloatArray:
    quantile = named_stream(seed, name).random(size)
    # The middle of each class, so that the median of the draws stays the central value.
    return (np.floor(quantile * CLASS_COUNT) + _MEDIAN) / CLASS_COUNT if name in CLASSED_KEYS else quantile


def take_first(draws: Draws, count: int) -> Draws:
    """Return the first of the draws alone; the draws keep them.

    Parameters
    ----------
    draws : Draws
    count : int
        At least 1; all of the draws where there are no more.
    """
    if count >= draws.size:
        return draws
    return draws.keep(("first", count), lambda: _take(draws, slice(count)))


def retake_draws(
    draws: Draws, values: Mapping[str, FloatArray], space_is_open: BoolArray, space_desks_count: FloatArray
) -> Draws:
    """Return draws where some parameters, and the state and desks of the spaces, are others; all else stays as drawn.

    Parameters
    ----------
    draws : Draws
    values : mapping of parameter key to float array (D,)
    space_is_open : boolean array (D, J)
    space_desks_count : float array (D, J)
    """
    changed = {**draws.values, **{key: freeze_floats(column) for key, column in values.items()}}
    return Draws(
        draws.table,
        draws.size,
        changed,
        draws.quantiles,
        space_is_open,
        space_desks_count,
        draws.space_reopening_quantile,
        draws.seed,
    )


def cut_draws(draws: Draws, size: int) -> Iterator[Draws]:
    """Return the draws in parts of a size, in their order: what is held at once grows with the part.

    Parameters
    ----------
    draws : Draws
    size : int
        At least 1; the last part may be smaller.
    """
    return (_take(draws, slice(start, start + size)) for start in range(0, draws.size, size))


def _take(draws: Draws, part: slice) -> Draws:
    return Draws(
        draws.table,
        len(range(draws.size)[part]),
        {key: column[part] for key, column in draws.values.items()},
        {key: column[part] for key, column in draws.quantiles.items()},
        draws.space_is_open[part],
        draws.space_desks_count[part],
        draws.space_reopening_quantile[part],
        draws.seed,
    )


def central_draws(table: ParameterTable, spaces: Sequence[CountedSpace]) -> Draws:
    """Return the single run at the central values; a space is open when that is at least as likely as not."""
    return tabulate_draws(table, spaces, {}, 1)


def tabulate_draws(
    table: ParameterTable,
    spaces: Sequence[CountedSpace],
    changes: Mapping[str, FloatArray],
    size: int,
    *,
    space_is_open: BoolArray | None = None,
    space_desks_count: FloatArray | None = None,
) -> Draws:
    """Return draws where all is central but the given columns, for sensitivity tables.

    Parameters
    ----------
    changes : mapping of parameter key to float array (size,)
    space_is_open : boolean array (size, J), optional
        Overrides the central state of the spaces.
    space_desks_count : float array (size, J), optional
        Overrides their central desks.
    """
    unknown = [key for key in changes if key not in table]
    if unknown:
        table[unknown[0]]
    base = _assemble(table, spaces, size, {}, _median_uniforms(spaces, size))
    values = {**base.values, **{key: freeze_floats(column) for key, column in changes.items()}}
    is_open = base.space_is_open if space_is_open is None else space_is_open
    desks = base.space_desks_count if space_desks_count is None else freeze_floats(space_desks_count)
    return Draws(table, size, values, {}, is_open, desks, base.space_reopening_quantile)


def _median_uniforms(spaces: Sequence[CountedSpace], size: int) -> dict[str, FloatArray]:
    median = np.full((size, len(spaces)), _CENTRAL_EVENT)
    return {"status": median, "desks": np.full_like(median, _MEDIAN), "reopening": median}


def named_stream(seed: int, name: str) -> np.random.Generator:
    """Return the stream of random numbers of one thing that is drawn, whatever else is drawn."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(name.encode())])))


def _assemble(
    table: ParameterTable,
    spaces: Sequence[CountedSpace],
    size: int,
    quantiles: Mapping[str, FloatArray],
    uniform: Mapping[str, FloatArray],
    *,
    seed: int | None = None,
) -> Draws:
    values = {}
    for key, row in table.items():
        quantile = quantiles.get(row.family or key)
        column = np.full(size, row.value) if quantile is None else quantile_to_value(row, quantile)
        values[key] = freeze_floats(column)
    is_open = np.empty((size, len(spaces)), dtype=np.bool_)
    desks = np.empty((size, len(spaces)))
    for j, space in enumerate(spaces):
        is_open[:, j] = uniform["status"][:, j] < space.open_probability(values)
        if space.desks_count is None:
            desks[:, j] = quantile_to_value(table[space.desks_parameter(table)], uniform["desks"][:, j])
        else:
            desks[:, j] = space.desks_count
    is_open.setflags(write=False)
    return Draws(
        table, size, values, dict(quantiles), is_open, freeze_floats(desks), freeze_floats(uniform["reopening"]), seed
    )
