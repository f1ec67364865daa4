"""What each agency holds of a nation, as columns for its tables."""
