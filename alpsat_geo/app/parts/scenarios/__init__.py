"""The person's own scenarios, on every page."""
