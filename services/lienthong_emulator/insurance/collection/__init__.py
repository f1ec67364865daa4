"""Collection: what units owe for their people month by month, and what they paid."""
