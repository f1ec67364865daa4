"""A world's tables as files that a spreadsheet can edit, and back."""
