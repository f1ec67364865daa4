"""Viet Nam Social Security: registry, contributions, cards and claims."""
