"""Dates, stretches of time and places, and which number each belongs to."""
