"""Who works, where, since when and for what, and what they draw."""
