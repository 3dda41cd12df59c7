"""The page of the data and the method."""
