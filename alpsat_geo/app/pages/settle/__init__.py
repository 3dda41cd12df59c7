"""The page of who would come to live and work here."""
