"""Training and test sets of people drawn by other hands: see README.md."""
