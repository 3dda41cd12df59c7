"""Where one may settle: facts, and the sheet of a commune."""
