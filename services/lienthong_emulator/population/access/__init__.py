"""Who asked the population database about whom."""
