"""Results against drawn truth: lines, flat colours, cutouts, recolouring."""
