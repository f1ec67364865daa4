"""Messages on their way: one append-only, hash-chained log for each receiver, its subscribers and its dead letters."""
