"""Labelled pictures as training sees them: decoded, moved, restyled, laid over each other."""
