"""Exact choice of places to open: enumeration of every plan, or a mixed-integer model with a proven gap."""
