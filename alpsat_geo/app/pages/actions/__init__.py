"""The page of the actions."""
