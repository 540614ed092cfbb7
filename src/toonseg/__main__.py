"""`python -m toonseg`: the same as the command `toonseg`."""

from toonseg.cli import main

main()
