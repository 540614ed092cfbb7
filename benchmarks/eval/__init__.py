"""Evaluation: how fast, and how often an interval holds the true value."""
