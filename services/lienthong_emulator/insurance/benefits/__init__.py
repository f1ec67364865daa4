"""Funeral allowances: what is due after a death, what ends with it, and what is done with a card after it."""
