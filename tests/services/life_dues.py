"""What is done about the dues of a branch: assessed, waived, paid, given back, laid over, forwarded. See `life_acts`.

On paper a payment is laid out by domain.md 8: over its months in order, each up to what it owes; what is over is said
to be ahead, at most six months, or voluntary; no month takes in more than it owes.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from factories import desk
from partyday.model.codes import DuesKind
from partyday.model.period import Month
from partyday.services.dues import assessing, paying, remitting
from partyday.services.dues.paying import How
from services import paper_oracle as oracle
from services.life import MEMBERS, CannotBe, Life, Someone
from services.life_acts import Step, Throws, at, named, somebody

MONTHS = tuple(f"2026-{month:02}" for month in range(1, 13))
AHEAD = 6


def lines(life: Life, one: Someone, today: date, through: str) -> dict[str, oracle.Month]:
    return {line.month: line for line in oracle.account(life.book(), one.key, today, through)}


def laid_over(left: int, months: Sequence[str], account: dict[str, oracle.Month]) -> tuple[dict[str, int], int]:
    """How an amount is laid over months in order, each up to what it owes; and what is left."""
    laid = {}
    for month in months:
        part = min(left, max(0, account[month].owed - account[month].paid)) if month in account else 0
        if part:
            laid[month] = part
            left -= part
    return laid, left


def took_in(life: Life, branch: int) -> int:
    """What is in a branch's till."""
    paid: int = sum(row["amount"] for one in life.people.values() for row in one.payments if row["branch_id"] == branch)
    sent: int = sum(row["amount"] for row in life.remitted if row["branch_id"] == branch)
    return paid - sent


def pays(after: Life, key: int, branch: int, parts: dict[str | None, int], on: date, *, carried: bool = False) -> None:
    """Money of a member in a branch's till; `carried` over from other months: none moved."""
    for month, amount in parts.items():
        row = {"member_id": key, "branch_id": branch, "for_month": month, "amount": amount, "paid_on": on}
        after.people[key].payments.append({**row, "carried": carried})


def paid_here(one: Someone, branch: int, month: str | None) -> int:
    """What a branch took in of somebody for a month; None: beyond the dues."""
    paid: int = sum(row["amount"] for row in one.payments if (row["for_month"], row["branch_id"]) == (month, branch))
    return paid


def _assess(life: Life, throws: Throws) -> Step | None:
    who, today = somebody(life, throws), throws.act.today
    kind = throws.pick(("wage", "wage", "retired", "student"))
    income = None if kind == "student" else throws.pick((298_411, 300_000, 300_001, 612_377, 650_000, 1_234_543))
    if who is None:
        return None
    first = max(life.owes_from(who.one), "2026-01")
    since = throws.pick((first, first, first, "2026-03", f"{today:%Y-%m}", "2026-09", "2025-12"))
    reason = "收入变动" if throws.often(8) else ""
    now = f"{today:%Y-%m}"

    def effect(after: Life) -> None:
        one = after.people[who.one.key]
        if one.standing(today) not in MEMBERS or since < after.owes_from(one):
            raise CannotBe("owes no dues then")
        if one.assessments.get(since) == (kind, income):
            return
        coming = {month for month in one.assessments if month > now and month[:4] == since[:4]}
        begun = [month for month in one.assessments if month <= now]
        within_a_year = any(month >= since or since[5:] != "01" for month in begun)
        if not reason and within_a_year and not (coming and since > now):
            raise CannotBe("a change within the year needs a reason")
        if not reason:  # what had not begun is corrected by it
            for month in coming - {since}:
                del one.assessments[month]
        one.assessments[since] = (kind, income)

    return Step(
        lambda store: assessing.assess(at(store, who, today), who.number, DuesKind(kind), income, Month(since), reason),
        effect,
        sure=True,
    )


def _waive(life: Life, throws: Throws) -> Step | None:
    today = throws.act.today
    who = somebody(life, throws, lambda one: bool(one.assessments))
    first = throws.pick(MONTHS)
    last = oracle.after(first, throws.pick((0, 1, 3)))
    amount, on = throws.pick((0, 0, 10, 1_500)), throws.earlier(20)
    if who is None:
        return None

    def effect(after: Life) -> None:
        one = after.people[who.one.key]
        account = lines(after, one, date.max, last)
        for month in oracle.months_from(first, last):
            if month not in account or account[month].assessed <= amount:
                raise CannotBe("there is nothing to reduce")
        row = {"member_id": one.key, "since": first, "until": last, "amount": amount, "approved_on": on}
        one.waivers.append(row)

    months = Month(first).until(Month(last))
    return Step(
        lambda store: assessing.waive(at(store, who, today), who.number, months, amount, "学院党委", on, "困难"),
        effect,
        sure=True,
    )


def _pay(life: Life, throws: Throws) -> Step | None:
    today, on = throws.act.today, throws.earlier(30)
    who = somebody(life, throws, lambda one: bool(one.assessments))
    if who is None:
        return None
    limit = oracle.after(f"{on:%Y-%m}", AHEAD)
    account = lines(life, who.one, date.max, limit)
    open_months = [month for month, line in account.items() if line.owed > line.paid]
    first = throws.pick(open_months) if open_months and throws.often(8) else throws.pick(MONTHS)
    months = oracle.months_from(first, oracle.after(first, throws.pick((0, 0, 0, 1, 3, 6))))
    amount = throws.pick((None, None, 20, 9_750, 5_000, 30_000, 130_000))
    ahead, voluntary = throws.often(4), throws.often(4)
    gift = amount is not None and throws.often(1)
    if gift:
        months, ahead, voluntary = [], False, True

    def effect(after: Life) -> None:
        one = after.people[who.one.key]
        if one.standing(today) not in MEMBERS:
            raise CannotBe("is no member")
        account = lines(after, one, date.max, max([limit, *months]))
        owing = [month for month in months if month in account and account[month].owed > account[month].paid]
        if owing != months or any(month > limit for month in months):
            raise CannotBe("nothing is owed for one of them, or it is too far ahead")
        whole = sum(account[month].owed - account[month].paid for month in months)
        parts, left = laid_over(whole if amount is None else amount, months, account)
        if left and ahead:
            following = [
                month for month in oracle.months_from(oracle.after(months[-1], 1), limit) if month not in parts
            ]
            more, left = laid_over(left, following, account)
            parts |= more
        if left and not voluntary:
            raise CannotBe("more than is owed, and nobody said what it is")
        given: dict[str | None, int] = dict(parts.items())
        if left:
            given[None] = left
        pays(after, one.key, who.branch, given, on)

    return Step(
        lambda store: paying.pay(
            at(store, who, today),
            who.number,
            list(map(Month, months)),
            How(on, collector="王书记"),
            amount=amount,
            ahead=ahead,
            voluntary=voluntary,
        ),
        effect,
        sure=True,
    )


def _refund(life: Life, throws: Throws) -> Step | None:
    today = throws.act.today
    who = somebody(life, throws, lambda one: bool(one.payments))
    if who is None:
        return None
    month = throws.pick([row["for_month"] for row in who.one.payments])
    amount = throws.pick((None, None, 20, 5_000, 9_750))
    note = "退还" if throws.often(5) else ""

    def effect(after: Life) -> None:
        one = after.people[who.one.key]
        parts: dict[str | None, int]
        if amount is None:
            parts = {
                over: -by
                for over, by in overpaid_here(after, one, who.branch).items()
                if month is None or over == month
            }
            if not parts:
                raise CannotBe("nothing is overpaid")
        else:
            if amount > paid_here(one, who.branch, month):
                raise CannotBe("less was paid")
            parts = {month: -amount}
        if took_in(after, who.branch) + sum(parts.values()) < 0 and not note:
            raise CannotBe("the till does not reach, and nobody said why")
        pays(after, one.key, who.branch, parts, today)

    return Step(
        lambda store: paying.refund(
            at(store, who, today), who.number, Month(month) if month else None, amount, How(today, note=note)
        ),
        effect,
        sure=True,
    )


def overpaid_here(life: Life, one: Someone, branch: int) -> dict[str, int]:
    """Month → what was paid beyond what is owed in the end, as far as this branch took it in."""
    account = oracle.account(life.book(), one.key, date.max, life.owes_from(one))
    over = {line.month: min(line.paid - line.owed, paid_here(one, branch, line.month)) for line in account}
    return {month: by for month, by in over.items() if by > 0}


def _carry(life: Life, throws: Throws) -> Step | None:
    today = throws.act.today
    over = [one for one in life.people.values() if overpaid_here(life, one, life.home(one, today))]
    if not over:
        return None
    who = named(life, today, throws.pick(over))

    def effect(after: Life) -> None:
        one = after.people[who.one.key]
        over = overpaid_here(after, one, who.branch)
        this = f"{today:%Y-%m}"
        coming = oracle.months_from(this, oracle.after(this, AHEAD))
        laid, _left = laid_over(sum(over.values()), coming, lines(after, one, date.max, coming[-1]))
        if not laid:
            raise CannotBe("nothing is owed for the months to come")
        taken = sum(laid.values())
        moved: dict[str | None, int] = {}
        for month, by in over.items():
            part = min(taken, by)
            taken -= part
            if part:
                moved[month] = -part
        pays(after, one.key, who.branch, moved, today, carried=True)
        pays(after, one.key, who.branch, dict(laid.items()), today, carried=True)

    return Step(lambda store: paying.carry(at(store, who, today), who.number, How(today)), effect, sure=True)


def _remit(life: Life, throws: Throws) -> Step | None:
    """All dues that are in hand, or some of them; large gifts are forwarded apart, and are none of the dues."""
    today = throws.act.today
    able = [branch for branch in life.names if took_in(life, branch) > 0]
    gave = [row["branch_id"] for one in life.people.values() for row in one.payments if large(row)]
    able = [branch for branch in able if branch not in gave]
    if not able:
        return None
    branch = throws.pick(able)
    amount = throws.pick((None, None, 20, 5_000))

    def effect(after: Life) -> None:
        given = took_in(after, branch) if amount is None else amount
        if not 0 < given <= took_in(after, branch):
            raise CannotBe("more than is in hand")
        after.remitted.append({"branch_id": branch, "remitted_on": today, "amount": given})

    return Step(
        lambda store: remitting.remit(desk(store, life.names[branch], today), today, amount, "学院党委"),
        effect,
        sure=True,
    )


def large(row: dict[str, Any]) -> bool:
    return row["for_month"] is None and row["amount"] >= 100_000


DUES: dict[str, Callable[[Life, Throws], Step | None]] = {
    "assess": _assess,
    "waive": _waive,
    "pay": _pay,
    "refund": _refund,
    "carry": _carry,
    "remit": _remit,
}
