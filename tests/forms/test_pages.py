"""Where the pages of a table end, beside a check that knows nothing of how they were found."""

from hypothesis import example, given
from hypothesis import strategies as st

from partyday.forms.lines import longest_figure, most_width, wrapped
from partyday.forms.pages import paged
from partyday.forms.titles import divided
from partyday.model.paper import RowKind

DATA, SECTION, TOTAL = RowKind.DATA, RowKind.SECTION, RowKind.TOTAL


def pages_of(kinds: list[RowKind], room: float, height: float = 20, below: float = 50) -> list[tuple[int, int]]:
    pages = paged(kinds, [height] * len(kinds), above=60, header=20, below=below, room=room)
    return [(page.first, page.end) for page in pages]


def test_what_fits_is_one_page() -> None:
    assert pages_of([DATA] * 5, 300) == [(0, 5)]
    assert pages_of([], 300) == [(0, 0)]


def test_totals_and_signatures_take_two_rows_with_them() -> None:
    # Ten rows and a total fit under the title (80 + 220 = 300), but what is signed does not.
    assert pages_of([DATA] * 10 + [TOTAL], 300) == [(0, 8), (8, 11)]
    assert pages_of([DATA] * 11, 300) == [(0, 9), (9, 11)]
    # The totals are not divided.
    assert pages_of([DATA] * 9 + [TOTAL] * 4, 300) == [(0, 7), (7, 13)]


def test_a_heading_is_not_the_last_of_its_page_and_has_two_rows_under_it() -> None:
    assert pages_of([DATA] * 9 + [SECTION] + [DATA] * 10, 300) == [(0, 9), (9, 20)]
    assert pages_of([DATA] * 10 + [SECTION] + [DATA] * 10, 300)[0] == (0, 10)


def test_what_is_higher_than_a_page_is_divided_all_the_same() -> None:
    assert pages_of([DATA] * 3, 100, height=90) == [(0, 1), (1, 2), (2, 3)]


@example([DATA] * 3, 9, 400, 23)  # three rows and their totals, a row too many for one page
@given(
    st.lists(st.sampled_from([DATA, DATA, DATA, DATA, SECTION]), max_size=80),
    st.integers(0, 9),
    st.integers(400, 900),
    st.integers(15, 40),
)
def test_no_page_is_a_header_alone_nor_parts_what_belongs_together(
    kinds: list[RowKind], totals: int, room: int, height: int
) -> None:
    whole = kinds + [TOTAL] * totals
    pages = pages_of(whole, room, height)
    assert [row for first, end in pages for row in range(first, end)] == list(range(len(whole)))
    for place, (first, end) in enumerate(pages):
        taken = (60 if place == 0 else 0) + 20 + height * (end - first) + (50 if place == len(pages) - 1 else 0)
        together = (totals + 2) * height + 50 + 80 <= room
        if SECTION not in kinds and together:
            assert taken <= room
            assert end - first >= min(2, len(whole))
    first, end = pages[-1]
    if len(pages) > 1 and (totals + 2) * height + 130 <= room and SECTION not in kinds:
        # Of three rows two stay on the page before.
        assert end - first >= totals + (1 if len(kinds) == 3 else min(2, len(kinds)))


@given(st.text("一，。；a1- \n（）", max_size=200), st.floats(4, 80))
def test_lines_join_to_their_text_and_are_no_wider_than_their_room(text: str, room: float) -> None:
    lines = wrapped(text, room)
    assert "".join(lines) == text
    longest = max((len(piece) for piece in text.split()), default=0)
    if longest < 3:
        assert all(most_width(line.rstrip("\n")) <= room + 8 for line in lines)


def test_figures_are_a_fifth_wider_and_whole() -> None:
    assert most_width("2026年") == 4 * 1.2 + 2
    assert wrapped("自2026-03-06起至", 13) == ["自2026-03-", "06起至"]
    assert wrapped("自2026年起，至今。", 9) == ["自2026年", "起，至", "今。"]
    assert longest_figure("2026-03-06（上午）") == 12


def test_titles_are_divided_behind_words_into_lines_of_like_length() -> None:
    cases = {
        "关于2026年第四季度党员活动日开展情况的通报": ["关于2026年第四季度", "党员活动日开展情况的通报"],
        "计算机学院教工党支部2026年“党员活动日”活动方案": ["计算机学院教工党支部2026年", "“党员活动日”活动方案"],
        "某某大学计算机学院教工党支部2026年民主评议党员参加活动情况": [
            "某某大学计算机学院教工党支部",
            "2026年民主评议党员参加活动情况",
        ],
    }
    assert {title: divided(title, 20) for title in cases} == cases
    assert divided("长" * 45, 20) == ["长" * 20, "长" * 20, "长" * 5]
