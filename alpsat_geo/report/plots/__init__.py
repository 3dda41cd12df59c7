"""Charts: what each shows, in the grammar that the screen and the files draw alike."""
