"""What several pages show: their frame, maps, tables, charts, choices, and the own scenarios."""
