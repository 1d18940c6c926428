"""Random policies and random histories: the program finds what a plain reading of the same data finds.

The whole number of examples, 2,000 of each kind, is tried with `--hypothesis-profile=full`.
"""

from datetime import date, timedelta
from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import policy_oracle as plain
from factories import ONE_BRANCH, ONE_LIFE, activity_day
from partyday.model.acts import Handling, Talk
from partyday.model.codes import Level, Measure, Part, State
from partyday.model.findings import Finding
from partyday.model.lives import Session, contents_of
from partyday.model.period import Month
from partyday.rules import escalation
from partyday.rules.cadence import cadences
from partyday.rules.calendar import Calendar
from partyday.rules.case import Case
from partyday.rules.policy.reader import Policy, parse
from partyday.rules.schedule import plan_year
from partyday.rules.stages import StageKind
from profiles import examples

# ---- policies, as data and as a file

NAMES = ("提醒", "批评教育", "诫勉谈话", "检查", "组织处理")


@st.composite
def stage_lists(draw: st.DrawFn) -> tuple[dict[str, Any], ...]:
    stages = []
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=4)):
        counts = draw(st.sampled_from(["cumulative", "in-a-row", "months"]))
        stage = {"name": name, "at": draw(st.integers(1, 6)), "counts": counts, "by": "secretary"}
        stage["kind"] = draw(st.sampled_from(["notice", "talk", "handling"]))
        if counts == "cumulative" and draw(st.booleans()):
            stage["window"] = draw(st.sampled_from(["calendar-year", "rolling-12-months", "all-time"]))
        stages.append(stage)
    return tuple(stages)


@st.composite
def rule_books(draw: st.DrawFn) -> plain.Rules:
    editions = [(date.min, draw(stage_lists().filter(bool)))]
    if draw(st.booleans()):
        editions.append((draw(st.dates(date(2025, 1, 1), date(2026, 12, 31))), draw(stage_lists().filter(bool))))
    return plain.Rules(
        tuple(editions),
        draw(st.sampled_from(["calendar-year", "rolling-12-months", "all-time"])),
        draw(st.booleans()),
        draw(st.integers(0, 2)),
    )


def written(rules: plain.Rules) -> Policy:
    """The policy as its file says it."""
    lines = ['[policy]\nname = "x"\ntitle = "x"\nbase = "national"']
    for since, stages in rules.editions:
        listed = ", ".join(
            "{" + ", ".join(f"{k} = {v}" if isinstance(v, int) else f'{k} = "{v}"' for k, v in stage.items()) + "}"
            for stage in stages
        )
        begins = "" if since == date.min else f"since = {since}\n"
        lines.append(f'[[escalation.stages]]\n{begins}value = [{listed}]\nsource = "house"')
    lines.append(f'[[talk.window]]\nvalue = "{rules.window}"\nsource = "house"')
    lines.append(f'[[handling.excused-breaks-run]]\nvalue = {str(rules.excuse_ends_run).lower()}\nsource = "house"')
    lines.append(f'[[early-notice.short]]\nvalue = {rules.short}\nsource = "house"')
    return parse("\n".join(lines), "x.toml")


# ---- histories

STATES = ("absent", "absent", "absent", "absent", "present", "online", "excused", "visited", "unknown", None)


@st.composite
def histories(draw: st.DrawFn) -> plain.History:
    on = draw(st.dates(date(2024, 6, 1), date(2025, 12, 31)))
    sittings = []
    for _ in range(draw(st.integers(1, 16))):
        on += timedelta(days=draw(st.integers(6, 45)))
        parts = draw(st.sampled_from([("full",), ("full",), ("am", "pm"), ("pm",)]))
        sittings += [plain.Sat(on, part, draw(st.sampled_from(STATES))) for part in parts]
    dates = st.dates(sittings[0].on, on + timedelta(days=40))
    absent = [sat for sat in sittings if sat.state == "absent"]
    said = [
        plain.Said(
            draw(dates),
            draw(st.sampled_from(["", *NAMES])),
            tuple(draw(st.lists(st.sampled_from(absent), unique=True, max_size=2))) if absent else (),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    decided = draw(st.lists(dates, max_size=1))
    return plain.History(tuple(sittings), tuple(sorted(said)), tuple(decided))


def case_of(policy: Policy, history: plain.History, as_of: date) -> tuple[Case, dict[plain.Sat, Session]]:
    keys = count(1)
    sessions = {
        sat: Session(sat.on, Part(sat.part), next(keys), 1, State(sat.state) if sat.state else None, True)
        for sat in history.sittings
    }
    talks = [
        Talk(
            id=number,
            member_id=1,
            held_on=said.on,
            stage=said.stage,
            day_ids=tuple(sessions[sat].day_id for sat in said.about),
        )
        for number, said in enumerate(history.said, 1)
        if said.on <= as_of
    ]
    handlings = [
        Handling(
            id=1,
            member_id=1,
            measure=Measure.EDUCATE,
            proposed_on=on,
            grounds="",
            filed_on=on,
            inquired_on=on,
            inquiry="",
            decided_on=on,
        )
        for on in history.decided
        if on <= as_of
    ]
    case = Case(
        life=ONE_LIFE,
        branch=ONE_BRANCH,
        policy=policy,
        as_of=as_of,
        sessions=[session for sat, session in sessions.items() if sat.on <= as_of],
        talks=talks,
        handlings=handlings,
    )
    return case, sessions


def found(case: Case, sessions: dict[plain.Sat, Session]) -> set[plain.Told]:
    by_day = {session.day_id: sat for sat, session in sessions.items()}
    findings = [finding for finding in escalation.measures(case, *StageKind) if finding.level is Level.DUE]
    if not list(escalation.due_handlings(case)):
        findings += escalation.early_notices(case)
    return {
        plain.Told(
            finding.stage or _own_name(finding),
            finding.level is Level.NOTICE,
            tuple(by_day[session.day_id] for session in finding.days),
            finding.since if finding.level is Level.DUE else None,
        )
        for finding in findings
    }


def _own_name(finding: Finding) -> str:
    return "诫勉谈话" if "talk" in finding.code else "组织处理"


@settings(max_examples=examples(200))
@given(rules=rule_books(), history=histories(), ahead=st.integers(-200, 200))
def test_the_stages_of_any_policy_are_reached_as_a_plain_reading_says(
    rules: plain.Rules, history: plain.History, ahead: int
) -> None:
    as_of = history.sittings[-1].on + timedelta(days=ahead)
    case, sessions = case_of(written(rules), history, as_of)
    assert found(case, sessions) == set(plain.read(rules, history, as_of))


# ---- where days go

WINDOWS = st.one_of(
    st.just("month"),
    st.sampled_from(["1-10", "5-25", "+7", "+3", "±7", "±4 month", "+10 month", "10-31"]),
)
SHIFTS = (
    *("same-weekday-later", "next-working-day", "later", "earlier"),
    *("working-weekend-later", "working-weekend-earlier"),
)
YEAR = 2029


class NoticeAlone(Calendar):
    """A calendar in which a notice alone says what is off and when weekends are worked."""

    def day_off(self, day: date) -> str | None:
        if day in self.notice:
            return None if self.notice[day] else "notice"
        return "weekend" if day.weekday() >= 5 else None

    def is_reckoned(self, year: int) -> bool:
        return False


ANY_DAY = st.dates(date(YEAR, 1, 1), date(YEAR, 12, 31))


@settings(max_examples=examples(200))
@given(
    window=WINDOWS,
    order=st.lists(st.sampled_from(SHIFTS), min_size=1, max_size=4, unique=True),
    moves=st.sampled_from(["days-off", "holidays", "never"]),
    day=st.integers(1, 28),
    notice=st.dictionaries(ANY_DAY, st.booleans(), max_size=150),
)
def test_a_day_goes_where_a_plain_reading_of_the_window_and_the_order_puts_it(
    window: str, order: list[str], moves: str, day: int, notice: dict[date, bool]
) -> None:
    policy = parse(
        f'[policy]\nname = "x"\ntitle = "x"\nbase = "national"\n'
        f'[[schedule.recurrence]]\nvalue = ["FREQ=MONTHLY;BYMONTHDAY={day}"]\nsource = "house"\n'
        f'[[schedule.window]]\nvalue = "{window}"\nsource = "house"\n'
        f'[[schedule.moves-for]]\nvalue = "{moves}"\nsource = "house"\n'
        f'[[schedule.shift-order]]\nvalue = [{", ".join(map(repr, order))}]\nsource = "house"\n',
        "x.toml",
    )
    off = {on for on, works in notice.items() if not works}
    weekends = {on for on, works in notice.items() if works and on.weekday() >= 5}
    taken: set[date] = set()
    for session in plan_year(YEAR, None, policy, NoticeAlone(notice)):
        assert session.nominal is not None
        wanted = plain.moved(session.nominal, off, weekends, window, order, moves)
        # A day that an earlier month's session took by moving over the month's end is told of in another test.
        if wanted not in taken:
            assert session.held_on == wanted
        taken |= {session.held_on} if session.held_on else set()


# ---- how often

DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))
EVERY = ("month", "two-months", "quarter", "half-year", "term", "year")
TERMS = st.sampled_from(
    [
        {},
        {"2026春": (date(2026, 3, 2), date(2026, 7, 5)), "2025秋": (date(2025, 9, 1), date(2026, 1, 18))},
        {"2026春": (date(2026, 2, 23), date(2026, 6, 30)), "2026秋": (date(2026, 8, 31), date(2027, 1, 10))},
    ]
)


@settings(max_examples=examples(200))
@given(
    wanted=st.dictionaries(
        st.sampled_from(["study", "service"]), st.tuples(st.sampled_from(EVERY), st.integers(1, 4)), min_size=1
    ),
    terms=TERMS,
    held=st.dictionaries(DAYS, st.frozensets(st.sampled_from(["study", "service"])), max_size=25),
    as_of=st.dates(date(2025, 9, 1), date(2026, 12, 31)),
    begun=st.sampled_from([date(2020, 1, 1), date(2026, 2, 20), date(2026, 4, 1)]),
)
def test_what_was_not_held_often_enough_is_what_a_plain_count_says(
    wanted: dict[str, tuple[str, int]],
    terms: dict[str, tuple[date, date]],
    held: dict[date, frozenset[str]],
    as_of: date,
    begun: date,
) -> None:
    lines = [f'{code} = {{ every = "{every}", times = {times} }}' for code, (every, times) in wanted.items()]
    dates = [f'"{name}" = [{first}, {last}]' for name, (first, last) in terms.items()]
    policy = parse(
        "\n".join(
            [
                '[policy]\nname = "x"\ntitle = "x"\nbase = "national"',
                '[[content.cadences]]\nsource = "house"\n[content.cadences.value]',
                *lines,
                '[[school.terms]]\nsource = "house"\n[school.terms.value]',
                *dates,
            ]
        ),
        "x.toml",
    )
    past = {on: codes for on, codes in held.items() if on <= as_of}
    days = [
        activity_day(on, id=key, blocks=tuple(sorted(codes)), marked=True)
        for key, (on, codes) in enumerate(sorted(past.items()), 1)
    ]
    contents = contents_of(days, as_of, Month("2020-01"))
    found = {
        (finding.code, finding.level, name, finding.since, finding.due, tuple(session.on for session in finding.days))
        for finding in cadences(policy, as_of)(ONE_BRANCH, contents, begun, ())
        if finding.code != "meeting-open"
        for name in finding.what.split("、")
    }
    expected = set()
    names = {"study": "集中学习", "service": "志愿服务"}
    for code, (every, times) in wanted.items():
        all_spans = plain.spans(every, terms, range(2023, 2029))
        now = next(span for span in all_spans if as_of <= span[1])  # between two terms, the one to come
        before = all_spans[all_spans.index(now) - 1]
        for kind, level, (first, last) in (
            ("cadence-missed", Level.OVERDUE, before),
            ("cadence-open", Level.NOTICE, now),
        ):
            have = plain.carried(first, last, list(past.items()), code)
            if every == "term":
                inside = tuple(on for on in sorted(past) if first <= on <= last)
            else:  # the months of the time, whole
                inside = tuple(on for on in sorted(past) if f"{first:%Y-%m}" <= f"{on:%Y-%m}" <= f"{last:%Y-%m}")
            late = kind == "cadence-missed" and (first.year, first.month) < (begun.year, begun.month)
            if have < times and inside and not late:
                name = names[code] + (f" {have}/{times}" if times > 1 else "")
                since = last if kind == "cadence-missed" else first
                expected.add((kind, level, name, since, last, inside))
    assert found == expected
