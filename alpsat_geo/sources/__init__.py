"""Adapters of open data: one source a file."""
