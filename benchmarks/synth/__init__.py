"""How fast cuts are drawn, how much memory that takes, and what is in them."""
