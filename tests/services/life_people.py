"""What is done about the people of a branch and its name: entered, corrected, merged, moved, gone. See `life_acts`."""

from collections.abc import Callable
from datetime import date, timedelta

from factories import desk
from partyday.model.codes import Circumstance, MembershipEnd, Standing
from partyday.services import branches, members, merging
from partyday.store.book import Store
from services import paper_oracle as oracle
from services.life import FIRST, MEMBERS, SIDE, CannotBe, Life
from services.life_acts import Step, Throws, at, named, somebody

FAMILY = ("张", "李", "王", "刘", "陈", "杨", "赵", "黄", "周", "吴")


def _add(life: Life, throws: Throws) -> Step:
    today = throws.act.today
    name = f"{throws.pick(FAMILY)}{'甲乙丙丁戊己庚辛壬癸'[len(life.people) % 10]}{chr(0x4E00 + life.keys + 20)}"
    branch = throws.pick((FIRST, FIRST, SIDE))
    standing = throws.pick(("full", "full", "full", "probationary", "activist"))
    joined: date | None = throws.pick((date(2010, 7, 1), date(2019, 7, 1), throws.earlier(), date(2025, 12, 20)))
    assert joined
    full_on = None
    if standing == "activist":
        joined = None
    elif standing == "full" and throws.often(4):
        full_on = min(joined + timedelta(days=throws.pick((365, 40))), today)
    since = throws.earlier(200) if joined is None or throws.often(3) else None
    return _adding(throws, name, branch, standing, joined, since, full_on, life.names[branch])


def _adding(
    throws: Throws,
    name: str,
    branch: int,
    standing: str,
    joined: date | None,
    since: date | None,
    full_on: date | None,
    called: str,
) -> Step:
    today = throws.act.today

    def call(store: Store) -> object:
        at_home = desk(store, called, today)
        return members.add(at_home, name, Standing(standing), joined, since=since, full_on=full_on, twice=True)

    def effect(after: Life) -> None:
        if joined and full_on and full_on < joined:
            raise CannotBe("full before joining")
        after.add(name, branch, standing, joined, since or joined or today, full_on)

    return Step(call, effect, sure=True)


def _add_twice(life: Life, throws: Throws) -> Step | None:
    """The same person once more, perhaps with another beginning."""
    today = throws.act.today
    who = somebody(
        life,
        throws,
        lambda one: one.spell(today) is not None and (bool(one.joined) or "activist" in one.standing(today)),
    )
    if who is None:
        return None
    since = throws.earlier(120) if throws.often(5) else None
    standing = who.one.standing(today)
    since = since or (None if who.one.joined else today)
    return _adding(throws, who.one.name, who.branch, standing, who.one.joined, since, None, who.called)


def _merge(life: Life, throws: Throws) -> Step | None:
    today = throws.act.today
    pairs = [
        (gone, kept)
        for gone in life.people.values()
        for kept in life.people.values()
        if gone.key != kept.key and gone.name == kept.name and life.home(gone, today) == life.home(kept, today)
    ]
    if not pairs:
        return None
    gone, kept = (named(life, today, one) for one in throws.pick(pairs))
    return Step(
        lambda store: merging.merge(at(store, gone, today), gone.number, kept.number, "重复录入", settled=True),
        lambda after: after.merge(after.people[gone.one.key], after.people[kept.one.key]),
    )


def _mistake(life: Life, throws: Throws) -> Step | None:
    who, today = somebody(life, throws), throws.act.today
    if who is None or len(life.people) < 3:
        return None
    return Step(
        lambda store: merging.remove_mistaken(at(store, who, today), who.number, "录错"),
        lambda after: after.take_out(after.people[who.one.key]),
        sure=True,
    )


def _correct_joined(life: Life, throws: Throws) -> Step | None:
    who, today = somebody(life, throws, lambda one: one.joined is not None), throws.act.today
    joined = throws.pick((throws.earlier(200), date(2018, 7, 1), date(2026, 2, 20)))
    if who is None or joined > today:
        return None
    return Step(
        lambda store: members.change(at(store, who, today), who.number, values={"joined_on": joined}),
        lambda after: after.correct_joined(after.people[who.one.key], joined),
    )


def _correct_full(life: Life, throws: Throws) -> Step | None:
    today = throws.act.today
    who = somebody(life, throws, lambda one: bool(one.full_on) and "full" in one.standings.values())
    full_on = throws.earlier(300)
    if who is None or list(who.one.standings.values()) != ["probationary", "full"]:
        return None
    return Step(
        lambda store: members.change(at(store, who, today), who.number, values={"full_on": full_on}),
        lambda after: after.correct_full_on(after.people[who.one.key], full_on),
    )


def _correct_arrival(life: Life, throws: Throws) -> Step | None:
    who, today = somebody(life, throws, lambda one: not one.circumstances), throws.act.today
    arrived = throws.earlier(150)
    if who is None:
        return None
    return Step(
        lambda store: members.change(at(store, who, today), who.number, values={}, arrived=arrived),
        lambda after: after.correct_arrival(after.people[who.one.key], today, arrived),
    )


def _confirm(life: Life, throws: Throws) -> Step | None:
    today, since = throws.act.today, throws.earlier()
    who = somebody(life, throws, lambda one: list(one.standings.values()) in (["probationary"], ["activist"]))
    if who is None or since <= min(who.one.standings):
        return None
    to = "full" if who.one.standing(today) == "probationary" else "probationary"

    def effect(after: Life) -> None:
        one = after.people[who.one.key]
        one.standings[since] = to
        one.full_on = since if to == "full" else one.full_on

    return Step(
        lambda store: members.change(at(store, who, today), who.number, values={}, standing=Standing(to), since=since),
        effect,
    )


def _transfer(life: Life, throws: Throws) -> Step | None:
    who, today, on = somebody(life, throws), throws.act.today, throws.earlier()
    if who is None:
        return None
    target = None if throws.often(3) else throws.pick((FIRST, SIDE, SIDE + FIRST - who.branch))
    to = "某市第一中学党支部" if target is None else life.names[target]
    return Step(
        lambda store: members.transfer(at(store, who, today), who.number, to, on, outside=target is None),
        lambda after: after.transfer(after.people[who.one.key], target, on),
    )


def _leave(life: Life, throws: Throws) -> Step | None:
    who, today, on = somebody(life, throws), throws.act.today, throws.earlier()
    how = throws.pick(("died", "removed"))
    if who is None or len(life.people) < 3:
        return None
    return Step(
        lambda store: members.remove(at(store, who, today), who.number, on, MembershipEnd(how), "说明"),
        lambda after: after.leave(after.people[who.one.key], on, how),
    )


def _begin(life: Life, throws: Throws) -> Step | None:
    today, since = throws.act.today, throws.earlier()
    kind = throws.pick(("ill", "infirm", "leave", "suspended", "mobile"))
    until = since + timedelta(days=throws.pick((20, 60, 90))) if throws.often(5) else None
    who = somebody(life, throws, lambda one: all(row["kind"] != kind for row in one.circumstances))
    if who is None:
        return None
    row = {"member_id": who.one.key, "kind": kind, "since": since, "until": until}
    return Step(
        lambda store: members.change(
            at(store, who, today),
            who.number,
            values={},
            circumstances=[Circumstance(kind)],
            since=since,
            until=until,
        ),
        lambda after: after.people[who.one.key].circumstances.append(dict(row)),
    )


def _end(life: Life, throws: Throws) -> Step | None:
    today, on = throws.act.today, throws.earlier(20)
    who = somebody(life, throws, lambda one: bool(one.ways(on)))
    if who is None:
        return None
    kind = throws.pick(sorted(who.one.ways(on)))

    def effect(after: Life) -> None:
        for row in after.people[who.one.key].circumstances:
            if row["kind"] == kind and oracle.holds(row, on):
                row["until"] = on

    return Step(
        lambda store: members.change(
            at(store, who, today), who.number, values={}, ended=[Circumstance(kind)], since=on
        ),
        effect,
    )


def _secretary(life: Life, throws: Throws) -> Step | None:
    today, on = throws.act.today, throws.earlier(30)
    who = somebody(life, throws, lambda one: one.spell(today) is not None and one.standing(today) in MEMBERS)
    if who is None or any(of == who.branch and since >= on for of, since, _key in life.secretaries):
        return None
    if who.one.key == life.secretary(who.branch, on):
        return None
    return Step(
        lambda store: branches.change(at(store, who, today), who.called, secretary=who.number, on=on),
        lambda after: after.secretaries.append((who.branch, on, who.one.key)),
    )


def _rename(life: Life, throws: Throws) -> Step | None:
    today, branch = throws.act.today, throws.pick((FIRST, SIDE))
    on = throws.earlier(40)
    if any(of == branch and until >= on for of, until, _name in life.former):
        return None
    name = f"{'教工' if branch == FIRST else '学生'}第{'二三四五六七八九'[len(life.former) % 8]}党支部"
    if name in life.names.values() or any(name == old for _of, _until, old in life.former):
        return None
    called = life.names[branch]
    return Step(
        lambda store: branches.change(desk(store, called, today), called, rename=name, on=on),
        lambda after: after.rename(branch, name, on),
        sure=True,
    )


PEOPLE: dict[str, Callable[[Life, Throws], Step | None]] = {
    "add": _add,
    "add twice": _add_twice,
    "merge": _merge,
    "mistake": _mistake,
    "correct joined": _correct_joined,
    "correct full": _correct_full,
    "correct arrival": _correct_arrival,
    "confirm": _confirm,
    "transfer": _transfer,
    "leave": _leave,
    "begin": _begin,
    "end": _end,
    "secretary": _secretary,
    "rename": _rename,
}
