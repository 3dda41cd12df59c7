"""The page of the territory."""
