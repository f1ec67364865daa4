"""The civil-status registers: births, marriages, deaths."""
