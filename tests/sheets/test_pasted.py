"""Reading the pasted list (接龙): who was how, whom a line means, and what is told of the rest."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyday.errors import BadInput
from partyday.model.codes import Excuse, Standing, State
from partyday.model.people import Person
from partyday.model.said import Attendance, Said
from partyday.sheets.pasted import decoded, read_paste

CHOICES = "到会、线上、送学、请假（病假）、请假（事假）、请假（公差）、请假（其他）、缺席"
UNCLEAR = f"Not understood. Write one of: {CHOICES}."
ROLL = ["林晓岚", "何建业", "覃若溪", "买买提江·吐尔逊", "范予", "尹璐", "单田", "曾可心", "张三", "𠮷㛃"]


def people(names: Sequence[str] = ROLL) -> list[Person]:
    return [Person(id=at, number=at, name=name, standing=Standing.FULL) for at, name in enumerate(names, 1)]


def read(text: str, names: Sequence[str] = ROLL, bare: State = State.PRESENT) -> Attendance:
    return read_paste(text, people(names), bare)


def states(paper: Attendance) -> list[tuple[str, str | None]]:
    """Who is said to have been how, in the order of the list."""
    return [(said.who, said.state and said.state.value) for said in paper.days[None]]


def complaints(paper: Attendance) -> list[tuple[int, str]]:
    return [(problem.row, problem.value) for problem in paper.rejected]


# ---- one person on a line


@pytest.mark.parametrize(
    ("line", "who", "state", "category", "detail"),
    [
        ("1. 张三", "张三", State.PRESENT, None, ""),
        ("2、林晓岚 线上", "林晓岚", State.ONLINE, None, ""),
        ("3. 何建业（请假 病假 发烧）", "何建业", State.EXCUSED, Excuse.SICK, "发烧"),
        ("4.范予✓", "范予", State.PRESENT, None, ""),
        ("5. 范予+1", "范予", State.PRESENT, None, ""),
        ("6. 范予+参加", "范予", State.PRESENT, None, ""),
        ("7. 范予+请假（出差）", "范予", State.EXCUSED, Excuse.DUTY, ""),
        ("６．范予🌹🌹", "范予", State.PRESENT, None, ""),
        ("7) 范予 [强][OK]", "范予", State.PRESENT, None, ""),
        ("（8）范予，公差：去北京", "范予", State.EXCUSED, Excuse.DUTY, "去北京"),
        ("9 范予", "范予", State.PRESENT, None, ""),
        ("1️⃣ 范予 👍🏻", "范予", State.PRESENT, None, ""),
        ("①范予", "范予", State.PRESENT, None, ""),
        ("一、范予", "范予", State.PRESENT, None, ""),
        ("十二、范予 请假", "范予", State.EXCUSED, None, ""),
        ("11. 范 予", "范予", State.PRESENT, None, ""),
        ("12. 范予请假", "范予", State.EXCUSED, None, ""),
        ("13. 范予请病假，发烧", "范予", State.EXCUSED, Excuse.SICK, "发烧"),
        ("14. 范予（线上）✓", "范予", State.ONLINE, None, ""),
        ("15. 范予 √线上", "范予", State.ONLINE, None, ""),
        ("16. 范予 不能参加", "范予", None, None, ""),
        ("17. 买买提江·吐尔逊：线上", "买买提江·吐尔逊", State.ONLINE, None, ""),
        ("17. 买买提江吐尔逊", "买买提江·吐尔逊", State.PRESENT, None, ""),
        ("18. 𠮷㛃 线上", "𠮷㛃", State.ONLINE, None, ""),
        ("19. @范予", "范予", State.PRESENT, None, ""),
        ("20. zhangsan 线上", "zhangsan", State.ONLINE, None, ""),
        ("21. 范予 迟到10分钟", "范予", State.PRESENT, None, "迟到10分钟"),
        ("22. 范予同志请假", "范予", State.EXCUSED, None, ""),
        ("23. 范予❌", "范予", None, None, ""),
        ("24. 请假：范予", "范予", State.EXCUSED, None, ""),
        ("25. 线上 范予", "范予", State.ONLINE, None, ""),
        ("26. 范予,请假,出差", "范予", State.EXCUSED, Excuse.DUTY, ""),
        ("27. 范予请假，孩子发烧", "范予", State.EXCUSED, None, "孩子发烧"),
        ("120. 范予", "范予", State.PRESENT, None, ""),
        ("2范予 病假", "范予", State.EXCUSED, Excuse.SICK, ""),
    ],
)
def test_a_line_of_the_list_is_read_as_people_write_it(
    line: str, who: str, state: State | None, category: Excuse | None, detail: str
) -> None:
    paper = read(line)

    assert paper.rejected == ()
    assert paper.days == {None: (Said(row=1, who=who, state=state, category=category, detail=detail),)}


@pytest.mark.parametrize(
    "line",
    [
        *(
            "张三 不知道",
            "张三 😷",
            "张三[在外地]",
            "张三 去医院",
            "张三丰",
            "张三 到会 李四",
            "欧阳张三",
            "请张三点名",
        ),
        *("张三 请假未批", "出差12 张三"),
    ],
)
def test_a_line_that_is_not_clear_is_told(line: str) -> None:
    paper = read("1. " + line)

    assert paper.days == {None: ()}
    assert [(problem.row, problem.column, problem.value) for problem in paper.rejected] == [(1, "接龙", line)]
    assert paper.rejected[0].problem == UNCLEAR


@pytest.mark.parametrize(
    "line", ["尹璐 签到（代单田）", "张三（代李四）", "张三（何建业代）", "张三替何建业签到", "何建业代签"]
)
def test_a_signature_for_another_is_asked_about(line: str) -> None:
    (problem,) = read("1. " + line).rejected

    assert problem.problem == "Somebody signs for somebody else here. Ask who was there."


def test_an_answer_to_the_message_says_nothing_of_coming() -> None:
    paper = read("1. 林晓岚\n2. 何建业 收到\n3. 范予 好的")

    assert states(paper) == [("林晓岚", "present")]
    assert complaints(paper) == [(2, "何建业 收到"), (3, "范予 好的")]


def test_who_is_only_named_may_be_online() -> None:
    assert states(read("1. 林晓岚\n2. 何建业 请假\n3. 范予 到会", bare=State.ONLINE)) == [
        ("林晓岚", "online"),
        ("何建业", "excused"),
        ("范予", "present"),
    ]


# ---- what stands beside a name


def test_a_room_a_class_a_nickname_and_a_number_beside_a_name_are_told_and_no_remark() -> None:
    paper = read(
        "1. 林晓岚（软件教研室）\n2. 小何（何建业）\n3. 计科2101 范予\n4. 尹璐 202311010233\n5. 2008012 单田 线上\n"
        "6. 曾可心书记 请假 发烧"
    )

    assert paper.rejected == ()
    assert [(said.who, said.state, said.code, said.detail) for said in paper.days[None]] == [
        ("林晓岚", State.PRESENT, "", ""),
        ("何建业", State.PRESENT, "", ""),
        ("范予", State.PRESENT, "", ""),
        ("尹璐", State.PRESENT, "202311010233", ""),
        ("单田", State.ONLINE, "2008012", ""),
        ("曾可心", State.EXCUSED, "", "发烧"),
    ]
    assert paper.notes == ("Beside the names, not read: 软件教研室, 小何, 计科2101, 书记",)


def test_a_place_beside_a_name_is_no_room_of_the_school() -> None:
    for place in ("去医院", "在北京学院", "外科诊室"):
        assert complaints(read(f"1. 林晓岚 {place}")) == [(1, f"林晓岚 {place}")]


# ---- several people on a line


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1. 林晓岚请假，何建业线上", [("林晓岚", "excused"), ("何建业", "online")]),
        ("1. 林晓岚请假何建业线上", [("林晓岚", "excused"), ("何建业", "online")]),
        ("2. 覃若溪 到会，范予请假", [("覃若溪", "present"), ("范予", "excused")]),
        ("3. 范予 尹璐", [("范予", "present"), ("尹璐", "present")]),
        ("4. 范予、尹璐、单田 到会", [("范予", "present"), ("尹璐", "present"), ("单田", "present")]),
        ("5. 范予和尹璐请假", [("范予", "excused"), ("尹璐", "excused")]),
        (
            "6. 到会：林晓岚、何建业；请假：覃若溪（病假）、范予（出差）",
            [("林晓岚", "present"), ("何建业", "present"), ("覃若溪", "excused"), ("范予", "excused")],
        ),
        ("7. 林晓岚 到会 何建业 请假 范予", [("林晓岚", "present"), ("何建业", "excused"), ("范予", "present")]),
    ],
)
def test_everybody_on_a_line_is_somebody(line: str, expected: list[tuple[str, str]]) -> None:
    paper = read(line)

    assert paper.rejected == ()
    assert states(paper) == expected


@pytest.mark.parametrize(
    "line",
    [
        "单田 曾可心 请假",
        "单田，曾可心病假",
        "林晓岚 请假（何建业代课）",
        "林晓岚 请假 陪何建业看病",
        "林晓岚通知何建业请假",
        "林晓岚请假，王五线上",
        "林晓岚到会，王五请假",
        "林晓岚、王五、何建业 到会",
    ],
)
def test_a_second_person_is_never_part_of_a_remark_and_nothing_is_guessed(line: str) -> None:
    paper = read("1. " + line)

    assert states(paper) == []
    assert complaints(paper) == [(1, line)]


# ---- which lines are of the list


def test_a_chain_in_one_line() -> None:
    for text in ("#接龙 1. 林晓岚 2. 何建业 请假 3. 范予 线上", "1、林晓岚2、何建业 请假3、范予 线上"):
        assert states(read(text)) == [("林晓岚", "present"), ("何建业", "excused"), ("范予", "online")]


def test_titles_dates_and_chat_are_told_as_not_read() -> None:
    paper = read(
        "#接龙\n2026.3.6 党员活动日\n3 月 6 日 14:30 三楼会议室\n请林晓岚负责点名\n例 1. 姓名 线上\n\n"
        "1. 张三\n2、何建业 线上\n继续加油\n10. 范予\n11.\n"
    )

    assert paper.rejected == ()
    assert [(said.row, said.who, said.state) for said in paper.days[None]] == [
        (7, "张三", State.PRESENT),
        (8, "何建业", State.ONLINE),
        (10, "范予", State.PRESENT),
    ]
    assert paper.notes == (
        "Lines that are no entry: “2026.3.6 党员活动日”, “3 月 6 日 14:30 三楼会议室”, “请林晓岚负责点名”, "
        "“例 1. 姓名 线上”, “继续加油”",
    )


def test_an_agenda_with_numbers_above_is_not_the_list() -> None:
    paper = read("主题党日\n1. 学习文件\n2. 讨论\n3. 缴纳党费\n#接龙\n1. 林晓岚\n2. 何建业 病假\n3. 王五")

    assert states(paper) == [("林晓岚", "present"), ("何建业", "excused"), ("王五", "present")]
    assert paper.notes == ("Lines that are no entry: “主题党日”, “学习文件”, “讨论”, “缴纳党费”",)


def test_somebody_the_roll_does_not_know_is_handed_on_to_be_refused() -> None:
    paper = read("1. 王五 请假\n2. 林晓岚\n3. 赵六")

    assert states(paper) == [("王五", "excused"), ("林晓岚", "present"), ("赵六", "present")]


def test_without_numbers_every_line_is_a_name() -> None:
    paper = read("#接龙\r\n例：姓名\r\n林晓岚\r\n\r\n何建业 线上\r\n王五\r\n收到的请回复\r\n")

    assert [(said.row, said.who) for said in paper.days[None]] == [(3, "林晓岚"), (5, "何建业"), (6, "王五")]
    assert paper.notes == ("Lines that are no entry: “例：姓名”, “收到的请回复”",)


def test_who_stands_under_a_label_was_there_as_it_says() -> None:
    paper = read("请假人员：\n林晓岚\n何建业（病假）\n线上参加（1人）：\n范予")

    assert [(said.who, said.state, said.category) for said in paper.days[None]] == [
        ("林晓岚", State.EXCUSED, None),
        ("何建业", State.EXCUSED, Excuse.SICK),
        ("范予", State.ONLINE, None),
    ]


def test_all_complaints_come_at_once() -> None:
    paper = read("1. 林晓岚 收到\n2. （线上）\n3. 何建业 不知道\n4. ++\n5. 范予")

    assert states(paper) == [("范予", "present")]
    assert [row for row, _value in complaints(paper)] == [1, 2, 3, 4]


@pytest.mark.parametrize("text", ["", "\n\n", "#接龙\n例 1. 张三", "3月主题党日"])
def test_a_list_that_names_nobody_is_bad_input(text: str) -> None:
    with pytest.raises(BadInput, match="The list names nobody"):
        read(text)


# ---- its encoding


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_list_in_the_encodings_there_are(encoding: str) -> None:
    text = "1. 林晓岚\r\n2. 何建业 线上\r\n"

    assert decoded(text.encode(encoding)) == text


def test_what_is_no_text_is_bad_input() -> None:
    with pytest.raises(BadInput, match="no text that can be read"):
        decoded(b"\x89PNG\r\n\x1a\n\xff\xff")


# ---- whatever is pasted

PIECES = st.sampled_from(
    [
        *ROLL,
        "王五",
        "请假",
        "线上",
        "病假",
        "代",
        "不",
        "：",
        "，",
        "、",
        "（",
        "）",
        " ",
        "1. ",
        "2",
        "\n",
        "一、",
        "收到",
        "+1",
        "❌",
        "发烧",
    ]
)


@given(st.lists(PIECES, max_size=14))
def test_nobody_of_the_roll_is_lost_unsaid(pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        paper = read(text)
    except BadInput:
        assert not any(name in text for name in ROLL if len(name) > 2)
        return
    told = {said.who for said in paper.days[None]}
    elsewhere = " ".join([*(problem.value for problem in paper.rejected), *paper.notes])
    for name in ROLL:
        if name in text.replace("\n", "|"):
            assert name in told or name in elsewhere
