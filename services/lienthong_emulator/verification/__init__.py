"""Answering claims about people: what the verification services of all registers share."""
