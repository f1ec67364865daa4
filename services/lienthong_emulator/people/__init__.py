"""The people of a world: what is true of them, before each agency holds its own version."""
