"""Who the people are, how they belong together, and what they are called."""
