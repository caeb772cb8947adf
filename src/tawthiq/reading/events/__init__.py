"""Incidents, accounts of them, and the items of a thread."""
