"""Participants and their households: the groups of Decree 43/2021."""
