"""What agencies hold otherwise than it is, planted on purpose, and the answer key."""
