"""Which worlds there are, what they were built from, and what their clocks show."""
