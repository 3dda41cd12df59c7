"""The map that every page draws."""
