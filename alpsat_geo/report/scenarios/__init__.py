"""A person's own scenarios, as records and files."""
