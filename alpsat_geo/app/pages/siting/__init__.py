"""The page of the siting."""
