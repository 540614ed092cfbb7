"""How well panels are found: drawn strips of sixteen kinds, several methods, one table."""
