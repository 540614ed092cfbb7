"""How fast the model predicts and learns."""
