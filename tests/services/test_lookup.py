"""From what somebody types to the person, the branch or the day that is meant."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import readings
from factories import BRANCH, TODAY, add_member, branch_of, desk, person, start_branch
from partyday.errors import Ambiguous, BadInput, NotFound
from partyday.model.codes import MembershipEnd, Part
from partyday.model.people import Person
from partyday.model.period import read_session
from partyday.services import branches, days, members
from partyday.services.lookup import find, find_all, find_day, find_person, matches, split_list
from partyday.services.names import choose_branch
from partyday.services.schedule import make_year
from partyday.store import people
from partyday.store.book import Store
from partyday.words.pinyin import read_name

WHERE = "in the branch"


def named(number: int, name: str, staff_number: str = "") -> Person:
    """Somebody with the spelling their name has."""
    pinyin, initials = read_name(name)
    return person(number, name, pinyin=pinyin, initials=initials, staff_number=staff_number)


# ---- how names are spelled


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("张三", "zhangsan", "zs"),
        # surnames read as surnames: domain.md 3
        ("单雄信", "shanxiongxin", "sxx"),
        ("曾国藩", "zengguofan", "zgf"),
        ("解缙", "xiejin", "xj"),
        ("仇英", "qiuying", "qy"),
        ("区大相", "oudaxiang", "odx"),
        ("查良镛", "zhaliangyong", "zly"),
        ("翟让", "zhairang", "zr"),
        ("任正非", "renzhengfei", "rzf"),
        ("盖叫天", "gejiaotian", "gjt"),
        ("朴树", "piaoshu", "ps"),
        ("覃塘", "qintang", "qt"),
        ("乐毅", "yueyi", "yy"),
        ("华罗庚", "hualuogeng", "hlg"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("万俟卨", "moqixie", "mqx"),
        ("长孙无忌", "zhangsunwuji", "zswj"),
        ("欧阳修", "ouyangxiu", "oyx"),
        ("欧阳", "ouyang", "oy"),
        # ü is v, as on the keyboard
        ("吕布", "lvbu", "lb"),
        # a given name that is a word is read as the word
        ("王朝晖", "wangzhaohui", "wzh"),
        ("王乐章", "wangyuezhang", "wyz"),
        # the same characters in a given name keep their common reading
        ("王单", "wangdan", "wd"),
        ("李曾", "liceng", "lc"),
        ("阿依古丽·买买提", "ayigulimaimaiti", "ayglmmt"),
    ],
)
def test_a_name_is_spelled_as_it_is_spoken(name: str, pinyin: str, initials: str) -> None:
    assert read_name(name) == (pinyin, initials)


def test_the_table_of_words_has_all_that_the_library_reads_otherwise_than_their_characters() -> None:
    """In a process of its own: here the library was loaded without its words."""
    tools = Path(readings.__file__).parent
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYPINYIN_")}
    program = f"import sys; sys.path.insert(0, {str(tools)!r}); import readings; sys.stdout.write(readings.table())"
    told = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program], capture_output=True, check=True, encoding="utf-8", env=environ
    )
    assert told.stdout == readings.TABLE.read_text(encoding="utf-8")


def test_a_character_without_a_reading_is_left_out_and_nothing_breaks() -> None:
    assert read_name("\U0002a6b2野") == ("ye", "y")
    assert read_name("\U0002a6b2") == ("", "")


def test_a_rare_character_that_names_have_is_read() -> None:
    assert read_name("𠮷田㛃") == ("jitianjie", "jtj")


@given(st.text(min_size=1, max_size=12))
def test_any_text_has_a_spelling_of_small_letters_or_none(name: str) -> None:
    pinyin, initials = read_name(name)
    assert all(each.isalnum() for each in pinyin)
    assert pinyin == pinyin.lower()
    assert len(initials) <= len(pinyin)


# ---- people


ZHANG = named(3, "张三", "20190012")


@pytest.mark.parametrize(
    "who",
    [
        *("张三", " 张三 ", "张 三", "张　三", "zhangsan", "Zhang San", "ZHANGSAN", "zhang-san", "zs", "ZS"),
        *("3", "03", "20190012"),
    ],
)
def test_every_kind_of_handle_means_the_person(who: str) -> None:
    assert find([ZHANG, named(4, "李四")], who, WHERE) is ZHANG


@pytest.mark.parametrize("who", ["吕布", "lvbu", "lübu", "LÜ BU", "lb"])
def test_a_name_with_u_umlaut_is_typed_as_v_or_with_its_dots(who: str) -> None:
    lv = named(1, "吕布")
    assert find([lv, ZHANG], who, WHERE) is lv


@pytest.mark.parametrize("who", ["单雄信", "shanxiongxin", "sxx"])
def test_a_surname_is_found_as_a_surname(who: str) -> None:
    shan = named(1, "单雄信")
    assert find([shan, ZHANG], who, WHERE) is shan


def test_a_rare_character_is_found_by_name_and_number() -> None:
    rare = named(9, "𠮷")
    for who in ("𠮷", "9"):
        assert find([rare, ZHANG], who, WHERE) is rare


def test_a_staff_number_with_letters_is_found_whatever_their_case() -> None:
    clerk = named(9, "王五", "T0012a")
    for who in ("T0012a", "t0012A"):
        assert find([clerk, ZHANG], who, WHERE) is clerk


@pytest.mark.parametrize("who", ["", " ", "-", "张", "z", "zhang", "2019001", "0", "·"])
def test_a_part_of_a_handle_means_nobody(who: str) -> None:
    with pytest.raises(NotFound):
        find([ZHANG, named(4, "𠮷")], who, WHERE)


def test_one_handle_for_two_is_refused_with_both() -> None:
    people_of = [ZHANG, named(7, "赵四"), named(5, "张三"), named(8, "郑爽")]
    with pytest.raises(Ambiguous, match="“zs” fits several: 3 张三, 7 赵四, 5 张三, 8 郑爽") as told:
        find(people_of, "zs", WHERE)
    assert told.value.exit_code == 12
    with pytest.raises(Ambiguous, match="3 张三, 5 张三"):
        find(people_of, "张三", WHERE)
    assert find(people_of, "5", WHERE).number == 5


def test_digits_that_are_one_ones_number_and_the_staff_number_of_another_are_refused_with_both() -> None:
    people_of = [named(12, "张三"), named(13, "李四", "12"), named(14, "王五", "012")]
    with pytest.raises(Ambiguous, match="12 张三, 13 李四"):
        find(people_of, "12", WHERE)
    with pytest.raises(Ambiguous, match="12 张三, 14 王五"):
        find(people_of, "012", WHERE)
    assert find(people_of, "14", WHERE).name == "王五"


def test_digits_that_are_both_of_one_person_are_not_ambiguous() -> None:
    assert find([named(12, "张三", "12")], "12", WHERE).name == "张三"


def test_a_name_spelled_like_the_initials_of_another_is_ambiguous() -> None:
    with pytest.raises(Ambiguous):
        find([named(1, "安宁"), named(2, "李安", "an")], "an", WHERE)


def test_an_unknown_name_is_told_with_the_near_ones() -> None:
    with pytest.raises(NotFound, match="There is no “张山” in the branch") as told:
        find([ZHANG, named(4, "张小山"), named(5, "李四")], "张山", WHERE)
    assert "张小山" in told.value.hint
    assert "李四" not in told.value.hint
    with pytest.raises(NotFound) as told:
        find([ZHANG, named(5, "李四")], "zhagnsan", WHERE)
    assert "3 张三" in told.value.hint


def test_several_unknown_are_told_at_once() -> None:
    with pytest.raises(NotFound, match="“甲”, “乙”, “99”") as told:
        find_all([ZHANG], ["甲", "张三", "乙", "99"], WHERE)
    assert told.value.exit_code == 11


def test_one_unknown_among_known_is_told_with_the_near_ones() -> None:
    with pytest.raises(NotFound) as told:
        find_all([ZHANG, named(5, "李四")], ["李四", "张二三"], WHERE)
    assert "张三" in told.value.hint


@given(
    st.lists(st.sampled_from(["张三", "张伟", "李四", "单雄信", "吕布", "欧阳修", "𠮷野"]), min_size=1, max_size=6),
    st.lists(st.sampled_from(["", "1", "2", "12", "007", "T1"]), min_size=6, max_size=6),
    st.sampled_from(["张三", "zs", "1", "2", "007", "7", "sxx", "t1", "12", "lvbu", "oyx", "x"]),
)
def test_finding_says_what_asking_everybody_in_turn_says(names: list[str], staff: list[str], who: str) -> None:
    people_of = [named(number, name, staff[number - 1]) for number, name in enumerate(names, 1)]
    fitting = [
        each
        for each in people_of
        if who
        in (each.name, each.pinyin, each.initials, str(each.number), each.staff_number, each.staff_number.lower())
        or (who.isdigit() and int(who) == each.number)
    ]
    if len(fitting) == 1:
        assert find(people_of, who, WHERE) is fitting[0]
    else:
        with pytest.raises(Ambiguous if fitting else NotFound):
            find(people_of, who, WHERE)
    assert [each for each in people_of if matches(each, who)] == fitting


@pytest.mark.parametrize(
    ("typed", "pieces"),
    [
        (["3,7"], ["3", "7"]),
        (["3，7、张三"], ["3", "7", "张三"]),
        ([" 3 , ,7,"], ["3", "7"]),
        (["3", "7,8"], ["3", "7", "8"]),
        ([""], []),
    ],
)
def test_a_list_is_separated_by_any_comma(typed: list[str], pieces: list[str]) -> None:
    assert split_list(typed) == pieces


# ---- people in the book


def test_who_has_left_is_found_for_looking_and_not_for_acting(sqlite_book: Store) -> None:
    start_branch(sqlite_book)
    add_member(sqlite_book, "张三")
    members.remove(desk(sqlite_book), "张三", TODAY, MembershipEnd.DIED, "")
    with sqlite_book.reading() as connection:
        assert find_person(connection, desk(sqlite_book), "张三")[1].name == "张三"
        with pytest.raises(NotFound):
            find_person(connection, desk(sqlite_book), "张三", ended=False)


def test_in_a_book_of_several_branches_everybody_is_looked_through(sqlite_book: Store) -> None:
    start_branch(sqlite_book, superior="计算机学院党总支")
    branches.add(desk(sqlite_book), "学生第一党支部", None)
    add_member(sqlite_book, "张三", branch=BRANCH)
    add_member(sqlite_book, "李四", branch="学生第一党支部")
    add_member(sqlite_book, "张三", branch="学生第一党支部", joined=date(2020, 7, 1))
    with sqlite_book.reading() as connection:
        assert find_person(connection, desk(sqlite_book), "李四")[0].name == "学生第一党支部"
        with pytest.raises(Ambiguous, match=r"1 张三 \(计算机学院教工第一党支部\), 2 张三"):
            find_person(connection, desk(sqlite_book), "张三")
        assert find_person(connection, desk(sqlite_book, "学生第一"), "张三")[1].number == 2


# ---- branches


def test_a_branch_is_found_by_its_name_or_a_part_that_fits_one(sqlite_book: Store) -> None:
    start_branch(sqlite_book, superior="计算机学院党总支")
    for name in ("学生第一党支部", "学生第二党支部"):
        branches.add(desk(sqlite_book), name, None)
    with sqlite_book.reading() as connection:
        every = people.branches(connection)
    assert choose_branch(every, "学生第二").name == "学生第二党支部"
    with pytest.raises(Ambiguous, match="学生第一党支部, 学生第二党支部"):
        choose_branch(every, "学生")
    with pytest.raises(Ambiguous, match="several branches"):
        choose_branch(every, None)
    with pytest.raises(NotFound, match="“计算机学院党总支” has no members of its own"):
        choose_branch(every, "计算机学院党总支")
    assert choose_branch(every, "计算机学院党总支", any_kind=True).name == "计算机学院党总支"
    with pytest.raises(NotFound):
        choose_branch(every, "  ")


def test_the_only_branch_needs_no_name(sqlite_book: Store) -> None:
    start_branch(sqlite_book, superior="计算机学院党总支")
    with sqlite_book.reading() as connection:
        assert choose_branch(people.branches(connection), None).name == BRANCH


@pytest.mark.parametrize("who", ["7", "７", "7号", "7.", "７号", " 7 "])
def test_a_roster_number_is_known_as_people_write_it(who: str) -> None:
    assert [matches(person(number, name), who) for number, name in ((7, "张三"), (17, "李四"))] == [True, False]


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        ("张三，李四；王五、3", ["张三", "李四", "王五", "3"]),
        ("13-15", ["13", "14", "15"]),
        ("１３～１４，2至3号", ["13", "14", "2", "3"]),
        ("15-13", ["15-13"]),
        ("2026-03-06", ["2026-03-06"]),
        ("20210013-2", ["20210013-2"]),
    ],
)
def test_a_list_is_divided_as_people_write_it(text: str, handles: list[str]) -> None:
    assert split_list([text]) == handles


def test_blanks_divide_a_list_where_nobody_is_called_so() -> None:
    known = [person(1, "张三", pinyin="zhangsan"), person(2, "李四"), person(3, "欧阳娜娜")]
    assert [each.number for each in find_all(known, ["张三 李四"], WHERE)] == [1, 2]
    assert [each.number for each in find_all(known, ["1 2 3"], WHERE)] == [1, 2, 3]
    assert [each.number for each in find_all(known, ["欧阳 娜娜"], WHERE)] == [3]
    with pytest.raises(NotFound, match="“张三 王五”"):
        find_all(known, ["张三 王五"], WHERE)


def test_a_rare_character_is_never_taken_for_another() -> None:
    assert not matches(person(1, "\ufa11山"), "崎山")
    assert matches(person(1, "\ufa11山"), "\ufa11山")


# ---- days


@pytest.mark.parametrize(
    ("ref", "on", "part"),
    [
        ("2026-03-06", date(2026, 3, 6), None),
        (" 2026-03-06:am ", date(2026, 3, 6), Part.AM),
        ("2026-03-06：PM", date(2026, 3, 6), Part.PM),
        ("2026-03-06:full", date(2026, 3, 6), Part.FULL),
    ],
)
def test_a_day_is_named_by_its_date_and_its_half(ref: str, on: date, part: Part | None) -> None:
    assert read_session(ref) == (on, part)


@pytest.mark.parametrize("ref", ["", "2026-02-30", "today", "2026-03", "2026-03-06:noon", "2026-03-06:", "06.03.2026"])
def test_what_names_no_day_is_refused(ref: str) -> None:
    with pytest.raises(BadInput):
        read_session(ref)


def test_todays_day_needs_no_name_and_others_are_told_the_nearest(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book)
    make_year(desk(sqlite_book), [branch], 2026)
    with sqlite_book.reading() as connection:
        assert find_day(connection, branch, None, date(2026, 3, 6)).ref == "2026-03-06"
        with pytest.raises(NotFound, match="Today, 2026-03-20, is not an activity day") as told:
            find_day(connection, branch, None, date(2026, 3, 20))
        assert "2026-03-06, 2026-04-03" in told.value.hint
        with pytest.raises(NotFound, match="2026-03-07 is not an activity day of"):
            find_day(connection, branch, "2026-03-07", TODAY)


def test_before_anything_is_planned_the_hint_says_how_to_plan(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book)
    with sqlite_book.reading() as connection, pytest.raises(NotFound) as told:
        find_day(connection, branch, None, TODAY)
    assert "partyday schedule" in told.value.hint


def test_two_halves_of_one_date_must_be_told_apart(sqlite_book: Store) -> None:
    halves = ["FREQ=MONTHLY;BYDAY=1FR:am", "FREQ=MONTHLY;BYDAY=1FR:pm"]
    branch = start_branch(sqlite_book, policy="zhongzhou", recurrence=halves)
    make_year(desk(sqlite_book), [branch], 2026)
    with sqlite_book.reading() as connection:
        with pytest.raises(Ambiguous, match="2026-03-06:am, 2026-03-06:pm"):
            find_day(connection, branch, None, TODAY)
        assert find_day(connection, branch, "2026-03-06:pm", TODAY).part is Part.PM
        with pytest.raises(NotFound):
            find_day(connection, branch, "2026-03-06:full", TODAY)


def test_a_cancelled_day_is_found_by_its_date_and_not_as_todays(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book)
    make_year(desk(sqlite_book), [branch], 2026)
    days.cancel(desk(sqlite_book, branch), "2026-03-06", "停电")
    with sqlite_book.reading() as connection:
        assert find_day(connection, branch, "2026-03-06", TODAY).cancelled_on
        with pytest.raises(NotFound, match="is cancelled"):
            find_day(connection, branch, None, TODAY)
    assert branch_of(sqlite_book) == branch
