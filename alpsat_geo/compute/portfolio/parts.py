"""The levers of every portfolio, taken apart: the states of spaces, effects and lines of cost that it is made of.

Portfolios differ by few things. Each thing is kept once and known by its content, not by the action that wrote it:
an action that nobody has thought of yet is read like the others. P portfolios, D draws.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np

from alpsat_geo.compute.action_type import ActionContext, ActionType, resolve_choice
from alpsat_geo.compute.levers import (
    NEWCOMER_INTENSITY,
    RETENTION_GAIN,
    USE_FACTOR,
    WEEKLY_GAIN,
    CostLine,
    Lever,
    Levers,
    SpaceState,
    baseline_levers,
)
from alpsat_geo.compute.own_figures import apply_choice
from alpsat_geo.compute.portfolio.problem import PortfolioProblem, group_choices, merge_choices
from alpsat_geo.domain.arrays import BoolArray, FloatArray, IntArray
from alpsat_geo.domain.giving_way import give_way
from alpsat_geo.domain.own_figures import OwnFigures

Kept = TypeVar("Kept")
_MOST_KNOWN = 1024
_AMOUNTS = tuple(field.name for field in dataclasses.fields(CostLine) if field.type == "FloatArray")


def _is_of_use(lever: Lever) -> bool:
    return lever == USE_FACTOR


def _is_of_demand(lever: Lever) -> bool:
    return lever == WEEKLY_GAIN or lever.step == "demand"


def _is_of_welcome(lever: Lever) -> bool:
    return lever in {NEWCOMER_INTENSITY, RETENTION_GAIN} or lever.step in {"vacant_homes", "households_rate"}


@dataclass(slots=True)
class Distinct(Generic[Kept]):
    """Distinct things, in the order of their first appearance."""

    things: list[Kept] = field(default_factory=list)
    numbers: dict[object, int] = field(default_factory=dict)

    def number(self, content: object, thing: Kept) -> int:
        """Return the number of a thing that is known by its content."""
        number = self.numbers.setdefault(content, len(self.things))
        if number == len(self.things):
            self.things.append(thing)
        return number


@dataclass(frozen=True, slots=True)
class Parts:
    """What the portfolios are made of, and which portfolio is made of what.

    Attributes
    ----------
    spaces : tuple of SpaceState, length T
        Each state in which some space of some portfolio is.
    space_sets : tuple of tuple of int, length K
        Numbers of states, ascending; one that occurs twice is there twice.
    factors : tuple of float array (D,)
        Factors of use.
    demands, welcomes : tuple of Levers
        One for each way in which levers move the demand, and the newcomers.
    lines : tuple of CostLine, length L
    set_of, factor_of, demand_of, welcome_of : integer array (P,)
    line_counts : float array (P, L)
        How many times each line is paid.
    """

    spaces: tuple[SpaceState, ...]
    space_sets: tuple[tuple[int, ...], ...]
    factors: tuple[FloatArray, ...]
    demands: tuple[Levers, ...]
    welcomes: tuple[Levers, ...]
    lines: tuple[CostLine, ...]
    set_of: IntArray
    factor_of: IntArray
    demand_of: IntArray
    welcome_of: IntArray
    line_counts: FloatArray


@dataclass(frozen=True, slots=True)
class _Read:
    """Levers that were read: the number of each thing that they hold."""

    levers: Levers
    spaces: tuple[int, ...]
    factor: int
    demand: int
    welcome: int
    lines: tuple[int, ...]


@dataclass(slots=True)
class _Reader:
    """Reads levers, looking again only at what the last action has replaced."""

    spaces: Distinct[SpaceState] = field(default_factory=Distinct)
    factors: Distinct[FloatArray] = field(default_factory=Distinct)
    demands: Distinct[Levers] = field(default_factory=Distinct)
    welcomes: Distinct[Levers] = field(default_factory=Distinct)
    lines: Distinct[CostLine] = field(default_factory=Distinct)
    seen: dict[int, bytes] = field(default_factory=dict)
    known_spaces: dict[int, tuple[SpaceState, int]] = field(default_factory=dict)
    known_lines: dict[int, tuple[CostLine, int]] = field(default_factory=dict)

    def read_all(self, levers: Levers) -> _Read:
        return _Read(
            levers,
            tuple(self._read_space(space) for space in levers.spaces),
            self._read_factor(levers),
            self.demands.number(self._read_moved(levers, _is_of_demand), levers),
            self.welcomes.number(self._read_moved(levers, _is_of_welcome), levers),
            tuple(self._read_line(line) for line in levers.cost_lines),
        )

    def read_changes(self, levers: Levers, before: _Read) -> _Read:
        old = before.levers
        self.seen.clear()
        spaces = {id(space): number for space, number in zip(old.spaces, before.spaces, strict=True)}
        lines = {id(line): number for line, number in zip(old.cost_lines, before.lines, strict=True)}
        return _Read(
            levers,
            tuple(spaces[id(x)] if id(x) in spaces else self._read_space(x) for x in levers.spaces),
            self._read_factor(levers),
            self.demands.number(self._read_moved(levers, _is_of_demand), levers),
            self.welcomes.number(self._read_moved(levers, _is_of_welcome), levers),
            tuple(lines[id(x)] if id(x) in lines else self._read_line(x) for x in levers.cost_lines),
        )

    def _read_space(self, space: SpaceState) -> int:
        # What is known is kept alive, so that its identity stays its own.
        known = self.known_spaces.get(id(space))
        if known is not None:
            return known[1]
        price = self._bytes(space.price_month_eur) if space.is_new else b""
        state = (space.commune_index, self._bytes(space.is_open), self._bytes(space.desks_count), space.is_new, price)
        number = self.spaces.number(state, space)
        if len(self.known_spaces) < _MOST_KNOWN:
            self.known_spaces[id(space)] = space, number
        return number

    def _read_line(self, line: CostLine) -> int:
        known = self.known_lines.get(id(line))
        if known is not None:
            return known[1]
        number = self.lines.number(tuple(self._bytes(getattr(line, name)) for name in _AMOUNTS), line)
        if len(self.known_lines) < _MOST_KNOWN:
            self.known_lines[id(line)] = line, number
        return number

    def _read_factor(self, levers: Levers) -> int:
        return self.factors.number(self._read_moved(levers, _is_of_use), levers[USE_FACTOR])

    def _read_moved(self, levers: Levers, is_read: Callable[[Lever], bool]) -> tuple[tuple[str, bytes], ...]:
        """Content of some levers, in an order that does not depend on who moved them first."""
        found = ((lever.key, self._bytes(moved)) for lever, moved in levers.moved.items() if is_read(lever))
        return tuple(sorted(found))

    def _bytes(self, array: FloatArray | BoolArray) -> bytes:
        """Content of an array; the same object serves an array that several things of these levers share."""
        # An identity holds while the levers that are read are alive, and not beyond.
        content = self.seen.get(id(array))
        if content is None:
            content = self.seen[id(array)] = array.tobytes()
        return content


@dataclass(slots=True)
class _Group:
    """Candidates that merge into one choice, and what each set of them asks for."""

    action: ActionType
    places: tuple[int, ...]
    contexts: dict[int, tuple[ActionContext, OwnFigures]] = field(default_factory=dict)


def take_apart(problem: PortfolioProblem, members: BoolArray) -> Parts:
    """Apply the actions of every portfolio, and keep what their levers are made of once.

    Parameters
    ----------
    problem : PortfolioProblem
    members : bool array (P, N)

    Returns
    -------
    Parts

    Raises
    ------
    InputError
        If an action refuses its choice.
    """
    decision = problem.decision
    groups = _group_candidates(problem)
    reader = _Reader()
    # Portfolios that begin alike stand beside each other: what they share is applied once.
    held = np.stack([members[:, group.places] @ (1 << np.arange(len(group.places))) for group in groups], axis=1)
    order = np.lexsort(held.T[::-1])
    path = [reader.read_all(baseline_levers(decision.baseline, decision.draws))]
    read: list[_Read | None] = [None] * len(members)
    last = np.full(len(groups), -1)
    for row in order:
        give_way()
        changed = np.flatnonzero(held[row] != last)
        first = int(changed[0]) if changed.size else len(groups)
        del path[first + 1 :]
        for group, chosen in zip(groups[first:], held[row, first:], strict=True):
            path.append(_apply(problem, group, int(chosen), path[-1], reader))
        read[row], last = dataclasses.replace(path[-1], levers=path[0].levers), held[row]
    return _gather(reader, [step for step in read if step is not None])


def _group_candidates(problem: PortfolioProblem) -> list[_Group]:
    choices = [candidate.choice for candidate in problem.candidates]
    types = problem.decision.action_types
    return [
        _Group(
            types[group[0].type_key], tuple(next(c for c, x in enumerate(choices) if x is choice) for choice in group)
        )
        for group in group_choices(choices)
    ]


def _apply(problem: PortfolioProblem, group: _Group, chosen: int, before: _Read, reader: _Reader) -> _Read:
    if not chosen:
        return before
    if chosen not in group.contexts:
        choices = [problem.candidates[place].choice for bit, place in enumerate(group.places) if chosen >> bit & 1]
        merged = merge_choices(choices)
        context = resolve_choice(group.action, merged, problem.decision.baseline, problem.decision.draws)
        group.contexts[chosen] = context, merged.figures
    context, figures = group.contexts[chosen]
    return reader.read_changes(apply_choice(group.action, context, before.levers, figures), before)


def _gather(reader: _Reader, read: list[_Read]) -> Parts:
    sets: Distinct[tuple[int, ...]] = Distinct()
    set_of = [sets.number(spaces, spaces) for spaces in (tuple(sorted(step.spaces)) for step in read)]
    line_counts = np.zeros((len(read), len(reader.lines.things)))
    for row, step in enumerate(read):
        for line in step.lines:
            line_counts[row, line] += 1
    return Parts(
        spaces=tuple(reader.spaces.things),
        space_sets=tuple(sets.things),
        factors=tuple(reader.factors.things),
        demands=tuple(reader.demands.things),
        welcomes=tuple(reader.welcomes.things),
        lines=tuple(reader.lines.things),
        set_of=np.array(set_of),
        factor_of=np.array([step.factor for step in read]),
        demand_of=np.array([step.demand for step in read]),
        welcome_of=np.array([step.welcome for step in read]),
        line_counts=line_counts,
    )
