"""Answering claims about participants, and reconciling the whole register."""
