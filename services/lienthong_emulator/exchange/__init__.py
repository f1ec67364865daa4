"""The platform that carries messages between agencies."""
