"""The trace of a figure: what it was computed from, and its recomputation by the written formulas."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.baseline import STATUS_PROBABILITY
from alpsat_geo.compute.draws import central_draws
from alpsat_geo.compute.evaluation import apply_actions
from alpsat_geo.compute.explanation.formulas import FORMULAS, steps_before
from alpsat_geo.compute.explanation.inputs import FUNCTIONS, INPUT_LABELS, Value, gather_inputs
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.domain.arrays import freeze_floats
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import Parameter


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a trace: name, French label, formula, and its result."""

    name: str
    label: str
    formula: str
    result: Value


@dataclass(frozen=True, slots=True)
class Trace:
    """Where one central figure comes from.

    Attributes
    ----------
    key : str
        Name of the last step.
    value : float
        The figure, as recomputed by the formulas.
    steps : tuple of Step
        In order, the figure last.
    inputs : mapping of name to array or number
        Data of the territory, choices of the viewer and levers of the scenario that are used.
    input_labels : mapping of name to French label
    parameters : tuple of Parameter
        Every row of the table that is used, with its grade and source; those that stand behind an
        input (costs and delays of the actions, state of the spaces, travel times) come last.
    """

    key: str
    value: float
    steps: tuple[Step, ...]
    inputs: dict[str, Value]
    input_labels: dict[str, str]
    parameters: tuple[Parameter, ...]


_VECTOR_FAMILIES = {
    "observed_weekly_share": "telework_weekly_share_csp",
    "teleworkable_share": "teleworkable_share_csp",
}
# Read once, when the baseline is built from the territory.
_BASELINE_PARAMETERS = {
    "minutes": ("terminal_time_min",),
    "winter_minutes": ("terminal_time_min",),
    "other_services": ("terminal_time_min", "services_basket_min"),
    "france_services": ("terminal_time_min", "services_basket_min"),
}
_SPACE_PARAMETERS = ("existing_space_desks", *STATUS_PROBABILITY.values())
_SHARE_UNIT = "part"


def trace_figure(outcome: Outcome, key: str) -> Trace:
    """Trace one figure of a central outcome and recompute it.

    Parameters
    ----------
    outcome : Outcome
        Of one draw, from `alpsat_geo.compute.draws.central_draws`.
    key : str
        A name of `FORMULAS`; the ``figure`` of each criterion is one.

    Raises
    ------
    InputError
        If the figure does not exist, or if the outcome holds several draws.
    """
    if key not in FORMULAS:
        message = f"Le chiffre « {key} » n'existe pas : choisissez parmi {', '.join(FORMULAS)}."
        raise InputError(message)
    if outcome.draws.size != 1:
        message = "Seul le calcul aux valeurs centrales se retrace : évaluez le scénario avec « central_draws »."
        raise InputError(message)
    available = gather_inputs(outcome)
    table = outcome.draws.table
    formulas = steps_before(key)
    names = {
        node.id
        for formula in formulas
        for node in ast.walk(ast.parse(formula.expression))
        if isinstance(node, ast.Name)
    }
    used = {name: available[name] for name in available if name in names}
    parameter_keys = [name for name in table if name in names]
    for name, prefix in _VECTOR_FAMILIES.items():
        if name in used:
            parameter_keys += [row for row in table if row.startswith(prefix) and row not in parameter_keys]
    symbols = {**FUNCTIONS, **used, **{name: float(outcome.draws[name][0]) for name in parameter_keys}, "inf": np.inf}
    steps = _recompute(symbols, key)
    result = float(np.asarray(steps[-1].result).sum())
    parameter_keys += _parameters_behind(outcome, used, parameter_keys)
    return Trace(
        key=key,
        value=result,
        steps=steps,
        inputs=used,
        input_labels={name: INPUT_LABELS[name] for name in used},
        parameters=tuple(table[name] for name in parameter_keys),
    )


def _parameters_behind(outcome: Outcome, used: Mapping[str, Value], named: Collection[str]) -> list[str]:
    """Return the other parameters that the inputs come from: moving one moves an input."""
    table = outcome.draws.table
    behind = {key for name in used for key in _BASELINE_PARAMETERS.get(name, ())}
    actions = [outcome.action_types[choice.type_key] for choice in outcome.scenario.actions]
    candidates = {key for action in actions for key in (*action.parameters, *action.months_parameters)}
    for key in candidates.union(_SPACE_PARAMETERS).difference(named):
        if any(_moves_input(outcome, used, key, value) for value in _ends(table[key])):
            behind.add(key)
    return [key for key in table if key in behind and key not in named]


def _ends(row: Parameter) -> tuple[float, float]:
    if row.unit == _SHARE_UNIT:
        return 0.0, 1.0
    if row.low is None or row.high is None:
        return row.value / 2, row.value * 2
    return row.low, row.high


def _moves_input(outcome: Outcome, used: Mapping[str, Value], key: str, value: float) -> bool:
    if key in _SPACE_PARAMETERS:
        draws = central_draws(outcome.draws.table.settle({key: value}), outcome.baseline.spaces)
    else:
        values = {**outcome.draws.values, key: freeze_floats([value])}
        draws = dataclasses.replace(outcome.draws, values=values)
    levers = apply_actions(outcome.scenario, outcome.baseline, draws, outcome.action_types)
    moved = gather_inputs(dataclasses.replace(outcome, draws=draws, levers=levers))
    if any(not np.array_equal(moved[name], before) for name, before in used.items()):
        return True
    # Doing nothing is not evaluated again: it changes when its spaces do.
    is_compared = "reference_visit_km" in used
    return is_compared and not (
        np.array_equal(draws.space_is_open, outcome.draws.space_is_open)
        and np.array_equal(draws.space_desks_count, outcome.draws.space_desks_count)
    )


def _recompute(symbols: Mapping[str, object], key: str) -> tuple[Step, ...]:
    from asteval import Interpreter  # noqa: PLC0415 - only a person who asks for a trace pays for it

    interpreter = Interpreter(minimal=True, use_numpy=False, user_symbols=symbols)
    steps = []
    for formula in steps_before(key):
        with np.errstate(over="ignore"):
            result = interpreter.eval(formula.expression, raise_errors=True)
        interpreter.symtable[formula.name] = result
        steps.append(Step(formula.name, formula.label, formula.expression, result))
    return tuple(steps)
