"""Training: one visible loop (`loop.py`), its settings, and what it leaves in the run folder."""
