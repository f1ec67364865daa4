"""The calls that agencies answered, over all processes."""
