"""Taxpayers, and the income that employers paid."""
