"""The pages: one folder each, none of which imports another."""
