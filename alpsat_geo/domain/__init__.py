"""Frozen records, errors and provenance: the nouns of the territory."""
