"""Changes of what the register holds: corrections, moves, new numbers, deaths; each leaves as an event."""
