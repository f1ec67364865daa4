"""The contract of the National Insurance Database, and a client that speaks it."""
