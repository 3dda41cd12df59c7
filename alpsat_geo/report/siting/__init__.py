"""Where spaces should open: the question, and what a plan costs."""
