"""Multi-criteria decision analysis: values, weights, acceptability, cross-checks, sensitivity."""
