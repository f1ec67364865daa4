"""`make fuzz`: random and mutated messages on every call of the contract; none crashes, none is INTERNAL or UNKNOWN."""
