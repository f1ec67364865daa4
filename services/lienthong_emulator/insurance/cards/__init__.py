"""Health-insurance cards: issue, check, print."""
