"""The page of the consultation: a room, its phones, and who leads it."""
