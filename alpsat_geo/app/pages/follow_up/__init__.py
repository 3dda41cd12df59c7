"""The page of what was promised and what is observed."""
