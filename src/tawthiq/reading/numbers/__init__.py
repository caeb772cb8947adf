"""Numbers with their bounds, and numbers that are no figure."""
