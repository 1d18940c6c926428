"""As many telephones as a large meeting has, all at once: no claim is lost."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from factories import desk, start_branch
from partyday.model.codes import Standing
from partyday.model.members import DatedStanding, Member, Membership
from partyday.services import claims
from partyday.services.claims import day_of_page
from partyday.services.schedule import make_year
from partyday.store.book import Store, Unit
from partyday.words.claims import remarks
from phones import Phone, Served, serve
from profiles import examples

PHONES = examples(300)
#: What ten minutes bring is sent by so many telephones at one time.
AT_ONCE = 50


def populate(unit: Unit, branch_id: int, count: int) -> None:
    """Members called 党员1, 党员2 …, whose telephones end in their number."""
    since = date(2010, 7, 1)
    for number in range(1, count + 1):
        member = Member(id=unit.next_id(Member), name=f"党员{number}", joined_on=since, phone=f"1380000{number:04}")
        unit.insert(member)
        unit.insert(
            Membership(
                id=unit.next_id(Membership), member_id=member.id, branch_id=branch_id, number=number, since=since
            )
        )
        unit.insert(DatedStanding(member_id=member.id, since=since, standing=Standing.FULL))


def signs_in(page: Served, number: int) -> tuple[int, float]:
    """One telephone: scan, type, send. What came back, and the seconds of the answer to what was sent."""
    phone = Phone(page.base)
    room = phone.get(page.page.room())
    began = time.monotonic()
    got = phone.post(room.action, session=room.hidden("session"), who=f"党员{number}", proof=f"{number:04}")
    return got.status, time.monotonic() - began


@pytest.mark.slow  # three hundred telephones in the long run, each answered on the beat
def test_a_crowd_of_telephones_and_no_claim_is_lost(sqlite_book: Store) -> None:
    branch = start_branch(sqlite_book)
    with desk(sqlite_book).writing() as unit:
        populate(unit, branch.id, PHONES)
    make_year(desk(sqlite_book), [branch], 2026)
    day = day_of_page(desk(sqlite_book), None)
    with serve(sqlite_book) as page, ThreadPoolExecutor(AT_ONCE) as crowd:
        answers = list(crowd.map(lambda number: signs_in(page, number), range(1, PHONES + 1)))
    store = Store(sqlite_book.place)
    seen_ones = claims.of_day(desk(store), day.id).claims
    store.close()
    assert [status for status, _seconds in answers] == [200] * PHONES
    assert sorted(seen.person.number for seen in seen_ones) == list(range(1, PHONES + 1))
    assert not any(remarks(seen) for seen in seen_ones)
