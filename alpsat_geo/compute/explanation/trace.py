"""The trace of a figure: what it was computed from, and its recomputation by the written formulas."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.explanation.formulas import FORMULAS, steps_before
from alpsat_geo.compute.explanation.inputs import FUNCTIONS, INPUT_LABELS, Value, gather_inputs
from alpsat_geo.compute.outcome import Outcome
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
        Every row of the table that is used, with its grade and source; those that only the actions
        read (costs, delays, intensities) come last.
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
    return Trace(
        key=key,
        value=result,
        steps=steps,
        inputs=used,
        input_labels={name: INPUT_LABELS[name] for name in used},
        parameters=tuple(table[name] for name in parameter_keys),
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
