"""Drawn art by other hands, labelled by hand: how much of it the weights find."""
