"""The dossier that a council decides on: the same content on paper, on screen, and as data."""
