"""A commune's card."""
