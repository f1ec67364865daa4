"""Holding what insurance was declared against what the tax service was told."""

TAX_RECONCILIATION = "tax-reconciliation"
"""The kind of work that carries one on."""
