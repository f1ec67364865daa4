"""Tokens that doors give: where they are kept, and by which clock they live."""
