"""Where participants were treated, and what they paid beside insurance."""
