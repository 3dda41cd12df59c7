"""Read-only arrays: what a frozen record may hold."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]


def freeze_floats(values: npt.ArrayLike) -> FloatArray:
    """Copy values into a read-only float array.

    Parameters
    ----------
    values : array_like
        Numbers of any shape; missing is NaN, unreachable is inf.

    Returns
    -------
    numpy.ndarray
        A contiguous float64 copy whose ``writeable`` flag is off.
    """
    frozen = np.array(values, dtype=np.float64, order="C")
    frozen.setflags(write=False)
    return frozen


def freeze_integers(values: npt.ArrayLike) -> IntArray:
    """Copy values into a read-only integer array (same rules as `freeze_floats`)."""
    frozen = np.array(values, dtype=np.int64, order="C")
    frozen.setflags(write=False)
    return frozen
