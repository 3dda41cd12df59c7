"""Where a figure comes from: inputs, parameters with grades, formulas, recomputed step by step."""

from __future__ import annotations

from alpsat_geo.compute.explanation.trace import Step, Trace, trace_figure

__all__ = ["Step", "Trace", "trace_figure"]
