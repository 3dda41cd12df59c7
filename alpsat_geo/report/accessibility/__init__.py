"""What was checked of the accessibility of the dashboard, and what it makes of its declaration."""
