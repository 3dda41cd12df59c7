"""AlpSat Geo: compare packages of actions for remote work in a mountain territory."""

from __future__ import annotations

import os

# Matrices are small: more threads for each product only take the processor from the other visitors, or wait for one
# another. The libraries of linear algebra read this when numpy loads, which every way of starting does later.
for _name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
