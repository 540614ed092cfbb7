"""Whether pictures may be passed on, and the answer that is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from toonseg.errors import RightsError
from toonseg.results.rights import ANSWER_FILE, FLAG, forbids, make_sure
from toonseg.workspace import DEFAULT_RIGHTS


@pytest.mark.parametrize(
    "rights",
    [
        "CC0",
        "drawn by toonseg, CC0",
        "CC BY 4.0, David Revoy",
        "CC-BY-SA 4.0",
        "Creative Commons Attribution",
        "public domain",
        "Apache-2.0",
        "released under the MIT licence",
    ],
)
def test_a_free_licence_permits(rights: str, tmp_path: Path) -> None:
    assert not forbids(rights)
    make_sure(rights, tmp_path)
    assert not (tmp_path / ANSWER_FILE).exists()


@pytest.mark.parametrize(
    "rights",
    [
        DEFAULT_RIGHTS,
        "",
        "whoever drew it",
        "CC BY-ND 4.0",
        "CC BY; do not redistribute",
        "all rights reserved (was CC0)",
        "summit studios",
        "emitted by a studio",
    ],
)
def test_anything_else_forbids(rights: str, tmp_path: Path) -> None:
    assert forbids(rights)
    with pytest.raises(RightsError) as caught:
        make_sure(rights, tmp_path)
    assert FLAG in caught.value.remedy
    assert rights in caught.value.problem


def test_one_answer_is_enough_for_the_same_rights(tmp_path: Path) -> None:
    make_sure("mine", tmp_path, have_the_rights=True)
    make_sure("mine", tmp_path)
    written = (tmp_path / ANSWER_FILE).read_bytes()
    make_sure("mine", tmp_path, have_the_rights=True)
    assert (tmp_path / ANSWER_FILE).read_bytes() == written


def test_other_rights_are_asked_for_again(tmp_path: Path) -> None:
    make_sure("mine", tmp_path, have_the_rights=True)
    with pytest.raises(RightsError):
        make_sure("somebody else's", tmp_path)
    with pytest.raises(RightsError):
        make_sure("mine", tmp_path / "another title")
