"""Groups d and e, and what was paid in and out for all insurances."""
