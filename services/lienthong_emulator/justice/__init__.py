"""The Ministry of Justice: civil status."""
