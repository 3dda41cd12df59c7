"""Levers: all that actions may change in the baseline, and how sure the change is.

An action is a pure function from levers to levers: it opens or changes spaces, spends, earns, and moves quantities of
the model. Those that the model reads by name are here; an action may bring one of its own, which acts on a step of it.
D draws, n communes, E EPCI.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import numpy as np

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws
from alpsat_geo.domain.arrays import BoolArray, FloatArray
from alpsat_geo.domain.text import N_

SpaceKind = Literal["existing", "frugal", "standard"]
Effect = Literal["add", "multiply", "raise"]
ModelStep = Literal["demand", "vacant_homes", "households_rate", "other_services", "france_services"]

_EFFECTS: Mapping[Effect, tuple[Callable[[FloatArray, FloatArray], FloatArray], float]] = {
    "add": (np.add, 0.0),
    "multiply": (np.multiply, 1.0),
    "raise": (np.maximum, 0.0),
}
"""What an effect does to a value, and the value that changes nothing."""


@dataclass(frozen=True, slots=True)
class SpaceState:
    """One workspace in a scenario; every array is (D,).

    The costs of an existing space are its operator's and unknown: NaN. A revenue that was stated takes the place of
    that of its users; None: it was not.
    """

    key: str
    name: str
    kind: SpaceKind
    commune_index: int
    is_open: BoolArray
    desks_count: FloatArray
    capex_eur: FloatArray
    opex_eur_per_year: FloatArray
    grant_eur: FloatArray
    price_month_eur: FloatArray
    stated_revenue_eur_per_year: FloatArray | None = None

    @property
    def is_new(self) -> bool:
        """Whether the scenario opens it."""
        return self.kind != "existing"


@dataclass(frozen=True, slots=True)
class CostLine:
    """What one action costs to all public funders, and what it earns beside its spaces; every array is (D,).

    ``commune_index`` is where it is spent; empty: shared by all, in proportion to residents.
    Grants are part of the cost to all funders, and not of the cost to the PETR.
    ``uncounted_index`` is where data are missing: these communes add nothing to the cost, which is then too low.
    """

    action_key: str
    capex_eur: FloatArray
    opex_eur_per_year: FloatArray
    lifetime_year: FloatArray
    grant_eur: FloatArray
    grant_eur_per_year: FloatArray
    revenue_eur_per_year: FloatArray
    commune_index: tuple[int, ...] = ()
    uncounted_index: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """Months (D,) before an action's first effect, and where (empty: everywhere)."""

    action_key: str
    months: FloatArray
    commune_index: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Lever:
    """One quantity that actions may move.

    Attributes
    ----------
    key : str
        Its name in the formulas.
    label : str
        What it is, in French.
    by : {"territory", "epci", "commune"}
        Whether it has one value, or one by EPCI or commune.
    effect : {"add", "multiply", "raise"}
        How it meets the same lever moved by another action, and the step that it acts on. ``"raise"`` keeps the larger.
    step : str
        Step or input of the formulas that it acts on, in whose shape it must be; empty for the levers that the formulas
        read by name.
    """

    key: str
    label: str
    by: Literal["territory", "epci", "commune"]
    effect: Effect
    step: ModelStep | Literal[""] = ""

    def join(self, one: FloatArray, other: FloatArray) -> FloatArray:
        """Return two values joined by the effect of the lever."""
        joined: FloatArray = _EFFECTS[self.effect][0](one, other)
        return joined

    @property
    def neutral(self) -> float:
        """Value when nothing is done."""
        return _EFFECTS[self.effect][1]


WEEKLY_GAIN = Lever("weekly_gain", N_("Gain relatif de télétravail hebdomadaire dû aux actions"), "territory", "add")
"""What jobs allow bounds the result."""

USE_FACTOR = Lever("use_factor", N_("Facteur d'usage des espaces dû aux actions"), "territory", "multiply")
"""It holds for every space of the network, new ones included: what makes existing spaces better known does not stop at
their door, and a new space must not dilute the effect."""

NEWCOMER_INTENSITY = Lever(
    "newcomer_intensity", N_("Part du rythme d'arrivées de référence, par communauté de communes"), "epci", "add"
)
"""Share of the sourced newcomer rate that is reached; the model counts at most 1."""

RETENTION_GAIN = Lever("retention_gain", N_("Gain de maintien à cinq ans, par communauté de communes"), "epci", "add")

CAR_FREE = Lever("car_free", N_("Part des usagers qui viendraient sans voiture, par commune"), "commune", "raise")

FRANCE_SERVICES_HELP = Lever(
    "france_services_help",
    N_("Accès à France services apporté par les actions, par commune"),
    "commune",
    "raise",
    "france_services",
)
"""Access to the help of France services, 0 to 1, wherever one comes from."""

MODEL_LEVERS = (WEEKLY_GAIN, USE_FACTOR, NEWCOMER_INTENSITY, RETENTION_GAIN, CAR_FREE)
"""Levers that the formulas read by name."""


@dataclass(frozen=True, slots=True)
class Levers:
    """Everything a scenario sets.

    Attributes
    ----------
    draw_count, epci_count, commune_count : int
    spaces : tuple of SpaceState
        Existing spaces first, in the order of the baseline.
    cost_lines, starts : tuples
    moved : mapping of Lever to float array
        Of the levers that some action has moved; read a lever by ``levers[lever]``.
    """

    draw_count: int
    epci_count: int
    commune_count: int
    spaces: tuple[SpaceState, ...]
    cost_lines: tuple[CostLine, ...] = ()
    starts: tuple[Start, ...] = ()
    moved: Mapping[Lever, FloatArray] = field(default_factory=lambda: MappingProxyType({}))

    def __getitem__(self, lever: Lever) -> FloatArray:
        """Return the value of a lever: (D,), or (D or 1, places) by EPCI or commune."""
        if lever in self.moved:
            return self.moved[lever]
        shapes = {"territory": (self.draw_count,), "epci": (1, self.epci_count), "commune": (1, self.commune_count)}
        return np.full(shapes[lever.by], lever.neutral)

    @property
    def space_communes(self) -> list[int]:
        """Position of the commune of each space."""
        return [space.commune_index for space in self.spaces]

    @property
    def opened_communes(self) -> tuple[int, ...]:
        """Position of the communes in which actions open a space, each once."""
        return tuple(dict.fromkeys(space.commune_index for space in self.spaces if space.is_new))

    def with_cost(self, line: CostLine, start: Start) -> Levers:
        """Add what an action costs and when it starts."""
        return dataclasses.replace(self, cost_lines=(*self.cost_lines, line), starts=(*self.starts, start))

    def move(self, lever: Lever, value: FloatArray, places: Sequence[int] | None = None) -> Levers:
        """Move a lever.

        Parameters
        ----------
        lever : Lever
        value : float array (D,), or (1,) when it does not vary
            Joined by the effect of the lever with what other actions did.
        places : sequence of int, optional
            Positions of the EPCI or communes where it holds; all of them by default.
        """
        before = self[lever]
        if lever.by == "territory":
            after = lever.join(before, value)
        else:
            chosen = slice(None) if places is None else list(places)
            after = np.broadcast_to(before, np.broadcast_shapes(before.shape, (len(value), 1))).copy()
            after[:, chosen] = lever.join(after[:, chosen], value[:, None])
        return dataclasses.replace(self, moved=MappingProxyType({**self.moved, lever: after}))

    def acting_on(self, step: str) -> tuple[Lever, ...]:
        """Return the levers moved that act on a step of the model."""
        return tuple(lever for lever in self.moved if lever.step == step)

    def act(self, step: str, value: FloatArray) -> FloatArray:
        """Return a step of the model as the levers leave it.

        Parameters
        ----------
        step : str
        value : float array (..., places)
            Without them; the result has one more axis, of draws, where a lever has moved it.
        """
        for lever in self.acting_on(step):
            value = lever.join(value, self[lever][:, None] if lever.by == "territory" else self[lever])
        return value


def baseline_levers(baseline: Baseline, draws: Draws) -> Levers:
    """Return the levers of doing nothing: existing spaces as drawn, nothing moved."""
    unknown = np.full(draws.size, np.nan)
    spaces = tuple(
        SpaceState(
            key=space.key,
            name=space.name,
            kind="existing",
            commune_index=space.commune_index,
            is_open=draws.space_is_open[:, j],
            desks_count=draws.space_desks_count[:, j],
            capex_eur=unknown,
            opex_eur_per_year=unknown,
            grant_eur=unknown,
            price_month_eur=unknown,
        )
        for j, space in enumerate(baseline.spaces)
    )
    return Levers(draws.size, len(baseline.epci_sirens), baseline.commune_count, spaces)
