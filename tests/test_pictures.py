"""The pictures of the READMEs show what the program makes now."""

import os
from pathlib import Path

import pytest

import pictures


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_the_screens_are_those_of_the_pictures(tmp_path: Path) -> None:
    """It is slow because four screens are drawn by programs of their own."""
    drawn = pictures.screens(tmp_path)
    kept = {path.name: path.read_text("utf-8") for path in pictures.FOLDER.glob("*.svg")}
    assert drawn.keys() <= kept.keys()
    stale = sorted(name for name, picture in drawn.items() if picture != kept[name])
    assert stale == [], "run tools/pictures.py and look at the difference"


def test_the_form_is_the_one_of_the_picture(tmp_path: Path) -> None:
    shown = pictures.source_of((pictures.FOLDER / "sign-in.png").read_bytes())
    assert pictures.fingerprint(pictures.workbook(tmp_path)) == shown, "run tools/pictures.py and look at the picture"
