"""Holding the whole register against that of a ministry, and taking over what the source holds."""

RECONCILIATION = "reconciliation"
"""The kind of work that carries one on."""
KEPT_UNTIL = "reconciliation-kept-until"
"""The timer that removes one."""
