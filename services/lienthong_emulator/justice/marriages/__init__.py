"""Marriages that are registered while the world runs."""
