"""A book with something in every table: made, changed, taken back."""

from dataclasses import replace
from datetime import date
from typing import Any

from factories import TODAY, act, add_member, contents, desk, rows, start_branch
from partyday.model.codes import (
    Circumstance,
    DuesKind,
    Excuse,
    Looked,
    Measure,
    MembershipEnd,
    Part,
    Proxy,
    State,
    VisitKind,
)
from partyday.model.days import ActivityDay
from partyday.model.filings import Filing
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.model.visits import Attachment
from partyday.services import (
    branches,
    checkin,
    claims,
    commendations,
    days,
    disputes,
    filings,
    forgetting,
    handlings,
    inspections,
    logs,
    makeups,
    meetings,
    members,
    planning,
    policies,
    talks,
    visits,
)
from partyday.services.dues import assessing, paying, remitting
from partyday.services.papers.ask import Ask
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store import tables as t
from partyday.store.book import Store
from partyday.store.settled import settle

#: The secret that a phone kept as its cookie.
PHONE = "ab" * 16


def _take_in(store: Store) -> None:
    """The paper that was filed, as if it came from the book of another branch."""
    with store.writing(act(command="rollup")) as unit:
        own = unit.expect(Filing, 1)
        taken = replace(own, id=unit.next_id(Filing), received_on=TODAY, anchor=f"{'0' * 32}:7:{'a' * 64}")
        unit.insert(taken)


def _sign_in(store: Store, branch: Branch) -> None:
    """The check-in page of April's day: links, one claim of each kind, answered and waiting."""
    april = date(2026, 4, 10)
    members.change(desk(store), "王五", values={"phone": "13800001234"})
    day_id = claims.day_of_page(desk(store, branch, april), None).id
    links = claims.make_links(desk(store, branch, april), None, ["李四"])
    for link in links:
        claims.claim_by_link(desk(store, branch, april), day_id, link.secret, "深受教育", PHONE)
    claims.claim_by_name(desk(store, branch, april), day_id, "王五", "1234", PHONE)
    claims.confirm(desk(store, branch, april), None, ["李四"])
    claims.claim_by_name(desk(store, branch, april), day_id, "张三", "0000", "")


def live(store: Store) -> Store:
    """Let every table have rows: made, changed, taken back."""
    branch = start_branch(store, superior="计算机学院党总支")
    add_member(store, "张三", Circumstance.MOBILE, Circumstance.AWAY)
    for name, kind in (("李四", Circumstance.ILL), ("王五", Circumstance.LEADER)):
        add_member(store, name, kind)
    make_year(desk(store), [branch], 2026, notice={date(2026, 4, 3): False}, notice_name="通知")
    days.plan(desk(store, branch), "2026-03-06", {"theme": "学习"})
    checkin.check_in(desk(store, branch), "2026-03-06", [Order("王五", State.PRESENT), Order("张三", State.ONLINE)])
    members.change(desk(store), "张三", values={"phone": "1"}, ended=[Circumstance.MOBILE])
    logs.undo(desk(store), logs.to_undo(desk(store), None))
    add_member(store, "赵六")
    logs.undo(desk(store), logs.to_undo(desk(store), None))
    checkin.check_in(desk(store, branch), "2026-03-06", (), close=True, keep_unknown=True)
    checkin.check_in(desk(store, branch), "2026-01-09", [Order("王五", State.ABSENT)])
    checkin.check_in(desk(store, branch), "2026-02-06", [Order("王五", State.EXCUSED, Excuse.SICK)])
    makeups.add(desk(store), "王五", "2026-02-06", date(2026, 2, 20), "自学")
    talks.add(desk(store), "王五", TODAY, {"held_by": "李华"}, ["2026-01-09"], early=True)
    handlings.propose(
        desk(store),
        "王五",
        Measure.CORRECT,
        on=TODAY,
        filed_on=TODAY,
        inquired_on=TODAY,
        inquiry="属实",
        early=True,
    )
    handlings.decide(desk(store), "王五", on=TODAY, present=3, in_favour=3, statement="认识到错误")
    handlings.approve(desk(store), "王五", on=TODAY, by="党委")
    assessing.assess(desk(store), "王五", DuesKind.WAGE, 650_000, Month("2026-01"))
    assessing.waive(desk(store), "王五", [Month("2026-02")], 0, "党委", TODAY, "困难")
    paying.pay(desk(store), "王五", [Month("2026-01")], paying.How(TODAY, proxy="李华", proxy_is=Proxy.MEMBER))
    remitting.remit(desk(store, branch), TODAY, None, "党委")
    planning.set_theme(desk(store, branch), Period("2026Q2"), "学党章")
    with store.writing(act(command="member import")) as unit:
        settle(unit, "roster", ["姓名", "身份"], {"身份": "人员类别"})
    filings.file_paper(desk(store), "talk", Ask(branch, None, TODAY, "王五"), lambda _sealed: None)
    checkin.check_in(desk(store, branch), "2026-01-09", [Order("张三", State.ABSENT)])
    checkin.check_in(desk(store, branch), "2026-01-09", [Order("张三", State.EXCUSED, Excuse.SICK)], reason="补假条")
    checkin.check_in(desk(store, branch, date(2026, 3, 20)), "2026-01-09", (), close=True, keep_unknown=True)
    days.cancel(desk(store, branch), "2026-12-04", "停电")
    with store.writing(act(command="schedule")) as unit:
        december = unit.expect(ActivityDay, max(row["id"] for row in rows(unit.connection, t.day)))
        afternoon: dict[str, Any] = {
            "id": unit.next_id(ActivityDay),
            "slot": 1,
            "part": Part.PM,
            "held_on": date(2026, 12, 7),
        }
        unit.insert(replace(december, **afternoon))
    add_member(store, "孙八")
    assessing.assess(desk(store), "孙八", DuesKind.STUDENT, None, Month("2026-01"))
    members.transfer(desk(store), "孙八", "外校党支部", date(2026, 3, 1), outside=True)
    members.show_full(desk(store), "张三")
    disputes.add(desk(store), "王五", "2026-01-09", "当日已请假")
    disputes.settle(desk(store), "王五", "2026-01-09", TODAY, "查实", "王秀芳")
    disputes.add(desk(store), "王五", "2026-02-06", "当日到会")
    inspections.add(desk(store), branch.name, TODAY, Looked.VISIT, "王秀芳", "1月未作小结", date(2026, 3, 20))
    inspections.settle(desk(store), 1, TODAY, "已补")
    commendations.add(desk(store), ["王五"], TODAY, "优秀共产党员", "学校党委")
    commendations.add(desk(store, branch), [], TODAY, "先进党支部", "学校党委")
    add_member(store, "吴十", texts={"phone": "13812345678"})
    members.remove(desk(store), "吴十", TODAY, MembershipEnd.REMOVED, "除名")
    forgetting.forget(desk(store), "吴十")
    _take_in(store)
    meetings.add(desk(store, branch), "支委会", TODAY, {"theme": "研究发展党员"}, meetings.Who(["王五", "张三"]))
    for who in ("李四", "王五"):
        visits.add(desk(store), who, "2026-03-06", TODAY, [VisitKind.STUDY], "王秀芳", "希望多听时事")
    with store.writing(act(command="day attach")) as unit:
        picture = Attachment(id=1, branch_id=2, day_id=1, name="现场.jpg", sha256="0" * 64, size=1, added_on=TODAY)
        unit.insert(picture)
    _sign_in(store, branch)
    add_member(store, "钱七", Circumstance.AWAY)  # nobody marked them on the days that are closed
    branches.change(desk(store), None, secretary="3", on=date(2026, 3, 1))
    branches.change(desk(store), "计算机学院党总支", rename="信息学院党总支", on=date(2026, 3, 1))
    policies.set_policy(desk(store), "zhongzhou", date(2027, 1, 1))
    members.change(desk(store), "王五", values={}, arrived=date(2026, 1, 10))  # and was marked the day before
    assert all(rows for rows in contents(store).values())
    assert logs.verify(desk(store)) == []
    return store
