"""Changes of taxpayers, and what insurance is told of them."""
