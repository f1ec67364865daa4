"""Differences between registers, from report to end: one service, mounted by each register that keeps them."""
