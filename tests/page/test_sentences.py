"""Both languages of the pages are complete, and every sentence is used."""

import re
from pathlib import Path

import partyday.page
from partyday.page.sentences import SENTENCES

HERE = Path(partyday.page.__file__).parent


def test_both_languages_say_the_same() -> None:
    for name, (english, chinese) in SENTENCES.items():
        assert set(re.findall(r"{\w+}", english)) == set(re.findall(r"{\w+}", chinese)), name
        assert name == "other-language" or not re.search(r"[\u4e00-\u9fff]", english), name
        assert re.search(r"[\u4e00-\u9fff]", chinese) or name in ("other-language", "of"), name
        assert (english[-1] == ".") == (chinese[-1] == "。"), name


def test_no_sentence_is_left_over_or_missing() -> None:
    text = "".join(path.read_text("utf-8") for path in HERE.rglob("*") if path.suffix in (".py", ".html"))
    used = {name for name in SENTENCES if len(re.findall(rf"""["']{name}["']""", text)) >= 2}
    assert SENTENCES.keys() - used == set()
    asked = set(re.findall(r"""say\(['"]([a-z-]+)['"]""", text))
    assert asked - SENTENCES.keys() == set()
