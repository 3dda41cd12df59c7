"""So much money, what first: every set of candidate actions, evaluated by the model and judged under ceilings."""
