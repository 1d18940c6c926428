"""Text on a screen: widths, and where a line goes on in the next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyday.cli.wrapping import beside, width_of, wrapped


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a word or two", ["a word or", "two"]),
        ("学习新党章，交流体会", ["学习新党章，", "交流体会"]),
        ("学习习近平（讲话）", ["学习习近平", "（讲话）"]),
        ("于 2026-03-06 开会", ["于", "2026-03-06", "开会"]),
        ("2026-03-06至2026-04-03", ["2026-03-06至", "2026-04-03"]),
        ("一二三四五六七八", ["一二三四五六", "七八"]),
        ("a-very-long-word-here", ["a-very-long-", "word-here"]),
        ("one\n\ntwo", ["one", "", "two"]),
    ],
)
def test_a_line_goes_on_where_it_may(text: str, lines: list[str]) -> None:
    assert wrapped(text, 12) == lines


@given(st.text(st.sampled_from("ab 学习，（）2-")), st.integers(2, 20))
def test_no_line_is_wider_and_no_letter_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(width_of(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_what_a_name_is_stands_beside_it() -> None:
    long = f"--longer-than-{'x' * 20}"
    assert beside([("--a", "学习新党章，交流体会，谈谈"), (long, "b")], width=30) == [
        "  --a  学习新党章，交流体会，",
        "       谈谈",
        f"  {long}",
        "       b",
    ]
