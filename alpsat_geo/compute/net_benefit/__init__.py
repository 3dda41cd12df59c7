"""Net benefit: what a result costs, and which programme is best at which price of the results."""
