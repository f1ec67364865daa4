"""Runs the contract's behaviour as cases against any server that claims it."""
