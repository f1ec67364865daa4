"""The National Population Database: who people are."""
