"""What goes wrong because a tester planned it, over all processes."""
