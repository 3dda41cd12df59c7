"""How figures, tables and charts are written."""
