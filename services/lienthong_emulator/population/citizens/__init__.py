"""Citizens: looked up, verified, and given their personal number at birth."""
