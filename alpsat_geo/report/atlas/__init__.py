"""The map of the territory: its geometry, layers and legend."""
