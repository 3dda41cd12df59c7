"""Logging in and out of a hosted dashboard, by routes of the web door."""
