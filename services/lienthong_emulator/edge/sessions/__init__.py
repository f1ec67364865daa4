"""Who has signed in at the card gateway: tokens, how they are presented, and what a tester has made of them."""
