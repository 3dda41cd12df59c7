"""What was promised and observed."""
