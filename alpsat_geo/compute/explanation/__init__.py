"""Where a figure comes from: inputs, parameters with grades, formulas, recomputed step by step."""
