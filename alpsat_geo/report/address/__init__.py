"""What an address of the dashboard says: the state of a visit, and a seat in a consultation."""
