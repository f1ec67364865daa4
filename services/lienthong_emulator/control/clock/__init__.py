"""The clock of a world, and the way forward from one due thing to the next."""
