"""Methods are scored on whole drawn titles, too."""

import pytest
from benchmarks.cut import run, titles
from benchmarks.cut.score import Score


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(titles, "EPISODES", 1)
    monkeypatch.setattr(titles, "PANELS", 3)


@pytest.mark.usefixtures("small")
def test_main_scores_titles_and_dry_writes_nothing(capsys):
    before = (run.HERE / "README.md").read_bytes()
    arguments = ["--titles", "1", "--dry", "--jobs", "1", "--methods", "contour boxes", "X-Y cut"]
    assert run.main(arguments) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "| title | panels | X-Y cut | contour boxes |"
    assert lines[2].startswith("| seed 1000 | ") and int(lines[2].split("|")[2]) >= 3
    assert (run.HERE / "README.md").read_bytes() == before


def test_the_table_adds_titles_up():
    answers = [
        titles.Answer(1, {"a": Score(3, 4, 6)}, {"a": 0.1}),
        titles.Answer(2, {"a": Score(1, 1, 2)}, {"a": 0.1}),
    ]
    assert titles.table(answers, ["a"]).splitlines()[2:] == [
        "| seed 1 | 6 | .50/.75 |",
        "| seed 2 | 2 | .50/1.00 |",
        "| **all** | 8 | .50/.80 |",
    ]
