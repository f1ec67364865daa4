"""The conformance kit: the project's agencies pass it, servers with one deliberate fault do not."""
