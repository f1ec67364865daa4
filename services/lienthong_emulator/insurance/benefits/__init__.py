"""Funeral allowances, and what ends with a death and is done with a card after it; claims for an illness."""
