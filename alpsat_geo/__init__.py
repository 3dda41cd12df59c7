"""AlpSat Geo: compare packages of actions for remote work in a mountain territory."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

# Matrices are small: more threads for each product only take the processor from the other visitors, or wait for one
# another. The libraries of linear algebra read this when numpy loads, which every way of starting does later.
for _name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

# An installed package keeps under its own name what stands beside it in the repository. Every way of starting asks for
# it first: it waits for no library.
_PACKAGE: Final = Path(__file__).resolve().parent
_INSTALLED: Final = _PACKAGE / "home"

HOME: Final = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent
"""Holds data/, geo/, locale/, pages/, static/, serve.py and dashboard.py."""
