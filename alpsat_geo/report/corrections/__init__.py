"""Corrections to the data: read from a file, a form or a link, written, and told."""
