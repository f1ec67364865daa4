"""Verifying extracts of the civil-status registers, and claims about people in them."""
