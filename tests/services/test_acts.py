"""Acts of people about a member: make-up sessions and talks, and the story they are told in."""

from datetime import date

import pytest

from factories import add_member, branch_of, contents, desk, log_length, start_branch
from partyday.errors import BadInput, Conflict, NotFound, PartydayError
from partyday.model.codes import Circumstance, Level, MembershipEnd, Part, Rule, State
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.services import branches, makeups, members, talks
from partyday.services.checkin import check_in
from partyday.services.papers.ask import Ask
from partyday.services.reports import make
from partyday.services.schedule import make_year
from partyday.services.story import story
from partyday.store.book import Store
from services.acts_of_2026 import DAYS, LATER, begun, due, mark, propose, told


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    return begun(sqlite_book)


# ---- making up


def test_a_make_up_session_settles_the_excused_day_it_is_for(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.EXCUSED, DAYS[:2])
    done = makeups.add(desk(sqlite_book, today=LATER), "张三", DAYS[0], date(2026, 1, 20), "自学")
    assert (done.counts, done.changed) == (True, True)
    assert [each.days[0].ref for each in told(sqlite_book, branch, "张三").findings] == [DAYS[1]]
    assert due(sqlite_book, date(2026, 1, 19)) == [("make-up", "due", "张三")], (
        "held later, it had not settled anything"
    )


def test_the_same_make_up_session_twice_changes_nothing_and_another_is_refused(
    sqlite_book: Store, branch: Branch
) -> None:
    mark(sqlite_book, branch, "张三", State.EXCUSED, DAYS[:1])
    makeups.add(desk(sqlite_book, today=LATER), "张三", DAYS[0], date(2026, 1, 20))
    entries = log_length(sqlite_book)
    assert not makeups.add(desk(sqlite_book, today=LATER), "张三", DAYS[0], date(2026, 1, 20)).changed
    assert log_length(sqlite_book) == entries
    with pytest.raises(Conflict, match="made up for 2026-01-09 on 2026-01-20 already"):
        makeups.add(desk(sqlite_book, today=LATER), "张三", DAYS[0], date(2026, 1, 21))


def test_making_up_for_an_unexcused_absence_is_kept_and_excuses_nothing(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:3])
    before = due(sqlite_book, date(2026, 3, 31))
    assert not makeups.add(desk(sqlite_book, today=LATER), "张三", DAYS[0], date(2026, 1, 20)).counts
    assert due(sqlite_book, date(2026, 3, 31)) == before == [("talk", "due", "张三")]


@pytest.mark.parametrize(
    ("state", "on", "error", "said"),
    [
        (State.PRESENT, date(2026, 1, 20), Conflict, "took part on 2026-01-09"),
        (State.ONLINE, date(2026, 1, 20), Conflict, "took part on 2026-01-09"),
        (None, date(2026, 1, 20), Conflict, "Nothing is recorded"),
        (State.EXCUSED, date(2026, 1, 8), BadInput, "comes after the day"),
        (State.EXCUSED, date(2027, 1, 1), BadInput, "has not come yet"),
    ],
)
def test_a_make_up_session_that_makes_no_sense_is_refused_and_nothing_is_written(
    sqlite_book: Store, branch: Branch, state: State | None, on: date, error: type[PartydayError], said: str
) -> None:
    if state:
        mark(sqlite_book, branch, "张三", state, DAYS[:1])
    before = contents(sqlite_book)
    with pytest.raises(error, match=said):
        makeups.add(desk(sqlite_book, today=LATER), "张三", DAYS[0], on)
    assert contents(sqlite_book) == before


def test_who_is_to_be_reached_is_visited_and_makes_nothing_up(sqlite_book: Store, branch: Branch) -> None:
    add_member(sqlite_book, "赵六", Circumstance.ILL)
    mark(sqlite_book, branch, "赵六", State.ABSENT, DAYS[2:3])
    with pytest.raises(Conflict, match="still to be brought"):
        makeups.add(desk(sqlite_book, today=LATER), "赵六", DAYS[2], date(2026, 3, 20))


def test_only_a_day_of_the_branch_can_be_made_up_for(sqlite_book: Store, branch: Branch) -> None:
    with pytest.raises(NotFound, match="not an activity day"):
        makeups.add(desk(sqlite_book, today=LATER), "张三", "2026-01-10", date(2026, 1, 20))


def test_a_day_missed_before_a_transfer_is_made_up_for_in_the_branch_of_that_time(
    sqlite_book: Store, branch: Branch
) -> None:
    branches.add(desk(sqlite_book), "学生党支部", None)
    mark(sqlite_book, branch, "张三", State.EXCUSED, DAYS[2:3])
    members.transfer(desk(sqlite_book, today=date(2026, 3, 20)), "张三", "学生党支部", date(2026, 3, 20))
    assert due(sqlite_book, date(2026, 4, 1)) == [("make-up", "due", "张三")]
    makeups.add(desk(sqlite_book, today=LATER), "张三", DAYS[2], date(2026, 3, 30))
    assert due(sqlite_book, date(2026, 4, 1)) == []


# ---- talks


def test_a_talk_settles_every_absence_up_to_its_date_and_counting_starts_anew(
    sqlite_book: Store, branch: Branch
) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, [*DAYS[:3], DAYS[4]])
    mark(sqlite_book, branch, "张三", State.PRESENT, [DAYS[3], DAYS[5]])
    talks.add(desk(sqlite_book, today=LATER), "张三", date(2026, 4, 1), {"held_by": "李四"})
    assert due(sqlite_book, date(2026, 3, 31), Rule.TALK) == [("talk", "due", "张三")]
    assert due(sqlite_book, date(2026, 6, 30)) == [], "one absence since the talk"
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[7:9])
    assert due(sqlite_book, date(2026, 9, 30)) == [("talk", "due", "张三")]


def test_a_talk_about_named_days_leaves_the_others_to_count(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:4])
    done = talks.add(desk(sqlite_book, today=LATER), "张三", date(2026, 4, 10), {"held_by": "李四"}, DAYS[:2])
    assert [session.ref for session in done.absences] == DAYS[:2]
    assert len(done.talk.day_ids) == 2
    [found] = told(sqlite_book, branch, "张三", date(2026, 4, 30)).findings
    assert (found.rule, found.level) == (Rule.EARLY_NOTICE, Level.NOTICE)
    assert [session.ref for session in found.days] == DAYS[2:4]


@pytest.mark.parametrize(
    ("absences", "on", "by", "early", "said"),
    [
        (2, date(2026, 3, 1), "李四", False, "2 unexcused absences are open"),
        (0, date(2026, 3, 1), "李四", True, "0 unexcused absences are open"),
        (3, date(2026, 3, 1), "李四", False, "2 unexcused absences are open"),  # the third comes after the talk
        (3, date(2026, 4, 1), "张三", False, "with themselves"),
    ],
)
def test_a_talk_that_makes_no_sense_is_refused(
    sqlite_book: Store, branch: Branch, absences: int, on: date, by: str, early: bool, said: str
) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:absences])
    with pytest.raises(Conflict, match=said):
        talks.add(desk(sqlite_book, today=LATER), "张三", on, {"held_by": by}, early=early)


def test_a_talk_may_be_held_early_and_settles_what_there_is(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:2])
    assert due(sqlite_book, date(2026, 3, 1)) == [("early-notice", "notice", "张三")]
    talks.add(desk(sqlite_book, today=LATER), "张三", date(2026, 2, 20), {"held_by": "李四"}, early=True)
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[2:3])
    assert due(sqlite_book, date(2026, 3, 31)) == []


def test_a_talk_is_about_absences_of_the_member_only(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:3])
    mark(sqlite_book, branch, "张三", State.PRESENT, DAYS[3:4])
    for day in (DAYS[3], "2026-01-10"):
        with pytest.raises(Conflict, match="no single open unexcused absence"):
            talks.add(desk(sqlite_book, today=LATER), "张三", date(2026, 4, 10), {"held_by": "李四"}, [day])


def test_a_waived_talk_settles_like_one_that_was_held_and_keeps_its_reason(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:3])
    with pytest.raises(BadInput, match="must be said"):
        talks.waive(desk(sqlite_book, today=LATER), "张三", date(2026, 4, 1), " ")
    talks.waive(desk(sqlite_book, today=LATER), "张三", date(2026, 4, 1), "住院，手续后补")
    assert due(sqlite_book, date(2026, 4, 30)) == []
    with pytest.raises(Conflict, match="No talk"):
        talks.waive(desk(sqlite_book, today=LATER), "张三", date(2026, 4, 2), "再次")
    [step] = [each for each in told(sqlite_book, branch, "张三").steps if each.act]
    assert step.act
    assert (step.on, step.counted) == (date(2026, 4, 1), 0)


def test_where_the_secretary_is_concerned_the_superior_acts(sqlite_book: Store, branch: Branch) -> None:
    for who in ("张三", "李四"):
        mark(sqlite_book, branch, who, State.ABSENT, DAYS[:3])
    by = {
        who: [each.by for each in told(sqlite_book, branch, who, date(2026, 3, 31)).findings]
        for who in ("张三", "李四")
    }
    assert by == {"张三": ["secretary"], "李四": ["superior"]}


def test_the_record_of_a_talk_keeps_what_it_was_about_whatever_is_corrected_later(
    sqlite_book: Store, branch: Branch
) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:3])
    talks.add(desk(sqlite_book, today=LATER), "张三", date(2026, 4, 1), {"held_by": "李四"})
    mark(sqlite_book, branch, "张三", State.EXCUSED, DAYS[:1], reason="补假条")
    (sheet,) = make(desk(sqlite_book), "talk", Ask(branch, Period("2026"), LATER, "张三")).sheets
    text = " ".join(str(cell) for row in sheet.body for cell in row.cells)
    assert "2026-01-09、2026-02-06、2026-03-06 无正当理由未参加党员活动日，计 3 次。" in text
    assert "依据：" in text


def test_where_no_regulation_asks_for_a_talk_its_record_cites_none(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book, policy="zhongzhou")
    add_member(sqlite_book, "张三")
    make_year(desk(sqlite_book, today=date(2026, 1, 5)), [branch], 2026)
    mark(sqlite_book, branch, "张三", State.ABSENT, ["2026-03-06"])
    talks.add(desk(sqlite_book, today=LATER), "张三", date(2026, 4, 1), {"held_by": "书记"}, early=True)
    (sheet,) = make(desk(sqlite_book), "talk", Ask(branch, None, LATER, "张三")).sheets
    assert "依据" not in " ".join(str(cell) for row in sheet.body for cell in row.cells)


@pytest.mark.parametrize("texts", [{"held_by": ""}, {"held_by": " \t"}, {"held_by": "李四", "time": "25:99"}])
def test_a_talk_nobody_held_or_at_no_time_is_refused(sqlite_book: Store, branch: Branch, texts: dict[str, str]) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:3])
    with pytest.raises(BadInput):
        talks.add(desk(sqlite_book, today=LATER), "张三", date(2026, 4, 1), texts)


def test_control_characters_do_not_reach_the_record(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:3])
    said = {"held_by": "李四", "said": "指出\x1b[31m问题\n提出要求"}
    done = talks.add(desk(sqlite_book, today=LATER), "张三", date(2026, 4, 1), said)
    assert done.talk.said == "指出 [31m问题 提出要求"


def test_nothing_is_recorded_of_who_was_no_longer_or_not_yet_there(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:3])
    mark(sqlite_book, branch, "张三", State.EXCUSED, DAYS[3:4])
    members.remove(desk(sqlite_book, today=LATER), "张三", date(2026, 4, 20), MembershipEnd.DIED, "")
    with pytest.raises(Conflict, match="did not belong"):
        talks.add(desk(sqlite_book, today=LATER), "张三", date(2026, 4, 20), {"held_by": "李四"})
    with pytest.raises(Conflict, match="did not belong"):
        makeups.add(desk(sqlite_book, today=LATER), "张三", DAYS[3], date(2026, 4, 21))
    with pytest.raises(Conflict, match="did not belong"):
        propose(sqlite_book, early=True)


def test_the_make_ups_of_who_moved_are_on_the_form_of_the_branch_that_acts_on_them(
    sqlite_book: Store, branch: Branch
) -> None:
    branches.add(desk(sqlite_book), "学生党支部", None)
    mark(sqlite_book, branch, "张三", State.EXCUSED, DAYS[:2])
    makeups.add(desk(sqlite_book, today=LATER), "张三", DAYS[0], date(2026, 1, 20))
    members.transfer(desk(sqlite_book, today=date(2026, 3, 20)), "张三", "学生党支部", date(2026, 3, 20))

    def form(of: Branch, who: str | None = None) -> list[tuple[object, ...]]:
        (sheet,) = make(desk(sqlite_book), "make-ups", Ask(of, Period("2026"), LATER, who)).sheets
        return [(*row.cells[1:3], row.cells[6]) for row in sheet.body[:-1]]

    there = [("张三", DAYS[0], "已补课"), ("张三", DAYS[1], "转出（2026-03-20）")]
    assert form(branch) == there, "what was made up there stays on record there, and what was not is told as left"
    assert form(branch, "张三") == there
    assert form(branch_of(sqlite_book, "学生党支部")) == [
        ("张三", DAYS[0], "已补课"),
        ("张三", DAYS[1], "逾期（2026-03-08 前）"),
    ], "and it is asked for where they are now"


def test_an_illness_known_later_takes_the_day_off_the_make_ups_too(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.EXCUSED, DAYS[:1])
    members.change(desk(sqlite_book), "张三", values={}, circumstances=[Circumstance.ILL], since=date(2026, 1, 1))
    assert due(sqlite_book, date(2026, 1, 31)) == [("reach-out", "due", "张三")]
    assert len(make(desk(sqlite_book), "make-ups", Ask(branch, Period("2026"), LATER)).sheets[0].body) == 1
    with pytest.raises(Conflict, match="still to be brought"):
        makeups.add(desk(sqlite_book, today=LATER), "张三", DAYS[0], date(2026, 1, 20))


# ---- the story


def test_the_story_tells_every_day_with_the_counters_beside_it(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:2])
    mark(sqlite_book, branch, "张三", State.EXCUSED, DAYS[2:3])
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[3:4])
    members.change(
        desk(sqlite_book),
        "张三",
        values={},
        circumstances=[Circumstance.LEAVE],
        since=date(2026, 5, 1),
        until=date(2026, 6, 1),
    )
    talks.add(desk(sqlite_book, today=LATER), "张三", date(2026, 4, 10), {"held_by": "李四"})
    steps = told(sqlite_book, branch, "张三", date(2026, 6, 30)).steps
    assert [(str(step.on), step.expected, step.counted, step.in_a_row) for step in steps] == [
        ("2026-01-09", True, 1, 1),
        ("2026-02-06", True, 2, 2),
        ("2026-03-06", True, 2, 0),
        ("2026-04-03", True, 3, 1),
        ("2026-04-10", True, 0, 1),
        ("2026-05-08", False, 0, 1),
        ("2026-06-05", True, 0, 1),
    ]
    assert [step.session.state if step.session else None for step in steps][-1] is None


def test_a_day_shows_the_counters_before_what_was_done_on_it(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:4])
    talks.add(desk(sqlite_book, today=LATER), "张三", date(2026, 4, 3), {"held_by": "李四"})
    steps = told(sqlite_book, branch, "张三", date(2026, 4, 3)).steps[-2:]
    assert [(step.counted, step.in_a_row) for step in steps] == [(4, 4), (0, 4)]


def test_closed_days_without_a_mark_let_the_charters_clock_run(sqlite_book: Store, branch: Branch) -> None:
    for day in DAYS[:7]:
        on = date.fromisoformat(day)
        check_in(desk(sqlite_book, branch, on), day, (), everybody=True, close=True)
    add_member(sqlite_book, "赵六", joined=date(2020, 1, 1), on=date(2026, 7, 2))
    assert due(sqlite_book, date(2026, 7, 8)) == [("charter-clock", "notice", "赵六")]
    assert due(sqlite_book, date(2026, 7, 9)) == [("charter-clock", "due", "赵六")]
    assert [each.rule for each in told(sqlite_book, branch, "赵六", date(2026, 7, 9)).findings] == ["charter-clock"]


def test_two_half_days_are_two_lines_of_half_a_day(sqlite_book: Store) -> None:
    halves = ["FREQ=MONTHLY;BYDAY=1FR:am", "FREQ=MONTHLY;BYDAY=1FR:pm"]
    branch = start_branch(sqlite_book, policy="zhongzhou", recurrence=halves)
    add_member(sqlite_book, "张三")
    make_year(desk(sqlite_book, today=date(2026, 1, 5)), [branch], 2026)
    mark(sqlite_book, branch, "张三", State.ABSENT, ["2026-03-06:am", "2026-03-06:pm", "2026-04-03:am"])
    mark(sqlite_book, branch, "张三", State.PRESENT, ["2026-04-03:pm"])
    steps = told(sqlite_book, branch, "张三", date(2026, 4, 30)).steps[-4:]
    assert [(step.session.part, step.counted, step.in_a_row) for step in steps if step.session] == [
        (Part.AM, 0.5, 0.5),
        (Part.PM, 1, 1),
        (Part.AM, 1.5, 1.5),
        (Part.PM, 1.5, 0),
    ]


def test_who_has_left_needs_nothing_but_the_story_stays(sqlite_book: Store, branch: Branch) -> None:
    mark(sqlite_book, branch, "张三", State.ABSENT, DAYS[:3])
    gone_on = date(2026, 4, 1)
    members.remove(desk(sqlite_book, today=gone_on), "张三", gone_on, MembershipEnd.TRANSFERRED, "转往外校")
    assert due(sqlite_book, date(2026, 4, 30)) == []
    assert due(sqlite_book, date(2026, 3, 31)) == [("talk", "due", "张三")]
    gone = story(desk(sqlite_book), [branch], "张三", LATER)
    assert (len(gone.steps), gone.findings) == (3, ())


def test_a_talk_is_waived_only_where_one_is_due_also_where_no_regulation_asks_for_any(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book, policy="zhongzhou")
    add_member(sqlite_book, "张三")
    make_year(desk(sqlite_book, today=date(2026, 1, 5)), [branch], 2026)
    mark(sqlite_book, branch, "张三", State.ABSENT, ["2026-03-06"])
    with pytest.raises(Conflict, match="No talk"):
        talks.waive(desk(sqlite_book, today=LATER), "张三", date(2026, 4, 1), "情有可原")
    with pytest.raises(Conflict, match="No talk"):
        talks.add(desk(sqlite_book, today=LATER), "张三", date(2026, 4, 1), {"held_by": "书记"})
