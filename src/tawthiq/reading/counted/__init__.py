"""What a number counts, of whom, and of which other it is a part."""
