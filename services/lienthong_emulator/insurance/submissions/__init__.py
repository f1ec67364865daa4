"""What health facilities send in: files are taken whole, checked, kept, and have their effects."""
