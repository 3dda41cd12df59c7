"""The page of the dossier."""
