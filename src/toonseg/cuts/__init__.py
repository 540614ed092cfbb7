"""Rough cuts, final cuts and bubbles of a strip, the cut list, and its export."""
