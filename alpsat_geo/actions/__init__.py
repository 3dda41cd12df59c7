"""Catalogue of candidate actions: one action type a file."""
