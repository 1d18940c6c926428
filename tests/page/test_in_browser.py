"""The check-in page in a real browser, at the size of a phone: Debian's chromium, where it is installed."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from factories import desk
from partyday.model.codes import State
from partyday.page.codes import TURNS_AFTER
from partyday.services import checkin, claims
from partyday.store.book import Store
from phones import Served, serve

playwright = pytest.importorskip("playwright.sync_api", reason="no playwright: it is in the group `dev`")

#: A small telephone, in pixels of CSS.
PHONE = {"width": 360, "height": 740}

#: Where pictures of the pages go, if anywhere: for somebody to look at.
PICTURES = os.environ.get("PARTYDAY_TEST_PICTURES")

pytestmark = pytest.mark.slow  # a browser is started, and answers come on the beat


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser without a window; each test opens telephones in it."""
    where = shutil.which("chromium")
    if where is None:
        if os.environ.get("CI"):
            pytest.fail("continuous integration must try the page in a browser: .ci/run installs chromium")
        pytest.skip("no chromium: apt-get install chromium")
    with playwright.sync_playwright() as started:
        # In a container there are no namespaces for its sandbox, and /dev/shm is small.
        browser = started.chromium.launch(executable_path=where, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


def telephone(chromium: Any, *, script: bool = True, locale: str = "zh-CN", zoom: float = 1) -> Any:
    """A page in a browser of its own; `zoom` 2 is a reader who needs 200 %."""
    size = {name: int(pixels / zoom) for name, pixels in PHONE.items()}
    context = chromium.new_context(
        viewport=size, device_scale_factor=2 * zoom, locale=locale, java_script_enabled=script, is_mobile=True
    )
    context.set_default_timeout(10_000)
    return context.new_page()


def picture(page: Any, name: str) -> None:
    """Keep what it looks like, where somebody wants to see it."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def sign_in(page: Any, url: str, who: str, proof: str) -> None:
    """Scan, type, send."""
    page.goto(url)
    page.get_by_label("姓名或工号").fill(who)
    page.get_by_label("手机号后四位").fill(proof)
    page.get_by_role("button", name="我已到会").click()


def fits(page: Any) -> bool:
    """Whether nothing has to be moved sideways to be read."""
    width: Any = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return bool(width[0] <= width[1])


def test_from_the_scan_to_the_confirmation(chromium: Any, book: Store, pages_book: Store) -> None:
    """Two telephones and the secretary at once."""
    with serve(pages_book) as served:
        one, other, secretary = telephone(chromium), telephone(chromium), telephone(chromium)
        one.goto(served.page.room())
        other.goto(served.page.room())
        assert fits(one)
        picture(one, "room-zh")
        for page, who, proof in ((one, "张三", "1234"), (other, "赵六", "4321")):
            page.get_by_label("姓名或工号").fill(who)
            page.get_by_label("手机号后四位").fill(proof)
            page.get_by_role("button", name="我已到会").click()
            page.get_by_role("status").get_by_text(f"{who}，已收到您的自报").wait_for()
        picture(one, "received-zh")
        secretary.goto(f"{served.base}/desk")
        secretary.get_by_label("终端上显示的密钥").fill(served.page.codes.secretary.lower())
        secretary.get_by_role("button", name="打开").click()
        secretary.get_by_role("button", name="确认赵六", exact=True).wait_for()
        assert fits(secretary)
        picture(secretary, "desk-zh")
        secretary.get_by_role("button", name="不予确认张三").click()
        secretary.get_by_role("button", name="确认赵六", exact=True).click()
        secretary.get_by_text("没有待确认的自报").wait_for()
    roll = checkin.look(desk(book), None).roll
    assert {person.name: roll.marks[person.id].state for person in roll.expected if person.id in roll.marks} == {
        "赵六": State.PRESENT
    }


def test_the_code_turns_on_the_wall_and_an_old_one_is_over(chromium: Any, pages_book: Store) -> None:
    with serve(pages_book) as served:
        wall, phone = telephone(chromium), telephone(chromium)
        wall.goto(served.page.of_secretary())
        wall.get_by_role("link", name="投屏二维码").click()
        address = wall.locator(".address").inner_text()
        assert served.page.room() in address
        assert wall.locator(".code svg").bounding_box()["width"] > PHONE["width"] * 0.8
        picture(wall, "wall-zh")
        old = served.page.room()
        served.clock.now += TURNS_AFTER
        wall.reload()
        assert wall.locator(".address").inner_text() != address
        sign_in(phone, old, "无此人", "0000")
        phone.get_by_role("alert").get_by_text("信息不符").wait_for()
        picture(phone, "wrong-zh")
        served.clock.now += TURNS_AFTER
        stranger = telephone(chromium)
        assert stranger.goto(old).status == 410
        stranger.get_by_role("alert").get_by_text("二维码已失效").wait_for()
        picture(stranger, "old-code-zh")


def test_a_forwarded_link_claims_for_whom_it_was_made_and_says_so(
    chromium: Any, book: Store, pages_book: Store
) -> None:
    """Whoever forwards it is seen: both claims came from one telephone."""
    with serve(pages_book) as served:
        page = telephone(chromium, locale="en-GB", zoom=2)
        page.goto(served.links["李四"])
        page.get_by_text("This link is for 李四 alone.").wait_for()
        assert fits(page)
        picture(page, "personal-en-200")
        page.get_by_label("What you learnt").fill("深受教育")
        page.get_by_role("button", name="I took part online").click()
        page.get_by_role("status").wait_for()
        page.goto(served.links["赵六"])
        page.get_by_label("What you learnt").fill("很有收获")
        page.get_by_role("button", name="I took part online").click()
        page.get_by_role("status").get_by_text("赵六").wait_for()
        secretary = telephone(chromium, locale="en-GB")
        secretary.goto(served.page.of_secretary())
        secretary.get_by_text("same phone as 2 李四").wait_for()
        picture(secretary, "desk-en")
    seen_ones = claims.waiting(desk(book), None)
    assert [(seen.person.name, [one.name for one in seen.shared_with]) for seen in seen_ones] == [
        ("李四", ["赵六"]),
        ("赵六", ["李四"]),
    ]


def test_without_script_and_with_the_keyboard_alone(chromium: Any, book: Store, pages_book: Store) -> None:
    with serve(pages_book) as served:
        page = telephone(chromium, script=False)
        page.goto(served.page.room())
        page.get_by_label("姓名或工号").focus()
        page.keyboard.type("00123")
        page.keyboard.press("Tab")
        page.keyboard.type("1234")
        page.keyboard.press("Enter")
        page.get_by_role("status").get_by_text("张三，已收到").wait_for()
        page.goto(served.page.room())
        page.get_by_text("您是张三").wait_for()
        picture(page, "known-zh")
    assert [seen.person.name for seen in claims.waiting(desk(book), None)] == ["张三"]


#: Of every text: its colour and what stands behind it.
_COLOURS = """
() => [...document.querySelectorAll('body *')].filter(e => e.innerText && !e.querySelector('*')).map(e => {
  let behind = e;
  while (behind && getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
  const rgb = text => text.match(/\\d+/g).slice(0, 3).map(Number);
  const ground = behind ? rgb(getComputedStyle(behind).backgroundColor) : [255, 255, 255];
  return [e.innerText, rgb(getComputedStyle(e).color), ground];
})
"""


def _brightness(colour: list[int]) -> float:
    """The relative luminance of WCAG 2.2."""
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: list[int], other: list[int]) -> float:
    """The contrast of two colours, from 1 to 21."""
    dark, light = sorted((_brightness(one), _brightness(other)))
    return (light + 0.05) / (dark + 0.05)


def test_every_text_stands_out_and_every_field_has_its_label(chromium: Any, pages_book: Store) -> None:
    with serve(pages_book) as served:
        page = telephone(chromium)
        sign_in(page, served.page.room(), "张三", "1234")
        page.goto(served.page.of_secretary())
        seen = 0
        for url in (
            served.page.room(),
            served.links["李四"],
            f"{served.base}/desk",
            f"{served.base}/wall",
            _nowhere(served),
        ):
            page.goto(url)
            for text, colour, behind in page.evaluate(_COLOURS):
                assert contrast(colour, behind) >= 4.5, (url, text)
                seen += 1
            unlabelled = "input:not([type=hidden]), textarea"
            assert page.evaluate(f"[...document.querySelectorAll('{unlabelled}')].every(e => e.labels.length === 1)")
            assert page.evaluate("[...document.querySelectorAll('button')].every(e => e.offsetHeight >= 44)")
            assert page.evaluate("document.documentElement.lang") == "zh-CN"
            assert page.evaluate("performance.getEntriesByType('resource').length") == 1  # the style sheet
        assert seen > 20


def _nowhere(served: Served) -> str:
    return f"{served.base}/nothing"
