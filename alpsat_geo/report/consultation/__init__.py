"""What a consultation says of itself."""
