"""A meeting: the page in full screen, its prepared steps, and the devices that follow it."""
