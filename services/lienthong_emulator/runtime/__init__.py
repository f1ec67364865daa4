"""What every agency stands on: worlds, clock, database, calls, messages, refusals."""
