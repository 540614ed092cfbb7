"""toonseg measured against named peers, with the commands to run the measurements again."""
