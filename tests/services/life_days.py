"""What is done on and after the days of a branch: marked, closed, cancelled, made up, talked about, handled.

See `life_acts`.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from factories import desk
from partyday.model.codes import Excuse, Measure, State
from partyday.services import days, handlings, makeups, talks
from partyday.services.checkin import check_in
from partyday.services.whom import Order
from services import paper_oracle as oracle
from services.life import MEMBERS, Life
from services.life_acts import Step, Throws, at, named, somebody


def day_of(after: Life, key: int) -> dict[str, Any]:
    return next(day for day in after.days if day["id"] == key)


def _marking(state: str | None) -> Callable[[Life, Throws], Step | None]:
    def mark(life: Life, throws: Throws) -> Step | None:
        today = throws.act.today
        said = state or throws.pick(("present", "online", "absent", "excused", "excused", "visited"))
        ahead = today + timedelta(days=40 if said == "excused" else 0)
        fitting = [day for day in life.days if day["held_on"] <= ahead]
        if not fitting:
            return None
        day = throws.pick(fitting if throws.often(3) else fitting[-8:])
        on, branch = day["held_on"], day["branch_id"]
        here = [one for one in life.people.values() if one.is_expected(branch, on)]
        if not here:
            return None
        # The same few are absent again and again: only so does it come to anything.
        one = here[0] if state and throws.often(7) else throws.pick(here)
        if said == "visited" and not one.ways(on) & {"infirm", "ill"}:
            return None  # of anybody else it is asked about
        number = next(row["number"] for row in one.memberships if row["branch_id"] == branch and oracle.holds(row, on))
        category = Excuse.SICK if said == "excused" else None
        return Step(
            lambda store: check_in(
                desk(store, life.names[branch], today),
                oracle.ref_of(day),
                [Order(str(number), State(said), category)],
                reason="更正",
            ),
            lambda after: after.mark(after.people[one.key], day_of(after, day["id"]), said, today),
            sure=True,
        )

    return mark


def _past(life: Life, throws: Throws) -> dict[str, Any] | None:
    past = [day for day in life.days if day["held_on"] <= throws.act.today]
    return throws.pick(past if throws.often(3) else past[-6:]) if past else None


def _everybody(life: Life, throws: Throws) -> Step | None:
    day, today = _past(life, throws), throws.act.today
    if day is None:
        return None

    def effect(after: Life) -> None:
        that = day_of(after, day["id"])
        for one in after.people.values():
            in_person = not one.ways(that["held_on"]) & {"mobile", "away", "abroad", "infirm", "ill"}
            if one.is_expected(that["branch_id"], that["held_on"]) and in_person and that["id"] not in one.marks:
                after.mark(one, that, "present", today)

    return Step(
        lambda store: check_in(
            desk(store, life.names[day["branch_id"]], today), oracle.ref_of(day), [], everybody=True, reason="补登"
        ),
        effect,
        sure=True,
    )


def _close(life: Life, throws: Throws) -> Step | None:
    day, today = _past(life, throws), throws.act.today
    if day is None:
        return None
    return Step(
        lambda store: check_in(
            desk(store, life.names[day["branch_id"]], today), oracle.ref_of(day), [], close=True, keep_unknown=True
        ),
        lambda after: after.close(day_of(after, day["id"]), today),
        sure=True,
    )


def _cancel(life: Life, throws: Throws) -> Step | None:
    day, today = throws.pick(life.days), throws.act.today
    where, ref = life.names[day["branch_id"]], oracle.ref_of(day)
    if day["cancelled_on"]:
        return Step(
            lambda store: days.reopen(desk(store, where, today), ref, "照常"),
            lambda after: day_of(after, day["id"]).update(cancelled_on=None),
            sure=True,
        )
    if day["closed_on"] or any(day["id"] in one.marks for one in life.people.values()):
        return None
    return Step(
        lambda store: days.cancel(desk(store, where, today), ref, "停电"),
        lambda after: day_of(after, day["id"]).update(cancelled_on=today),
        sure=True,
    )


def _sum_up(life: Life, throws: Throws) -> Step | None:
    day, today = _past(life, throws), throws.act.today
    if day is None or day["cancelled_on"]:
        return None
    where, ref = life.names[day["branch_id"]], oracle.ref_of(day)
    return Step(
        lambda store: days.summarise(desk(store, where, today), ref, {"summary": f"总结{today}"}),
        lambda after: day_of(after, day["id"]).update(summarised_on=today),
    )


def _make_up(life: Life, throws: Throws) -> Step | None:
    today = throws.act.today
    missed = [
        (one, day)
        for one in life.people.values()
        for day in life.days
        if day["id"] in one.marks
        and one.marks[day["id"]]["state"] in ("excused", "absent")
        and day["held_on"] <= today
        and (spell := one.spell(day["held_on"]))
        and spell["branch_id"] == day["branch_id"]
    ]
    if not missed:
        return None
    one, day = throws.pick(missed)
    on = min(day["held_on"] + timedelta(days=throws.pick((0, 5, 20, 40))), today)
    who = named(life, today, one)
    return Step(
        lambda store: makeups.add(at(store, who, today), who.number, oracle.ref_of(day), on),
        lambda after: after.people[one.key].make_ups.update({day["id"]: on}),
    )


def _talk(life: Life, throws: Throws) -> Step | None:
    today, on, waived = throws.act.today, throws.earlier(30), throws.often(3)
    who = somebody(
        life, throws, lambda one: any(mark["state"] == "absent" for mark in one.marks.values()) and on not in one.talks
    )
    if who is None:
        return None
    return Step(
        lambda store: (
            talks.waive(at(store, who, today), who.number, on, "情有可原")
            if waived
            else talks.add(at(store, who, today), who.number, on, {"held_by": "王书记"}, early=True)
        ),
        lambda after: after.people[who.one.key].talks.append(on),
    )


def _handling(life: Life, throws: Throws) -> Step | None:
    """The next step of somebody's handling: proposed, voted on (and perhaps lost), answered."""
    today, on = throws.act.today, throws.earlier(20)
    under_way = [one for one in life.people.values() if one.handlings and not one.handlings[-1]["answered"]]
    who = named(life, today, under_way[0]) if under_way and throws.often(8) else somebody(life, throws)
    if who is None or who.one.standing(on) not in MEMBERS:
        return None
    last = who.one.handlings[-1] if who.one.handlings else None
    if last and last["on"] is None:
        votes = throws.pick((0, 2, 3, 4))
        return Step(
            lambda store: handlings.decide(
                at(store, who, today), who.number, on=on, entitled=4, present=4, in_favour=votes, statement="知错"
            ),
            lambda after: (
                after.people[who.one.key]
                .handlings[-1]
                .update(on=on, carried=last["measure"] == "educate" or 2 * votes > 4, answered=False)
            ),
        )
    if last and last["carried"] and not last["answered"] and throws.often(7):
        refused = throws.often(2)

        def effect(after: Life) -> None:
            one = after.people[who.one.key]
            one.handlings[-1]["answered"] = True
            ends = last["measure"] in ("remove", "dissuade", "cancel") and not refused
            if ends and one.last()["until"] is None and one.last()["since"] <= on:
                one.last().update(until=on, ended_by="removed")

        return Step(
            lambda store: handlings.approve(at(store, who, today), who.number, on=on, by="学院党委", refused=refused),
            effect,
        )
    full = who.one.standing(on) == "full"
    measure = throws.pick(("educate", "correct", "remove") if full else ("educate", "extend", "cancel"))
    proposed = {"begun": on, "on": None, "carried": True, "answered": False, "measure": measure}
    return Step(
        lambda store: handlings.propose(
            at(store, who, today),
            who.number,
            Measure(measure),
            on=on,
            filed_on=on,
            inquired_on=on,
            inquiry="属实",
            early=True,
        ),
        lambda after: after.people[who.one.key].handlings.append(dict(proposed)),
    )


ATTENDANCE: dict[str, Callable[[Life, Throws], Step | None]] = {
    "mark": _marking(None),
    "absent": _marking("absent"),
    "everybody": _everybody,
    "close": _close,
    "cancel": _cancel,
    "sum up": _sum_up,
    "make up": _make_up,
    "talk": _talk,
    "handling": _handling,
}
