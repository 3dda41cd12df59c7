"""Pure functions: arrays and domain records in, the same out."""
