"""Formulas as text: shown to a person, and evaluated to recompute a figure apart from the vectorised code."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.outcome import Outcome

Value = np.ndarray | float


@dataclass(frozen=True, slots=True)
class Formula:
    """One step of a calculation.

    Attributes
    ----------
    name : str
        Other formulas call its result by this name.
    label : str
        What it is, in French.
    expression : str
        Its names are other formulas, inputs, functions (`alpsat_geo.compute.explanation.inputs`) and parameters.
    """

    name: str
    label: str
    expression: str

    @property
    def names(self) -> tuple[str, ...]:
        """Names in the expression, in the order in which they are read, each once."""
        found = [node for node in ast.walk(ast.parse(self.expression)) if isinstance(node, ast.Name)]
        return tuple(dict.fromkeys(node.id for node in sorted(found, key=lambda node: node.col_offset)))


@dataclass(frozen=True, slots=True)
class FormulaInput:
    """What a formula starts from: a datum of the territory, a choice of the viewer or a lever of the scenario.

    Attributes
    ----------
    name, label : str
        Its name in the formulas, and what it is, in French.
    read : function of an outcome of one draw to an array or a number
    parameters : tuple of str
        Parameters behind it that were read when the baseline was built.
    family : str
        Family of parameters that it holds; empty: none.
    is_of_reference : bool
        Whether it is read from doing nothing.
    """

    name: str
    label: str
    read: Callable[[Outcome], Value]
    parameters: tuple[str, ...] = ()
    family: str = ""
    is_of_reference: bool = False
