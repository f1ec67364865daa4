"""Holding the whole register against that of a ministry, and taking over what the source holds."""
