"""The pages and all that draws them: the only floor that knows Streamlit."""

from __future__ import annotations

import os

# A visitor's run is one thread among many: more threads for each product of small matrices only take the processor
# from the others. The libraries of linear algebra read this when numpy loads, which every way of starting does later.
for _name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
