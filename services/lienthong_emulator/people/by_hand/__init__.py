"""People written by hand: the personas, and a team's own."""
