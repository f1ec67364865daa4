"""Holding what insurance was declared against what the tax service was told."""
