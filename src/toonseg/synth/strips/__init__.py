"""Strips without their pictures: sixteen kinds of gutters and layouts, and what lies between and over panels.

kinds.py      the kinds, in the order of the benchmark's table
layout.py     a plan: rows, cells, how often what happens; lively.py slants frames and lets figures break them
grounds.py    which backdrop a gutter has; backdrops.py paints one, gutters.py all of a strip
placing.py    a picture in its place, with its frame line
hanging.py    balloons, narration and sounds over edges, across gutters, alone
wear.py       JPEG and noise
pages.py      page files and truth.json
"""
