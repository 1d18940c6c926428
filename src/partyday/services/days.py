"""What people do with one day: plan it, set, move or cancel it, announce it, sum it up, reopen it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from partyday.errors import BadInput, Conflict, NotFound
from partyday.i18n import _, listed
from partyday.model.codes import DayStatus, Part, State
from partyday.model.days import ActivityDay, Reason
from partyday.model.people import Branch
from partyday.model.period import Month, read_session
from partyday.rules.parameters import BLOCKS
from partyday.rules.policy.reader import Policy
from partyday.rules.schedule import window_of
from partyday.services.beginnings import since_of
from partyday.services.branches import policy_of
from partyday.services.desk import Desk
from partyday.services.lookup import find_day
from partyday.store import days
from partyday.store.book import Unit
from partyday.words.periods import WEEKDAYS
from partyday.words.terms import official, term

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")


def show(desk: Desk, ref: str | None) -> ActivityDay:
    """The day that `ref` names."""
    with desk.reading() as connection:
        return find_day(connection, desk.branch, ref, desk.today)


def dated(desk: Desk) -> list[ActivityDay]:
    """Every day of the branch that has a date, the cancelled ones too."""
    with desk.reading() as connection:
        return [day for day in days.all_days(connection, desk.branch.id) if day.held_on]


def block_names(desk: Desk, on: date) -> Mapping[str, str]:
    """The kinds of content the branch's policy knows: code → official name."""
    return policy_of(desk.tree, desk.branch).at(BLOCKS, on).value


def plan(desk: Desk, ref: str, texts: Mapping[str, str], blocks: Sequence[str] | None = None) -> ActivityDay:
    """Write down theme, content, form, place, host, times and kinds of content. Raises BadInput, NotFound."""
    with desk.writing() as unit:
        policy = policy_of(desk.tree, desk.branch)
        return plan_day(unit, policy, find_day(unit.connection, desk.branch, ref, desk.today), texts, blocks)


def plan_day(
    unit: Unit, policy: Policy, day: ActivityDay, texts: Mapping[str, str], blocks: Sequence[str] | None
) -> ActivityDay:
    """The same, of a day that is known. Raises BadInput for times, NotFound for a kind of content."""
    times = {name: clock(texts[name]) for name in ("starts", "ends") if texts.get(name)}
    told = {**texts, **times}
    starts, ends = told.get("starts", day.starts), told.get("ends", day.ends)
    if starts and ends and starts >= ends:
        raise BadInput(_("The day would end at {ends}, before it starts at {starts}.").format(ends=ends, starts=starts))
    values: dict[str, object] = dict(told)
    if blocks is not None:
        assert day.held_on is not None
        known = policy.at(BLOCKS, day.held_on).value
        values["blocks"] = tuple(block_of(name, known) for name in blocks)
    return unit.update(day, **values)


def block_of(name: str, known: Mapping[str, str]) -> str:
    """The kind of content, by code, that its code or official name, or how that begins, means. Raises NotFound."""
    fitting = [code for code, official in known.items() if name in (code, official) or official.startswith(name)]
    if len(fitting) != 1:
        raise NotFound(
            _("“{name}” is not a kind of content of this policy.").format(name=name),
            _("It knows {names}.").format(names=listed(f"{code} ({official})" for code, official in known.items())),
        )
    return fitting[0]


def clock(text: str) -> str:
    """A time as `14:30`; raises BadInput for anything else."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        raise BadInput(_("“{text}” is not a time.").format(text=text), _("Write it as 14:30."))
    return f"{int(found[1]):02}:{found[2]}"


def decide(desk: Desk, ref: str, why: str) -> ActivityDay:
    """Give an undecided month its date. Raises Conflict where the month needs no decision or the date is taken."""
    on, part = read_session(ref, desk.today)
    with desk.writing(why) as unit:
        month = Month.of(on)
        of_month = days.days_between(unit.connection, desk.branch.id, month, month)
        waiting = [day for day in of_month if day.status is DayStatus.UNDECIDED and part in (None, day.part)]
        if not of_month:
            raise NotFound(
                _("{month} is not planned yet.").format(month=month),
                _("`partyday schedule {year}` makes the year.").format(year=on.year),
            )
        if not waiting:
            raise Conflict(
                _("{month} already has its date: {refs}.").format(
                    month=month, refs=listed(day.ref for day in of_month)
                ),
                _("To change it: partyday day move {day} --to {to} --reason 因故改期").format(
                    day=of_month[0].ref, to=on
                ),
            )
        day = waiting[0]
        refuse_before(desk, on)
        _refuse_taken(unit, desk.branch, on, day)
        reason = Reason("by-hand", (("why", why or "党支部研究确定"),))
        return _again(unit, day, held_on=on, by_hand=True, reasons=(*day.reasons, reason))


def move(desk: Desk, ref: str, to: str, why: str) -> ActivityDay:
    """Put a day not yet held on another date, with the reason. Raises Conflict for a held day or a taken date."""
    on, part = read_session(to, desk.today)
    with desk.writing(why) as unit:
        day = find_day(unit.connection, desk.branch, ref, desk.today)
        if day.status in (DayStatus.HELD, DayStatus.CLOSED, DayStatus.CANCELLED):
            raise Conflict(
                _("{day} is {status}: it cannot be moved.").format(day=day.ref, status=term(day.status)),
                _("Only a day that has not been held moves; `partyday day reopen` takes back a cancellation."),
            )
        assert day.held_on is not None
        if Month.of(on) != day.month and not _in_window(desk, day, on):
            raise Conflict(
                _("{to} is in another month: {month} would have no activity day.").format(to=on, month=day.month),
                _("Move it within its month, or cancel it with its reason."),
            )
        if part and part is not day.part:
            raise BadInput(_("It stays a session of the {part}: name only a date.").format(part=term(day.part)))
        if on == day.held_on:
            return day
        refuse_before(desk, on)
        _refuse_taken(unit, desk.branch, on, day)
        reason = Reason("moved", (("nominal", day.held_on.isoformat()), ("why", why)))
        kept = tuple(known for known in day.reasons if known.code != "moved")
        return _again(unit, day, held_on=on, by_hand=True, provisional=False, reasons=(*kept, reason))


def _in_window(desk: Desk, day: ActivityDay, on: date) -> bool:
    """Whether the policy lets a day move so far, where it reaches over the end of the month."""
    first, last = window_of(policy_of(desk.tree, desk.branch), day.nominal, day.month)
    return first <= on <= last


def outside_window(desk: Desk, day: ActivityDay) -> tuple[date, date] | None:
    """The first and last day the policy allows where the day lies outside them, else None."""
    assert day.held_on is not None
    nominal = day.nominal or day.held_on
    first, last = window_of(policy_of(desk.tree, desk.branch), nominal, day.month)
    return None if first <= day.held_on <= last else (first, last)


def cancel(desk: Desk, ref: str, why: str) -> ActivityDay:
    """Cancel a day, with the reason. Raises Conflict where people are marked on it."""
    with desk.writing(why) as unit:
        day = find_day(unit.connection, desk.branch, ref, desk.today)
        if day.cancelled_on:
            return day
        if day.marked or day.closed_on:
            raise Conflict(
                _("{day} has been held: people are marked on it.").format(day=day.ref),
                _("If it was entered by mistake, `partyday undo` takes the entries back."),
            )
        reason = Reason("cancelled", (("why", why),))
        return unit.update(day, cancelled_on=desk.today, reasons=(*day.reasons, reason))


def reopen(desk: Desk, ref: str, why: str) -> ActivityDay:
    """Take back a closing or a cancellation, with the reason."""
    with desk.writing(why) as unit:
        day = find_day(unit.connection, desk.branch, ref, desk.today)
        if not (day.closed_on or day.cancelled_on):
            raise Conflict(_("{day} is neither closed nor cancelled.").format(day=day.ref))
        if day.cancelled_on and day.held_on:
            _refuse_taken(unit, desk.branch, day.held_on, day)
        for mark in days.marks_of(unit.connection, day.id).values():
            # What only the closing stored goes with it: those people are unmarked again.
            if mark.state in (State.UNKNOWN, State.UNREACHED) and not (mark.category or mark.detail):
                unit.delete(mark)
        kept = tuple(known for known in day.reasons if known.code not in ("cancelled", "closure-skip"))
        by_hand = day.by_hand or day.cancelled_on is not None
        return _again(unit, day, closed_on=None, cancelled_on=None, by_hand=by_hand, reasons=kept)


def announce(desk: Desk, ref: str | None, on: date | None) -> ActivityDay:
    """Record that theme, content and form were announced to all members (today unless told). Raises Conflict."""
    with desk.writing() as unit:
        day = find_day(unit.connection, desk.branch, ref, desk.today)
        if day.cancelled_on:
            raise Conflict(_("{day} is cancelled.").format(day=day.ref))
        announced = on or desk.today
        if day.held_on and announced > day.held_on:
            raise BadInput(
                _("An announcement comes before the day: {day}.").format(day=day.ref),
                _("Say when it was announced, such as: --on {date}").format(date=day.held_on),
            )
        if not day.theme:
            raise Conflict(
                _("{day} has no theme yet.").format(day=day.ref),
                _("Plan it first, such as: partyday day plan {day} --theme 学习党章").format(day=day.ref),
            )
        return unit.update(day, announced_on=announced)


def summarise(desk: Desk, ref: str | None, texts: Mapping[str, str]) -> ActivityDay:
    """Record summary, opinions, resolutions, recorder and the superior present, after the day. Raises BadInput."""
    with desk.writing() as unit:
        return summarise_in(unit, find_day(unit.connection, desk.branch, ref, desk.today), texts)


def summarise_in(unit: Unit, day: ActivityDay, texts: Mapping[str, str]) -> ActivityDay:
    """The same within a unit of work, of a day that is known."""
    if day.held_on and day.held_on > unit.act.today:
        raise BadInput(_("{day} has not come yet: it cannot be summed up.").format(day=day.ref))
    done = {"summarised_on": unit.act.today} if texts.get("summary") else {}
    return unit.update(day, **texts, **done)


def announcement(day: ActivityDay, names: Mapping[str, str], *, dues: bool = False) -> str:
    """The announcement as it goes into the group chat, in Chinese. `names` are the kinds of content by code.

    `dues`: the month's dues are paid on the day.
    """
    assert day.held_on is not None
    on, weekday = day.held_on, WEEKDAYS[day.held_on.weekday()][1]
    part = "" if day.part is Part.FULL else official(day.part)
    times = "–".join(filter(None, (day.starts, day.ends)))
    lines = {
        "时间": f"{on.year}年{on.month}月{on.day}日（星期{weekday}）{part}{times}",
        "地点": day.place,
        "主题": day.theme,
        "内容": day.content,
        "类别": "、".join(names.get(code, code) for code in day.blocks),
        "形式": day.form,
        "主持人": day.host if day.responsible and day.host != day.responsible else "",
        "负责人": day.in_charge,
        "到会指导": day.guide,
        "党费": f"当日集中交纳{day.month.number}月党费" if dues else "",
    }
    body = "\n".join(f"{label}：{text}" for label, text in lines.items() if text)
    return f"【党员活动日公告】\n{body}\n请全体党员按时参加；确有特殊情况的，请提前请假。"


def _refuse_taken(unit: Unit, branch: Branch, on: date, day: ActivityDay) -> None:
    for other in days.days_on(unit.connection, branch.id, on):
        if other.id != day.id and other.part.collides(day.part) and not other.cancelled_on:
            raise Conflict(_("{date} already has a session: {ref}.").format(date=on, ref=other.ref))


def refuse_before(desk: Desk, on: date) -> None:
    """Raises Conflict for a day before the branch's records begin."""
    since = since_of(desk.tree, desk.branch)
    if since and on < since:
        raise Conflict(
            _("The records of {branch} begin on {since}.").format(branch=desk.branch.name, since=since),
            _("If they begin earlier: partyday branch set --since {on}").format(on=on),
        )


def _again(unit: Unit, day: ActivityDay, **values: object) -> ActivityDay:
    """The day changed in a way that may tell whether it counts as held: read once more."""
    unit.update(day, **values)
    return unit.expect(ActivityDay, day.id)
