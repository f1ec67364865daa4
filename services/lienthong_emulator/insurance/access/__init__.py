"""Who may see whose data, and who asked: consents and the record of accesses."""
