"""The page that asks what to support first with so much public money a year."""
