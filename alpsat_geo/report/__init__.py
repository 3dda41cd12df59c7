"""Outcome to dossier."""
