"""Who would have to move: the least change of weights that makes a scenario the best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from alpsat_geo.compute.mcda.applicability import VALUE_TOLERANCE
from alpsat_geo.compute.mcda.weights import normalise_points
from alpsat_geo.domain.arrays import FloatArray, freeze_floats
from alpsat_geo.domain.errors import InputError


@dataclass(frozen=True, slots=True)
class WeightShift:
    """The least change of weights that makes a scenario the best of a college.

    Attributes
    ----------
    share : float
        Weight that moves from some criteria to others, 0 to 1 (half the sum of absolute changes).
    weights : numpy.ndarray, shape (C,)
        Weights after the change, read-only.
    """

    share: float
    weights: FloatArray


def find_least_shift(weights: npt.ArrayLike, values: npt.ArrayLike, scenario: int) -> WeightShift | None:
    """Find the least change of weights that makes a scenario the best, or tied with the best.

    Parameters
    ----------
    weights : array_like, shape (C,)
        Weights of a college (the mean of its votes), any scale.
    values : array_like, shape (S, C)
        Value scores of the scenarios on criteria that apply.
    scenario : int
        Place of the scenario.

    Returns
    -------
    WeightShift or None
        None when no weights make it the best. Exact, by linear programming.

    Raises
    ------
    InputError
        If shapes disagree, a value is missing, or the scenario does not exist.
    """
    row, table = normalise_points(weights), np.asarray(values, dtype=np.float64)
    if table.ndim != 2 or table.shape[1:] != row.shape or np.isnan(table).any():  # noqa: PLR2004 - scenario by criterion
        raise InputError("Déplacement des poids : une valeur par scénario et par critère retenu est attendue.")
    if not 0 <= scenario < table.shape[0]:
        raise InputError(f"Scénario n° {scenario + 1} inconnu : il y en a {table.shape[0]}.")
    advantage = table[scenario] - np.delete(table, scenario, axis=0)
    # The change is what is added less what is taken away, w + u - v; no criterion gives more than its weight.
    solved = linprog(
        np.full(2 * row.size, 0.5),
        A_ub=np.hstack((-advantage, advantage)) if advantage.size else None,
        b_ub=advantage @ row + VALUE_TOLERANCE if advantage.size else None,
        A_eq=np.concatenate((np.ones(row.size), -np.ones(row.size)))[None, :],
        b_eq=[0.0],
        bounds=[(0, 1)] * row.size + [(0, float(weight)) for weight in row],
        method="highs",
    )
    if solved.status != 0 or solved.x is None:
        return None
    added, taken = np.split(np.asarray(solved.x, dtype=np.float64), 2)
    moved = np.clip(row + added - taken, 0.0, None)
    share = float(np.clip((added.sum() + taken.sum()) / 2, 0.0, 1.0))
    return WeightShift(share, freeze_floats(moved / moved.sum()))
