"""Amendments of births: corrections, parents who recognised a child, adoptions."""
