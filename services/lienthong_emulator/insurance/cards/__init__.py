"""Health-insurance cards."""
