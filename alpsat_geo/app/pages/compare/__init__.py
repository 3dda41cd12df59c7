"""The page of the comparison."""
