"""The words for how somebody was there: issue by issue, as offices write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyday.model.codes import Excuse, State
from partyday.sheets.attendance_words import NotUnderstood, read_words, stays_away


def said(text: str) -> tuple[State | None, Excuse | None, str] | str:
    """What is understood: state, category and detail; or why nothing is."""
    try:
        reading = read_words(text)
    except NotUnderstood as error:
        return str(error)
    return "unclear" if reading is None else (reading.state, reading.category, reading.detail)


PRESENT = "到会 √ ✓ √√ 到 出勤 已签到 已参加 参会 到场 是 1 实到 已到 正常 参加 线下参加 现场参会 签到成功 按时参加 Y"
ONLINE = "线上 线上签到 线上参加 参加（线上） 视频参会 网上签到 腾讯会议 在线参会 √线上 线上√ 签到，线上"
NOT_THERE = "未到 未签到 缺勤 × ✗ ❌ X 否 0 N 缺 旷 旷会 没来 未参加 不参加 不能参加 无法参加 参加不了 未能参加"


@pytest.mark.parametrize("text", PRESENT.split())
def test_present(text: str) -> None:
    assert said(text) == (State.PRESENT, None, "")


@pytest.mark.parametrize("text", ONLINE.split())
def test_online(text: str) -> None:
    assert said(text) == (State.ONLINE, None, "")


@pytest.mark.parametrize("text", NOT_THERE.split())
def test_what_only_says_not_there_is_no_absence(text: str) -> None:
    assert said(text) == (None, None, "")


@pytest.mark.parametrize("text", ["缺席", "无故缺席", " 缺席 "])
def test_only_two_words_make_an_absence(text: str) -> None:
    assert said(text) == (State.ABSENT, None, "")


@pytest.mark.parametrize(
    ("text", "category", "detail"),
    [
        ("请假", None, ""),
        ("已请假", None, ""),
        ("病假", Excuse.SICK, ""),
        ("因病", Excuse.SICK, ""),
        ("住院", Excuse.SICK, ""),
        ("生病住院", Excuse.SICK, "生病住院"),
        ("事假", Excuse.PERSONAL, ""),
        ("因事", Excuse.PERSONAL, ""),
        ("公差", Excuse.DUTY, ""),
        ("公假", Excuse.DUTY, ""),
        ("因公", Excuse.DUTY, ""),
        ("因公出差", Excuse.DUTY, ""),
        ("出差", Excuse.DUTY, ""),
        ("培训", Excuse.DUTY, "培训"),
        ("外出培训", Excuse.DUTY, "外出培训"),
        ("请公假", Excuse.DUTY, ""),
        ("产假", Excuse.OTHER, "产假"),
        ("年假", Excuse.OTHER, "年假"),
        ("其他", Excuse.OTHER, ""),
        ("请病假", Excuse.SICK, ""),
        ("请假病假", Excuse.SICK, ""),
        ("因病请假", Excuse.SICK, ""),
        ("请假（病假）", Excuse.SICK, ""),
        ("请假(病假)", Excuse.SICK, ""),
        ("请假 事假", Excuse.PERSONAL, ""),
        ("请假-公差", Excuse.DUTY, ""),
        ("已请假（出差）", Excuse.DUTY, ""),
        ("请假:病假:发烧", Excuse.SICK, "发烧"),
        ("请假：病假：发烧，39度", Excuse.SICK, "发烧，39度"),
        ("病假（发烧）", Excuse.SICK, "发烧"),
        ("请假（发烧）", Excuse.SICK, "发烧"),
        ("病假一天", Excuse.SICK, "一天"),
        ("请事假半天", Excuse.PERSONAL, "半天"),
        ("请假，孩子发烧", None, "孩子发烧"),
        ("未到（生病）", Excuse.SICK, ""),
        ("不能参加（出差）", Excuse.DUTY, ""),
        ("请假（代课）", Excuse.DUTY, "代课"),
    ],
)
def test_leave_with_its_category_and_detail(text: str, category: Excuse | None, detail: str) -> None:
    assert said(text) == (State.EXCUSED, category, detail)


@pytest.mark.parametrize(
    ("text", "late"),
    [
        ("迟到", "迟到"),
        ("早退", "早退"),
        ("迟到10分钟", "迟到10分钟"),
        ("到会（迟到10分钟）", "迟到10分钟"),
        ("迟到、早退", "迟到、早退"),
        ("已到，早退", "早退"),
    ],
)
def test_who_came_late_or_left_early_is_present_and_told(text: str, late: str) -> None:
    reading = read_words(text)
    assert reading is not None
    assert (reading.state, reading.detail, reading.late) == (State.PRESENT, late, late)


def test_a_detail_of_how_somebody_took_part_is_kept() -> None:
    assert said("线上（腾讯会议）") == (State.ONLINE, None, "腾讯会议")
    assert said("到会（带来材料）") == (State.PRESENT, None, "带来材料")


@pytest.mark.parametrize(
    "text",
    [
        "不知道",
        "○",
        "△",
        "?",
        "参加，请假",
        "缺席（病假）",
        "缺席（请假）",
        "未到,线上参加",
        "请假,线上参加",
        "公差线上",
        "请假未批",
        "请假（未批准）",
        "参加（不一定）",
        "病假事假",
    ],
)
def test_words_that_are_not_clear_or_speak_against_each_other(text: str) -> None:
    assert said(text) == "unclear"


@pytest.mark.parametrize(
    "text", ["何建业代", "何建业（代）", "代签", "签到（代单田）", "已签（李四代）", "替他签到", "请人签"]
)
def test_the_signature_of_another_is_asked_about(text: str) -> None:
    assert str(said(text)).startswith("Somebody else signed here.")


@pytest.mark.parametrize("text", ["收到", "好的", "OK", "收到谢谢", "已阅"])
def test_an_answer_says_nothing_of_coming(text: str) -> None:
    assert said(text) == "This answers a message and says nothing of coming."


@pytest.mark.parametrize(
    ("text", "state"), [("送学", State.VISITED), ("待送学", State.UNREACHED), ("未登记", State.UNKNOWN)]
)
def test_the_words_of_the_forms(text: str, state: State) -> None:
    assert said(text) == (state, None, "")


WORDS = st.sampled_from(
    [
        "到会",
        "线上",
        "请假",
        "病假",
        "未到",
        "缺席",
        "迟到",
        "发烧",
        "公差",
        "10分钟",
        "不",
        "代",
        "，",
        "（",
        "）",
        "：",
        "李四",
        "√",
        "×",
        "1",
        "已",
    ]
)


@given(st.lists(WORDS, max_size=6))
def test_whoever_is_said_to_have_been_away_is_never_taken_as_there(words: list[str]) -> None:
    text = "".join(words)
    try:
        reading = read_words(text)
    except NotUnderstood:
        return
    if reading is not None and reading.came:
        # Whoever was kept away may have come online: 出差，线上.
        assert not stays_away(text) or (reading.state is State.ONLINE and reading.detail)
    if reading is not None and reading.state is State.ABSENT:
        assert "缺席" in text
