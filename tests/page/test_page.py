"""The check-in page by its answers: who gets in, what waits, what is never told."""

import asyncio
import re
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from factories import desk
from partyday.errors import Again
from partyday.model.codes import ClaimAnswer, Excuse, State
from partyday.page.asked import LARGEST_BODY
from partyday.page.codes import SESSION, TURNS_AFTER, Codes
from partyday.page.pages import Busy, CheckInPage
from partyday.page.serving import Serving, listen
from partyday.services import attachments, checkin, claims, days
from partyday.services.desk import Desk
from partyday.services.whom import Order
from partyday.store.book import Store
from phones import Got, Phone, Served, serve, until

NAMES = ("张三", "李四", "王五", "赵六")


def waiting(book: Store) -> list[tuple[str, State]]:
    return [(seen.person.name, seen.claim.state) for seen in claims.waiting(desk(book), None)]


def marks(book: Store) -> dict[str, State]:
    roll = checkin.look(desk(book), None).roll
    return {person.name: roll.marks[person.id].state for person in roll.expected if person.id in roll.marks}


def secretary(page: Served) -> Phone:
    browser = Phone(page.base)
    assert browser.get(page.page.of_secretary()).status == 200
    return browser


def test_a_scan_a_name_and_four_digits_make_a_claim_and_no_mark(book: Store, pages_book: Store) -> None:
    with serve(pages_book) as page:
        got = Phone(page.base).sign_in(page.page.room(), "张三", "1234")
        assert (got.status, "张三，已收到您的自报" in got.text) == (200, True)
        assert waiting(book) == [("张三", State.PRESENT)]
        assert marks(book) == {}
        until(lambda: [seen.person.name for seen in page.told] == ["张三"])


@pytest.mark.parametrize(("who", "proof"), [("00123", "1234"), ("００１２３", "１２３４"), ("张 三", "138 0000 1234")])
def test_a_staff_number_and_full_width_are_understood(pages_book: Store, who: str, proof: str) -> None:
    with serve(pages_book) as page:
        assert Phone(page.base).sign_in(page.page.room(), who, proof).status == 200


def test_who_is_wrong_and_who_is_nobody_hear_the_same_after_the_same_time(book: Store, pages_book: Store) -> None:
    """Without a telephone number in the roster, too: of them the secretary sees that they came."""
    heard, times = [], []
    with serve(pages_book) as page:
        for who in ("张三", "无此人", "王五", "zs", "1"):
            phone = Phone(page.base)
            room = phone.get(page.page.room())
            began = time.monotonic()
            got = phone.post(room.action, session=room.hidden("session"), who=who, proof="9999")
            times.append(time.monotonic() - began)
            heard.append((got.status, re.sub(r'value="[^"]*"|action="[^"]*"', "", got.text)))
    assert heard == [heard[0]] * len(heard)
    assert heard[0][0] == 403
    assert all(round(took / 0.25, 1) % 1 < 0.6 for took in times), times  # on a beat, not between two
    assert [(seen.person.name, seen.claim.proven) for seen in claims.waiting(desk(book), None)] == [("王五", False)]


def test_no_page_names_anybody_before_they_are_proven(pages_book: Store) -> None:
    with serve(pages_book) as page:
        phone = Phone(page.base)
        room = phone.get(page.page.room())
        shown = [room, phone.post(room.action, session=room.hidden("session"), who="x", proof="0")]
        shown += [phone.get(page.base + path) for path in ("/", "/desk", "/wall", "/p/" + "A" * 22, "/nothing")]
        shown += [phone.post(f"{page.base}/desk/{action}", claim="1") for action in ("confirm", "refuse")]
    assert [got.status for got in shown] == [200, 403, 200, 200, 403, 404, 404, 403, 403]
    assert not [name for got in shown for name in NAMES if name in got.text]


def test_the_code_turns_and_the_one_before_is_good_a_while(pages_book: Store) -> None:
    with serve(pages_book) as page:
        first = page.page.room()
        for seconds, status in ((0, 200), (TURNS_AFTER, 200), (TURNS_AFTER, 410)):
            page.clock.now += seconds
            assert Phone(page.base).get(first).status == status
        assert page.page.room() != first
        forged = first[:-2] + "AA"
        assert Phone(page.base).get(forged).status == 410
        page.clock.now -= 2 * TURNS_AFTER  # who scanned in time may go on typing after the code turned
        phone = Phone(page.base)
        room = phone.get(first)
        page.clock.now += SESSION - 1
        fields = {"session": room.hidden("session"), "who": "张三", "proof": "1234"}
        assert phone.get(first).status == 200
        assert phone.post(room.action, **fields).status == 200
        page.clock.now += 2
        assert phone.post(room.action, **fields).status == 410
        assert "已超过五分钟" in phone.post(room.action, **fields).text


def test_a_phone_is_known_next_time_and_nobody_else_by_it(book: Store, pages_book: Store) -> None:
    phone = Phone("")
    with serve(pages_book) as page:
        phone.base = page.base
        phone.sign_in(page.page.room(), "张三", "1234")
    with serve(pages_book) as page:
        phone.base = page.base
        room = phone.get(page.page.room())
        assert "您是张三" in room.text
        assert phone.post(room.action, session=room.hidden("session"), known="1").status == 200
        stranger = Phone(page.base, cookies={"device": "0" * 32})
        room = stranger.get(page.page.room())
        assert "您是" not in room.text
        assert stranger.post(room.action, session=room.hidden("session"), known="1").status == 403
    assert waiting(book) == [("张三", State.PRESENT)]  # the same again is the same claim


def test_two_on_one_phone_late_and_twice_are_shown_and_not_judged(book: Store, pages_book: Store) -> None:
    days.plan(desk(book), "2026-03-06", {"starts": "00:00"})
    with serve(pages_book) as page:
        phone = Phone(page.base)
        phone.sign_in(page.page.room(), "张三", "1234")
        phone.sign_in(page.page.room(), "李四", "5678")
        Phone(page.base).sign_in(page.page.room(), "张三", "1234")
        shown = secretary(page).get(f"{page.base}/desk").text
    seen_ones = claims.waiting(desk(book), None)
    assert [
        (seen.person.name, seen.twice, [other.name for other in seen.shared_with], seen.late) for seen in seen_ones
    ] == [("张三", True, ["李四"], True), ("李四", False, ["张三"], True), ("张三", True, [], True)]
    assert all(remark in shown for remark in ("晚于开始时间", "重复自报", "与2 李四同一设备"))
    assert "确认无备注" not in shown


def test_a_personal_link_shows_the_day_and_its_post_claims_online(
    book: Store, pages_book: Store, tmp_path: Path
) -> None:
    (tmp_path / "讲义.pdf").write_bytes(b"%PDF-1")
    attachments.attach(desk(book), "2026-03-06", [tmp_path / "讲义.pdf"], "全会公报")
    with serve(pages_book, link=("张三",)) as page:
        assert list(page.links) == ["张三", "李四", "赵六"]
        assert all(len(url.rsplit("/", 1)[1]) == 22 for url in page.links.values())  # 128 bits
        phone = Phone(page.base)
        shown = phone.get(page.links["李四"])
        for text in ("李四", "学习二十届四中全会精神", "集中学习，交流研讨", "全会公报"):
            assert text in shown.text
        material = re.findall(r'href="(/p/[^"]+)"', shown.text)[0]
        assert phone.get(material).text == "%PDF-1"
        assert phone.get(page.links["赵六"]).status == 200  # a preview only opens it
        assert waiting(book) == []
        assert phone.post(shown.action, said="  ").status == 422
        assert phone.post(shown.action, said="长" * 501).status == 422
        assert phone.post(shown.action, said="深受教育\n收获很大").status == 200
        assert phone.post(page.base + "/p/" + "A" * 22, said="x").status == 404
        # a personal link does not open another's material
        assert phone.get(material.replace(page.links["李四"].rsplit("/", 1)[1], "A" * 22)).status == 404
    (seen,) = claims.waiting(desk(book), None)
    assert (seen.person.name, seen.claim.state, seen.claim.said) == ("李四", State.ONLINE, "深受教育 收获很大")


def test_a_link_outlives_the_page_and_is_of_its_day_alone(book: Store, pages_book: Store) -> None:
    with serve(pages_book) as page:
        old = page.links["李四"]
    with serve(pages_book) as page:
        assert Phone(page.base).get(old).status == 200
        assert Phone(page.base).get(page.links["李四"]).status == 200
    with serve(pages_book, today=date(2026, 4, 3), ref="2026-04-03") as page:
        assert Phone(page.base).get(old).status == 404


def test_the_secretary_confirms_and_refuses_and_a_refused_phone_is_forgotten(book: Store, pages_book: Store) -> None:
    checkin.check_in(desk(book), None, [Order("赵六", State.EXCUSED, Excuse.SICK)])
    with serve(pages_book, link=("赵六",)) as page:
        phone = Phone(page.base)
        phone.sign_in(page.page.room(), "张三", "1234")
        liar = Phone(page.base)
        liar.sign_in(page.page.room(), "李四", "5678")
        other = Phone(page.base)
        other.post(page.links["赵六"], said="好")
        browser = secretary(page)
        listed = browser.get(f"{page.base}/desk?still=1")
        assert "已登记为：请假" in listed.text
        numbers = {seen.person.name: str(seen.claim.id) for seen in claims.waiting(desk(book), None)}
        stranger = Phone(page.base).post(f"{page.base}/desk/confirm", claim=numbers["张三"])
        assert stranger.status == 403
        without_pass = browser.post(f"{page.base}/desk/confirm", claim=numbers["张三"])
        assert (without_pass.status, marks(book)) == (403, {"赵六": State.EXCUSED})
        given = {"pass": listed.hidden("pass")}
        browser.post(f"{page.base}/desk/confirm", claim=numbers["张三"], **given)
        browser.post(f"{page.base}/desk/refuse", claim=numbers["李四"], **given)
        answer = browser.post(f"{page.base}/desk/confirm", claim=numbers["赵六"], **given)
        assert (answer.status, "A correction needs its reason" in answer.text) == (409, True)
        again = browser.post(f"{page.base}/desk/confirm", claim=numbers["张三"], **given)
        assert again.status == 409
        assert marks(book) == {"张三": State.PRESENT, "赵六": State.EXCUSED}
        assert "您是张三" in phone.get(page.page.room()).text
        assert "您是" not in liar.get(page.page.room()).text
    answers = [seen.claim.answer for seen in claims.of_day(desk(book), page.page.day.id).claims]
    assert answers == [ClaimAnswer.CONFIRMED, ClaimAnswer.REFUSED, None]


def test_the_page_ends_with_the_day(book: Store, pages_book: Store) -> None:
    with serve(pages_book) as page:
        phone = Phone(page.base)
        room = phone.get(page.page.room())
        checkin.check_in(desk(book), None, (), close=True, keep_unknown=True)
        fields = {"session": room.hidden("session"), "who": "张三", "proof": "1234"}
        with suppress(OSError):  # it may have ended by now
            assert phone.post(room.action, **fields).status == 410
        page.thread.join(10)
        assert not page.thread.is_alive()
    assert waiting(book) == []


def test_the_book_is_asked_once_at_each_look_for_what_is_new(book: Store, pages_book: Store) -> None:
    questions: list[Desk] = []

    def desks() -> Desk:
        questions.append(desk(pages_book))
        return questions[-1]

    day = claims.day_of_page(desk(book), None)
    page = CheckInPage(desks, day, "http://127.0.0.1", Codes(day.id, time.time), time.time)
    with listen("127.0.0.1", 0) as listening:
        serving = Serving(page, listening, lambda seen: None)
        checkin.check_in(desk(book), None, (), close=True, keep_unknown=True)
        questions.clear()
        assert asyncio.run(serving._watch())
    page.close()
    assert len(questions) == 1


def test_a_question_that_needs_another_gate_is_asked_anew(pages_book: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[set[int]] = []

    def question(at: Desk) -> str:
        held.append({*at._gates})
        if 8 not in at._gates:
            raise Again({7} if len(held) == 1 else {8})
        return "answered"

    def never(_desk: Desk) -> None:
        raise Again

    with serve(pages_book) as page:
        assert asyncio.run(page.page.ask(question)) == "answered"
        assert held == [set(), {7}, {7, 8}]
        monkeypatch.setattr("partyday.services.desk.MOST_TRIES", 2)
        with pytest.raises(Busy):
            asyncio.run(page.page.ask(never))


def test_who_is_wrong_too_often_has_to_wait(pages_book: Store) -> None:
    with serve(pages_book) as page:

        def tried(who: str, proof: str) -> Got:
            return Phone(page.base).sign_in(page.page.room(), who, proof)

        for who in ("张三", "无此人"):  # a name that is nobody's is counted as well
            assert [tried(who, "0000").status for _time in range(6)] == [403] * 5 + [429]
        late = tried("张三", "1234")
        assert (late.status, late.headers["retry-after"]) == (429, "60")
        assert tried("李四", "5678").status == 200
        page.clock.now += 200
        assert tried("张三", "1234").status == 200
        keys = [Phone(page.base).post(f"{page.base}/desk", key="AAAA-AAAA-AAAA").status for _time in range(6)]
        assert keys == [403] * 5 + [429]


def test_what_is_sent_is_bounded(pages_book: Store) -> None:
    with serve(pages_book) as page:
        phone = Phone(page.base)
        room = phone.get(page.page.room())
        assert phone.send(room.action, b"who=" + b"x" * LARGEST_BODY).status == 413
        assert phone.send(room.action, b"&".join([b"a=1"] * 1000)).status == 413
        assert phone.send(room.action, b"\xff\x00%zz=%ff&session=\xe5").status == 403


def test_every_page_keeps_to_itself(pages_book: Store) -> None:
    with serve(pages_book) as page:
        browser = secretary(page)
        urls = [
            page.page.room(),
            page.links["李四"],
            *(page.base + path for path in ("/", "/desk", "/wall", "/nothing")),
        ]
        for url in urls:
            got = browser.get(url)
            headers = {name.lower(): value for name, value in got.headers.items()}
            assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'; form-action")
            assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "no-referrer")
            assert "server" not in headers
            assert not re.search(r"<script|\sstyle=|\son\w+=|https?://(?!127\.0\.0\.1|www\.w3\.org)", got.text), url
        elsewhere = Phone(page.base, extra={"Host": "evil.example"}).get(page.base + "/")
        assert elsewhere.status == 421


def test_a_page_speaks_the_language_of_the_browser_or_the_one_that_is_chosen(pages_book: Store) -> None:
    with serve(pages_book) as page:
        english = Phone(page.base, language="en-GB,en;q=0.9")
        room = english.get(page.page.room())
        assert "Last four digits" in room.text
        assert "手机号后四位" in english.get(room.url + "?lang=zh").text
        assert "手机号后四位" in english.get(room.url).text  # kept
        assert "手机号后四位" in Phone(page.base, language="fr").get(room.url).text
