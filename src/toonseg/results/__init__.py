"""Results: what comes of models and labels, told to people: the experiments."""
