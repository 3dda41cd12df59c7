"""What every part stands on: the state of a visit, the model loaded once, what the browser fetches, who asks."""
