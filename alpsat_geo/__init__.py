"""AlpSat Geo: compare packages of actions for remote work in a mountain territory."""
