"""What a comparison of scenarios says: its answer, its tables, its doubts."""
