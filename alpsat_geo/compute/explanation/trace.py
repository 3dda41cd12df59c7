"""The trace of a figure: what it was computed from, and its recomputation by the written formulas."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.baseline import DESKS_PARAMETER, STATUS_PROBABILITY
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.draws import central_draws
from alpsat_geo.compute.evaluation import DO_NOTHING, apply_actions, evaluate
from alpsat_geo.compute.explanation.formulas import list_steps
from alpsat_geo.compute.explanation.inputs import FUNCTIONS, MODEL_INPUTS, STATED_INPUTS, read_lever
from alpsat_geo.compute.formula import Formula, FormulaInput, Value
from alpsat_geo.compute.levers import Levers
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.domain.arrays import freeze_floats
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import SHARE_UNIT, Parameter, ParameterTable


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
        Of the criterion; the name of the last step.
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


_JOINED = {"add": "({0}) + {1}", "multiply": "({0}) * {1}", "raise": "maximum({0}, {1})"}
_REVENUE_STEP, _STATED_REVENUE = "revenue", "where(is_revenue_stated, stated_revenue, {})"
_SPACE_PARAMETERS = tuple(STATUS_PROBABILITY.values())


def explain(outcome: Outcome, criterion: Criterion) -> Trace:
    """Trace the central figure of a criterion and recompute it.

    Parameters
    ----------
    outcome : Outcome
        Of one draw, from `alpsat_geo.compute.draws.central_draws`.
    criterion : Criterion

    Raises
    ------
    InputError
        If the outcome holds several draws.
    """
    if outcome.draws.size != 1:
        raise InputError(
            "Seul le calcul aux valeurs centrales se retrace : évaluez le scénario avec « central_draws »."
        )
    table, levers = outcome.draws.table, outcome.levers
    formulas = tuple(_extend(formula, levers) for formula in list_steps(criterion))
    names = {name for formula in formulas for name in formula.names}
    moved = [read_lever(lever) for lever in levers.moved if lever.step]
    known = (*MODEL_INPUTS, *STATED_INPUTS, *criterion.inputs, *moved)
    inputs = [given for given in known if given.name in names]
    used = {given.name: _read(given, outcome) for given in inputs}
    families = {given.family for given in inputs} - {""}
    named = [key for key in table if key in names]
    named += [key for key, row in table.items() if row.family in families and key not in named]
    symbols = {
        **{name: function.call for name, function in FUNCTIONS.items()},
        **used,
        **{key: float(outcome.draws[key][0]) for key in named},
        "inf": np.inf,
    }
    steps = _recompute(symbols, formulas)
    behind = _find_parameters_behind(outcome, inputs, used, named)
    return Trace(
        key=criterion.key,
        value=float(np.asarray(steps[-1].result).sum()),
        steps=steps,
        inputs=used,
        input_labels={given.name: given.label for given in inputs},
        parameters=tuple(table[key] for key in (*named, *behind)),
    )


def _extend(formula: Formula, levers: Levers) -> Formula:
    """Write the levers that act on a step, and what was stated of it, into its formula."""
    expression = formula.expression
    for lever in levers.acting_on(formula.name):
        expression = _JOINED[lever.effect].format(expression, lever.key)
    if formula.name == _REVENUE_STEP and any(s.stated_revenue_eur_per_year is not None for s in levers.spaces):
        expression = _STATED_REVENUE.format(expression)
    return dataclasses.replace(formula, expression=expression)


def _read(given: FormulaInput, outcome: Outcome) -> Value:
    """Read an input as the levers that act on it leave it."""
    value = given.read(outcome)
    if outcome.levers.acting_on(given.name):
        value = outcome.levers.act(given.name, np.asarray(value))[0]
    return value


def _find_parameters_behind(
    outcome: Outcome, inputs: Sequence[FormulaInput], used: Mapping[str, Value], named: Collection[str]
) -> list[str]:
    """Find the other parameters that the inputs come from: moving one moves an input."""
    table = outcome.draws.table
    behind = {key for given in inputs for key in given.parameters}
    actions = [outcome.action_types[choice.type_key] for choice in outcome.scenario.actions]
    candidates = {key for action in actions for key in (*action.parameters, *action.months_parameters)}
    for key in candidates.union(_find_space_parameters(table)).difference(named, behind):
        if any(_moves_input(outcome, inputs, used, key, value) for value in _list_ends(table[key])):
            behind.add(key)
    return [key for key in table if key in behind and key not in named]


def _find_space_parameters(table: ParameterTable) -> frozenset[str]:
    """Return the rows that the state and the desks of existing spaces are drawn from."""
    return frozenset(_SPACE_PARAMETERS).union(key for key in table if key.startswith(DESKS_PARAMETER))


def _list_ends(row: Parameter) -> tuple[float, float]:
    if row.unit == SHARE_UNIT:
        return 0.0, 1.0
    return row.slider_bounds


def _moves_input(
    outcome: Outcome, inputs: Sequence[FormulaInput], used: Mapping[str, Value], key: str, value: float
) -> bool:
    baseline, reference = outcome.baseline, outcome.reference
    if key in _find_space_parameters(outcome.draws.table):
        draws = central_draws(outcome.draws.table.settle({key: value}), baseline.spaces)
        if any(given.is_of_reference for given in inputs):
            reference = evaluate(DO_NOTHING, baseline, draws, outcome.action_types, settings=outcome.settings)
    else:
        values = {**outcome.draws.values, key: freeze_floats([value])}
        draws = dataclasses.replace(outcome.draws, values=values)
    levers = apply_actions(outcome.scenario, baseline, draws, outcome.action_types)
    moved = dataclasses.replace(outcome, draws=draws, levers=levers, reference=reference)
    return any(not np.array_equal(_read(given, moved), used[given.name], equal_nan=True) for given in inputs)


def _recompute(symbols: Mapping[str, object], formulas: Sequence[Formula]) -> tuple[Step, ...]:
    from asteval import Interpreter  # noqa: PLC0415 - only a person who asks for a trace pays for it

    interpreter = Interpreter(minimal=True, use_numpy=False, user_symbols=symbols)
    steps = []
    for formula in formulas:
        with np.errstate(over="ignore"):
            result = interpreter.eval(formula.expression, raise_errors=True)
        interpreter.symtable[formula.name] = result
        steps.append(Step(formula.name, formula.label, formula.expression, result))
    return tuple(steps)
