"""Adapters of the database: scenarios, votes, follow-up."""
