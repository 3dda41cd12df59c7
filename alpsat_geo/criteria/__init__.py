"""Catalogue of criteria: one criterion a file."""
