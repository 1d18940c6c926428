"""A branch's life on paper: what the acts of people come to, kept the plainest way.

It follows domain.md and knows nothing of the program: no rule, no query, no service. An act changes the facts here;
what should then stand on rolls and papers is read off them by the other plain readings (`paper_oracle`,
`review_oracle`, `dues_oracle`), which take the rows that `book` gives. `CannotBe` is raised where domain.md says that
an act is refused.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services import owed_oracle
from services import paper_oracle as oracle
from services.paper_oracle import Book, Row

TOP, FIRST, SIDE = 1, 2, 3
NAMES = {TOP: "学院党委", FIRST: "教工第一党支部", SIDE: "学生第一党支部"}
#: When the book was made.
MADE = date(2026, 1, 2)
MEMBERS = ("full", "probationary")

#: The days of 2026 that domain.md 4 gives for the second system, July merged on the first.
FIRST_FRIDAYS = (
    *("2026-01-09", "2026-02-06", "2026-03-06", "2026-04-03", "2026-05-08", "2026-06-05"),
    *("2026-07-01", "2026-08-07", "2026-09-04", "2026-10-09", "2026-11-06", "2026-12-04"),
)
#: The second and fourth Wednesdays of 2026, working days all.
SECOND_WEDNESDAYS = (14, 11, 11, 8, 13, 10, 8, 12, 9, 14, 11, 9)
FOURTH_WEDNESDAYS = (28, 25, 25, 22, 27, 24, 22, 26, 23, 28, 25, 23)


class CannotBe(Exception):
    """What domain.md does not let be."""


@dataclass
class Someone:
    """A person with all that is recorded of them, each as rows with the columns that the plain readings look at."""

    key: int
    name: str
    joined: date | None
    full_on: date | None = None
    memberships: list[dict[str, Any]] = field(default_factory=list)
    standings: dict[date, str] = field(default_factory=dict)
    circumstances: list[dict[str, Any]] = field(default_factory=list)
    marks: dict[int, dict[str, Any]] = field(default_factory=dict)
    make_ups: dict[int, date] = field(default_factory=dict)
    talks: list[date] = field(default_factory=list)
    handlings: list[dict[str, Any]] = field(default_factory=list)
    assessments: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    waivers: list[dict[str, Any]] = field(default_factory=list)
    payments: list[dict[str, Any]] = field(default_factory=list)

    def standing(self, on: date) -> str:
        begun = [since for since in self.standings if since <= on] or [min(self.standings)]
        return self.standings[max(begun)]

    def ways(self, on: date) -> set[str]:
        return {row["kind"] for row in self.circumstances if oracle.holds(row, on)}

    def spell(self, on: date) -> dict[str, Any] | None:
        """The membership that covers a day."""
        return next((row for row in self.memberships if oracle.holds(row, on)), None)

    def last(self) -> dict[str, Any]:
        return max(self.memberships, key=lambda row: (row["since"], row["id"]))

    def is_expected(self, branch: int, on: date) -> bool:
        here = any(row["branch_id"] == branch and oracle.holds(row, on) for row in self.memberships)
        return here and self.standing(on) in MEMBERS and not self.ways(on) & {"leave", "suspended"}


@dataclass
class Life:
    """The book as it should be. `begins`: where the records of a branch begin, nothing where nobody said so."""

    begins: dict[int, date] = field(default_factory=dict)
    halves: bool = True
    people: dict[int, Someone] = field(default_factory=dict)
    days: list[dict[str, Any]] = field(default_factory=list)
    former: list[tuple[int, date, str]] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=lambda: dict(NAMES))
    secretaries: list[tuple[int, date, int]] = field(default_factory=list)
    remitted: list[dict[str, Any]] = field(default_factory=list)
    keys: int = 0

    def key(self) -> int:
        """A key of the oracle's own; they are none of the program's."""
        self.keys += 1
        return self.keys

    # ---- branches and days

    def plan(self) -> None:
        """The year of both branches; the second has two half-days a month, or one afternoon, which is its whole day."""
        days = [(FIRST, on, 0, "full") for on in FIRST_FRIDAYS]
        for month, (second, fourth) in enumerate(zip(SECOND_WEDNESDAYS, FOURTH_WEDNESDAYS, strict=True), 1):
            if self.halves:
                days.append((SIDE, f"2026-{month:02}-{second:02}", 0, "am"))
            days.append((SIDE, f"2026-{month:02}-{fourth:02}", int(self.halves), "pm"))
        for key, (branch, text, slot, part) in enumerate(days, 1):
            on = date.fromisoformat(text)
            if on >= self.begins.get(branch, on):
                row = {"id": key, "branch_id": branch, "month": text[:7], "slot": slot, "part": part, "held_on": on}
                blank = dict.fromkeys(("closed_on", "cancelled_on", "announced_on", "summarised_on", "starts", "ends"))
                self.days.append({**row, **blank})

    def name_on(self, branch: int, on: date) -> str:
        """What a branch was called on a day."""
        later = [(until, name) for of, until, name in self.former if of == branch and on < until]
        return min(later)[1] if later else self.names[branch]

    def rename(self, branch: int, name: str, on: date) -> None:
        self.former.append((branch, on, self.names[branch]))
        self.names[branch] = name

    def secretary(self, branch: int, on: date) -> int | None:
        held = [(since, key) for of, since, key in self.secretaries if of == branch and since <= on]
        return max(held)[1] if held else None

    # ---- people

    def home(self, one: Someone, today: date) -> int:
        """The branch somebody is in, or was in last."""
        spell = one.spell(today)
        begun = [row for row in one.memberships if row["since"] <= today]
        branch: int = (spell or (max(begun, key=lambda row: row["since"]) if begun else one.memberships[0]))[
            "branch_id"
        ]
        return branch

    def number(self, branch: int, wanted: int | None = None, but: int | None = None) -> int:
        """The old number where it is free, else the next one after all ever given."""
        rows = [row for one in self.people.values() for row in one.memberships if row["branch_id"] == branch]
        if wanted and wanted not in {row["number"] for row in rows if row["member_id"] != but}:
            return wanted
        return max((row["number"] for row in rows), default=0) + 1

    def join(self, one: Someone, branch: int, since: date, wanted: int | None = None) -> None:
        row = {"id": self.key(), "member_id": one.key, "branch_id": branch, "since": since}
        number = self.number(branch, wanted, one.key)
        one.memberships.append({**row, "number": number, "until": None, "ended_by": None})

    def add(
        self, name: str, branch: int, standing: str, joined: date | None, since: date, full_on: date | None
    ) -> None:
        one = Someone(self.key(), name, joined, full_on)
        begun = joined or since
        one.standings = {begun: standing}
        if standing == "full" and full_on and full_on > begun:
            one.standings = {begun: "probationary", full_on: "full"}
        self.people[one.key] = one
        self.join(one, branch, since)

    def correct_joined(self, one: Someone, joined: date) -> None:
        """It moves the membership and the standing that began with it."""
        old, one.joined = one.joined, joined
        if old is None or one.standing(old) not in MEMBERS:
            return
        for row in one.memberships:
            if row["since"] == old:
                row["since"] = joined
        one.standings = {(joined if since == old else since): what for since, what in one.standings.items()}

    def correct_full_on(self, one: Someone, full_on: date) -> None:
        """It moves the standing."""
        del one.standings[next(since for since, what in one.standings.items() if what == "full")]
        one.standings[full_on] = "full"
        one.full_on = full_on

    def correct_arrival(self, one: Someone, today: date, arrived: date) -> None:
        """The membership's own beginning; the transfer that led to it moves with it."""
        home = self.home(one, today)
        row = one.spell(today) or [row for row in one.memberships if row["branch_id"] == home][-1]
        for before in one.memberships:
            if before["until"] == row["since"] and before["ended_by"] == "transferred":
                before["until"] = arrived
        row["since"] = arrived

    def leave(self, one: Someone, on: date, how: str) -> None:
        row = one.last()
        if row["until"] is not None or on < row["since"]:
            raise CannotBe("has left already, or had not come")
        row |= {"until": on, "ended_by": how}

    def transfer(self, one: Someone, branch: int | None, on: date) -> None:
        """To another branch of the book; to none of it; or back again, with the old number where it is free."""
        last = one.last()
        if branch is not None and last["until"] is None and last["branch_id"] == branch:
            raise CannotBe("is there already")
        if last["until"] is None or branch is None:
            self.leave(one, on, "transferred")
        elif last["ended_by"] != "transferred" or on < last["until"]:
            raise CannotBe("the dead and the removed come back nowhere")
        if branch is not None:
            old = [row["number"] for row in one.memberships if row["branch_id"] == branch]
            self.join(one, branch, on, old[-1] if old else None)

    def merge(self, gone: Someone, kept: Someone) -> None:
        """Whatever is recorded of one is recorded of the other, who is right where both say something."""
        for row in gone.memberships:
            same = [mine for mine in kept.memberships if mine["branch_id"] == row["branch_id"] and overlap(mine, row)]
            if not same:
                own = [mine["number"] for mine in kept.memberships if mine["branch_id"] == row["branch_id"]]
                kept.memberships.append(row | {"member_id": kept.key, "number": (own or [row["number"]])[-1]})
            elif kept.joined is None or min(same[0]["since"], row["since"]) >= kept.joined:
                same[0]["since"] = min(same[0]["since"], row["since"])
        kept.memberships.sort(key=lambda row: (row["since"], row["id"]))
        first_standing = min(kept.standings)
        kept.standings |= {since: what for since, what in gone.standings.items() if since < first_standing}
        kept.joined = kept.joined or gone.joined
        for row in gone.circumstances:
            if not any(mine["kind"] == row["kind"] and overlap(mine, row) for mine in kept.circumstances):
                kept.circumstances.append(row | {"member_id": kept.key})
        for day, mark in gone.marks.items():
            if day not in kept.marks or (kept.marks[day]["state"] == "unknown" and mark["state"] != "unknown"):
                kept.marks[day] = mark
        kept.make_ups = gone.make_ups | kept.make_ups
        first = min(kept.assessments, default="9999-99")
        kept.assessments |= {month: what for month, what in gone.assessments.items() if month < first}
        kept.talks += [on for on in gone.talks if on not in kept.talks]
        kept.handlings += [each for each in gone.handlings if each not in kept.handlings]
        theirs = [row | {"member_id": kept.key} for row in gone.waivers]
        kept.waivers += [row for row in theirs if row not in kept.waivers]
        kept.payments += [row | {"member_id": kept.key} for row in gone.payments]
        self.secretaries = [(of, on, kept.key if key == gone.key else key) for of, on, key in self.secretaries]
        del self.people[gone.key]

    def take_out(self, one: Someone) -> None:
        """Entered by mistake: refused where money was paid or anything was done."""
        done = (one.make_ups, one.talks, one.handlings, one.waivers, one.payments)
        if any(done) or any(key == one.key for _of, _on, key in self.secretaries):
            raise CannotBe("something was done about them")
        del self.people[one.key]

    # ---- attendance

    def mark(self, one: Someone, day: dict[str, Any], state: str, today: date) -> None:
        """For who is to be reached not having taken part is the branch's gap; an excuse ahead stays one."""
        on, before = day["held_on"], one.marks.get(day["id"])
        if day["cancelled_on"] or not one.is_expected(day["branch_id"], on):
            raise CannotBe("no such day of theirs")
        if on > today and state != "excused":
            raise CannotBe("only an excuse is entered ahead")
        if on <= today and state in ("excused", "absent") and one.ways(on) & {"infirm", "ill"}:
            if before and before["state"] == state:
                return  # said again, it stays as it stands until the day is closed
            counted = "unreached"
        else:
            counted = state
        category = "sick" if state == "excused" else None
        if before and (before["state"], before["category"]) == (counted, category):
            return
        corrected = None
        if before and counted == "excused":
            corrected = today if before["state"] in ("absent", "unknown") else before["corrected_on"]
        said = {"state": counted, "category": category, "corrected_on": corrected, "recorded_on": today}
        one.marks[day["id"]] = said

    def close(self, day: dict[str, Any], today: date) -> None:
        """Everybody unmarked is unknown, never absent; who is to be reached is still to be."""
        if day["cancelled_on"] or day["held_on"] > today:
            raise CannotBe("nothing to close")
        on = day["held_on"]
        here = [one for one in self.people.values() if one.is_expected(day["branch_id"], on)]
        if day["closed_on"] and all(day["id"] in one.marks for one in here):
            return  # it is closed, and nobody has come into it since
        for one in here:
            to_reach = bool(one.ways(on) & {"infirm", "ill"})
            mark = one.marks.get(day["id"])
            if mark is None:
                state = "unreached" if to_reach else "unknown"
                said = {"state": state, "category": None, "corrected_on": None, "recorded_on": today}
                one.marks[day["id"]] = said
            elif to_reach and mark["state"] in ("excused", "absent"):
                mark["state"] = "unreached"
        day["closed_on"] = day["closed_on"] or today

    # ---- the rows that the plain readings take

    def owes_from(self, one: Someone) -> str:
        """The first month of somebody's dues: that of joining, and none before the records begin where they were."""
        spells = sorted(one.memberships, key=lambda row: row["since"])
        return owed_oracle.first_owed(self.begins, spells, one.joined or spells[0]["since"])

    def book(self) -> Book:
        people = list(self.people.values())
        rows: dict[str, list[Row]] = {"standings": [], "assessments": [], "make_ups": []}
        for one in people:
            of = {"member_id": one.key}
            rows["standings"] += [{**of, "since": since, "standing": what} for since, what in one.standings.items()]
            rows["assessments"] += [
                {**of, "since": since, "kind": kind, "income": income}
                for since, (kind, income) in one.assessments.items()
            ]
            rows["make_ups"] += [{**of, "day_id": day, "held_on": on, "how": ""} for day, on in one.make_ups.items()]
        return Book(
            branches=[{"id": key, "name": name, "kind": "branch"} for key, name in self.names.items() if key != TOP],
            members=[{"id": one.key, "name": one.name, "joined_on": one.joined} for one in people],
            memberships=[row for one in people for row in one.memberships],
            circumstances=[row for one in people for row in one.circumstances],
            days=list(self.days),
            marks={(day, one.key): mark for one in people for day, mark in one.marks.items()},
            waivers=[row for one in people for row in one.waivers],
            payments=[row for one in people for row in one.payments],
            remittances=list(self.remitted),
            begins=self.begins,
            **rows,
        )


def overlap(one: Row, other: Row) -> bool:
    return (one["until"] is None or other["since"] < one["until"]) and (
        other["until"] is None or one["since"] < other["until"]
    )
