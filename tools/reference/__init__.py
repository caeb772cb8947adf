"""What writes each page of the reference."""
