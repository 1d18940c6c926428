"""The pages by address: the room's, the personal ones, the wall's and the secretary's. What they ask is in `services`.

The book is asked in one thread, one question at a time. Who is wrong, and who is nobody, hear the same after the same
time.
"""

import asyncio
import math
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from partyday.errors import BookUnusable, Conflict, PartydayError
from partyday.model.days import ActivityDay
from partyday.model.people import Person
from partyday.page import asked, limits
from partyday.page.answers import HEADERS, STYLE, Pages, drawn, time_of
from partyday.page.codes import SESSION, Codes
from partyday.page.sentences import say_in
from partyday.services import attachments, claims
from partyday.services.claims import ClaimSeen, PersonalLink
from partyday.services.desk import Crowded, Desk, repeated
from partyday.words.claims import remarks
from partyday.words.terms import term

T = TypeVar("T")
Answering = Callable[[Request], Awaitable[Response]]

#: Answers to what is to be proven come at these beats, in seconds: how long the book took tells nothing.
BEAT = 0.25

#: So many may wait for the book; whoever comes then is asked to come again.
_MOST_WAITING = 400

#: The secretary's page is loaded anew after so many seconds.
_LIVE = 5

#: A browser keeps its own secret for so many seconds: half a year, as long as the book knows it.
_KEPT = 180 * 24 * 3600


class Busy(Exception):
    """Too many wait for the book."""


class CheckInPage:
    """The pages of one day. `desks` makes the desk of one question; `base` is the address that phones open."""

    def __init__(
        self,
        desks: Callable[[], Desk],
        day: ActivityDay,
        base: str,
        codes: Codes,
        clock: Callable[[], float],
        links: Sequence[PersonalLink] = (),
    ) -> None:
        self.desks, self.day, self.codes = desks, day, codes
        self.pages = Pages(base, desks().branch.name, day.ref)
        self.links = [(link.person, self.personal(link)) for link in links]
        self.limits = limits.Limits(clock)
        self._book = ThreadPoolExecutor(max_workers=1, thread_name_prefix="book")
        self._waiting = 0

    def room(self) -> str:
        """The address of the code that is on the wall now."""
        return f"{self.pages.base}/s/{self.codes.on_the_wall()}"

    def personal(self, link: PersonalLink) -> str:
        """The address of a personal link."""
        return f"{self.pages.base}/p/{link.secret}"

    def of_secretary(self) -> str:
        """The address that opens the secretary's page, with the key."""
        return f"{self.pages.base}/desk?key={self.codes.secretary}"

    async def ask(self, question: Callable[[Desk], T]) -> T:
        """Ask the book, behind whoever asked before. Raises Busy, and what the question raises."""
        if self._waiting >= _MOST_WAITING:
            raise Busy
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._book, self._answer_of, question)
        except Crowded as crowded:
            raise Busy from crowded
        finally:
            self._waiting -= 1

    def _answer_of(self, question: Callable[[Desk], T]) -> T:
        """Nobody begins a page's command anew: each question is one, and takes the gates it needs by itself."""
        return repeated(lambda gates: question(self.desks().holding(gates)))

    def close(self) -> None:
        """Let go of the thread, once its last question is answered."""
        self._book.shutdown()

    def app(self) -> Starlette:
        """What a server serves."""
        pages: list[tuple[str, str, Answering]] = [
            ("/", "GET", self._front),
            ("/style.css", "GET", self._style),
            ("/s/{code}", "GET", self._scanned),
            ("/s/{code}", "POST", self._signed_in),
            ("/p/{secret}", "GET", self._personal_page),
            ("/p/{secret}", "POST", self._took_part),
            ("/p/{secret}/{number:int}", "GET", self._material),
            ("/desk", "GET", self._desk),
            ("/desk", "POST", self._let_in),
            ("/desk/{action}", "POST", self._answered),
            ("/wall", "GET", self._wall),
        ]
        routes = [Route(path, self._guarded(answer), methods=[method]) for path, method, answer in pages]
        return Starlette(routes=routes, exception_handlers={HTTPException: self._no_page})

    # ---- what stands around every page

    def _guarded(self, answer: Answering) -> Answering:
        async def guarded(request: Request) -> Response:
            language = asked.language(request)
            if not self.limits.spend(f"address {asked.address(request)}", limits.REQUESTS_OF_ADDRESS):
                return self._too_often(language)
            try:
                answered = await answer(request)
            except asked.TooMuch:
                answered = self._message(language, "too-much", 413)
            except (Busy, BookUnusable):
                answered = self._message(language, "busy", 503)
                answered.headers["Retry-After"] = "5"
            if request.query_params.get("lang"):
                self.pages.cookie(answered, asked.LANGUAGE, language, _KEPT)
            return answered

        return guarded

    def _message(self, language: str, sentence: str, status: int, *, kind: str = "bad") -> Response:
        say = say_in(language)
        return self.pages.page(
            "message", language, status, message=say(sentence), kind=kind, lines=[say("without-phone")]
        )

    def _too_often(self, language: str) -> Response:
        answer = self._message(language, "too-often", 429)
        answer.headers["Retry-After"] = "60"
        return answer

    async def _no_page(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        return self._message(asked.language(request), "nothing-here", status)

    def _with_device(self, request: Request, answer: Response, device: str) -> Response:
        if device != asked.device(request):
            self.pages.cookie(answer, asked.DEVICE, device, _KEPT)
        return answer

    # ---- the room

    async def _front(self, request: Request) -> Response:
        return self._message(asked.language(request), "scan", 200, kind="plain")

    async def _style(self, request: Request) -> Response:
        return Response(STYLE, media_type="text/css", headers=HEADERS | {"Cache-Control": "max-age=3600"})

    async def _scanned(self, request: Request) -> Response:
        language, device = asked.language(request), asked.device(request) or _new_device()
        fresh = self.codes.is_on_the_wall(request.path_params["code"])
        session = self.codes.session() if fresh else request.cookies.get(asked.SESSION, "")
        if not self.codes.is_session(session):
            return self._message(language, "old-code", 410)
        has_been_here = device == asked.device(request)
        known = await self.ask(lambda desk: claims.known(desk, self.day.id, device)) if has_been_here else None
        answer = self._room(language, request, session, known)
        if fresh:
            self.pages.cookie(answer, asked.SESSION, session, SESSION)
        return self._with_device(request, answer, device)

    def _room(
        self,
        language: str,
        request: Request,
        session: str,
        known: Person | None,
        status: int = 200,
        problem: str = "",
        who: str = "",
    ) -> Response:
        return self.pages.page(
            "room",
            language,
            status,
            session=session,
            action=f"{self.pages.root}/s/{request.path_params['code']}",
            known=known.name if known else "",
            problem=say_in(language)(problem) if problem else "",
            who=who,
        )

    async def _signed_in(self, request: Request) -> Response:
        began = time.monotonic()
        language, device = asked.language(request), asked.device(request) or _new_device()
        form = await asked.form_of(request)
        session = form.text("session") or request.cookies.get(asked.SESSION, "")
        if not self.codes.is_session(session):
            if not self.codes.is_on_the_wall(request.path_params["code"]):
                return self._message(language, "session-over", 410)
            session = self.codes.session()
        if form.text("known"):
            answer = await self._claimed_by_phone(request, language, device, session)
            await _beat(began)
            return answer
        who, proof = form.text("who")[:60], form.text("proof")[:24]
        keys = ((f"wrong {asked.address(request)}", limits.WRONG_OF_ADDRESS), (f"name {who}", limits.WRONG_OF_NAME))
        if any(self.limits.is_spent(*key) for key in keys):
            return self._too_often(language)
        try:
            seen = await self.ask(lambda desk: claims.claim_by_name(desk, self.day.id, who, proof, device))
        except Conflict:
            answer = self._message(language, "over", 410)
        else:
            if seen is None:
                for key in keys:
                    self.limits.spend(*key)
                answer = self._room(language, request, session, None, 403, "wrong", who)
            else:
                answer = self._received(language, seen)
        await _beat(began)
        return self._with_device(request, answer, device)

    async def _claimed_by_phone(self, request: Request, language: str, device: str, session: str) -> Response:
        try:
            seen = await self.ask(lambda desk: claims.claim_by_phone(desk, self.day.id, device))
        except Conflict:
            return self._message(language, "over", 410)
        return self._received(language, seen) if seen else self._room(language, request, session, None, 403, "wrong")

    def _received(self, language: str, seen: ClaimSeen) -> Response:
        say = say_in(language)
        return self.pages.page(
            "message",
            language,
            message=say("waits", name=seen.person.name),
            kind="good",
            lines=[say("no-mark-yet")],
        )

    # ---- elsewhere

    async def _took_part(self, request: Request) -> Response:
        began = time.monotonic()
        language, device = asked.language(request), asked.device(request) or _new_device()
        form = await asked.form_of(request)
        said = form.text("said").strip()
        if not said:
            return await self._personal_page(request, "said-missing")
        if len(said) > claims.LONGEST_SAID:
            return await self._personal_page(request, "said-long", said)
        secret = request.path_params["secret"]
        if self.limits.is_spent(f"wrong {asked.address(request)}", limits.WRONG_OF_ADDRESS):
            return self._too_often(language)
        try:
            seen = await self.ask(lambda desk: claims.claim_by_link(desk, self.day.id, secret, said, device))
            answer = self._received(language, seen) if seen else self._unknown_link(request)
        except Conflict:
            answer = self._message(language, "over", 410)
        await _beat(began)
        return self._with_device(request, answer, device)

    def _unknown_link(self, request: Request) -> Response:
        self.limits.spend(f"wrong {asked.address(request)}", limits.WRONG_OF_ADDRESS)
        return self._message(asked.language(request), "unknown-link", 404)

    async def _personal_page(self, request: Request, problem: str = "", said: str = "") -> Response:
        language, secret = asked.language(request), request.path_params["secret"]
        if self.limits.is_spent(f"wrong {asked.address(request)}", limits.WRONG_OF_ADDRESS):
            return self._too_often(language)
        person = await self.ask(lambda desk: claims.linked(desk, self.day.id, secret))
        day = await self.ask(lambda desk: claims.day_now(desk, self.day.id))
        if person is None or day is None:
            return self._unknown_link(request)
        if day.closed_on or day.cancelled_on:
            return self._message(language, "over", 410)
        files = await self.ask(lambda desk: attachments.of_day(desk, day))
        say, action = say_in(language), f"{self.pages.root}/p/{secret}"
        facts = {
            "theme": day.theme,
            "content": day.content,
            "form": day.form,
            "when": f"{day.ref} {'–'.join(filter(None, (day.starts, day.ends)))}".strip() if day.theme else "",
            "place": day.place,
        }
        return self.pages.page(
            "personal",
            language,
            422 if problem else 200,
            name=person.name,
            facts=[(say(name), text) for name, text in facts.items() if text],
            material=[
                (one.attachment.about or one.attachment.name, f"{action}/{one.attachment.id}")
                for one in files
                if one.whole
            ],
            action=action,
            said=said,
            longest=claims.LONGEST_SAID,
            problem=say(problem, count=claims.LONGEST_SAID) if problem else "",
        )

    async def _material(self, request: Request) -> Response:
        secret, number = request.path_params["secret"], request.path_params["number"]
        person = await self.ask(lambda desk: claims.linked(desk, self.day.id, secret))
        files = await self.ask(lambda desk: attachments.of_day(desk, self.day)) if person else []
        for one in files:
            if one.attachment.id == number and one.whole:
                return FileResponse(
                    one.path, filename=one.attachment.name, media_type="application/octet-stream", headers=HEADERS
                )
        return self._unknown_link(request)

    # ---- the secretary

    def _is_secretary(self, request: Request) -> bool:
        return self.codes.is_secretary(request.cookies.get(asked.SECRETARY, ""))

    def _opened_with_key(self, request: Request, typed: str) -> Response:
        language = asked.language(request)
        if self.limits.is_spent("key", limits.WRONG_KEYS):
            return self._too_often(language)
        if not self.codes.is_key(typed):
            self.limits.spend("key", limits.WRONG_KEYS)
            return self.pages.page("key", language, 403, problem=say_in(language)("wrong-key"))
        answer = RedirectResponse(f"{self.pages.root}/desk", 303, HEADERS)
        self.pages.cookie(answer, asked.SECRETARY, self.codes.pass_of_secretary(), None, strict=True)
        return answer

    async def _let_in(self, request: Request) -> Response:
        return self._opened_with_key(request, (await asked.form_of(request)).text("key"))

    async def _desk(self, request: Request) -> Response:
        if not self._is_secretary(request):
            if typed := request.query_params.get("key"):
                return self._opened_with_key(request, typed)
            return self.pages.page("key", asked.language(request))
        if request.query_params.get("key"):
            return RedirectResponse(f"{self.pages.root}/desk", 303, HEADERS)
        return await self._claims(request)

    async def _claims(self, request: Request, problem: str = "") -> Response:
        language = asked.language(request)
        day = await self.ask(lambda desk: claims.of_day(desk, self.day.id))
        waiting = [seen for seen in day.claims if seen.claim.waits]
        claimed = {seen.person.id for seen in waiting}
        is_still = bool(request.query_params.get("still")) or bool(problem)
        is_chinese = language == "zh"
        return self.pages.page(
            "desk",
            language,
            409 if problem else 200,
            wide=True,
            problem=problem,
            refresh=None if is_still else _LIVE,
            still=is_still,
            waiting=waiting,
            clean=[seen for seen in waiting if not remarks(seen)],
            answered=[seen for seen in reversed(day.claims) if not seen.claim.waits],
            missing=[person for person in (day.roll.unmarked if day.roll else ()) if person.id not in claimed],
            links=self.links,
            remarks=lambda seen: remarks(seen, chinese=is_chinese),
            term=lambda code: term(code, chinese=is_chinese),
            time=time_of,
            **{"pass": self.codes.pass_of_secretary()},
        )

    async def _answered(self, request: Request) -> Response:
        form = await asked.form_of(request)
        language, action = asked.language(request), request.path_params["action"]
        if not self._is_secretary(request) or not self.codes.is_secretary(form.text("pass")):
            return self.pages.page("key", language, 403)
        answers = {"confirm": claims.confirm_these, "confirm-all": claims.confirm_these, "refuse": claims.refuse_these}
        if action not in answers:
            raise HTTPException(404)
        numbers = form.numbers("claim")
        try:
            await self.ask(lambda desk: answers[action](desk, self.day.id, numbers))
        except BookUnusable:
            raise
        except PartydayError as refused:
            return await self._claims(request, refused.whole)
        return RedirectResponse(f"{self.pages.root}/desk", 303, HEADERS)

    async def _wall(self, request: Request) -> Response:
        language = asked.language(request)
        if not self._is_secretary(request):
            return self.pages.page("key", language, 403)
        url = self.room()
        return self.pages.page(
            "wall", language, wide=True, refresh=math.ceil(self.codes.turns_in()), code=drawn(url), url=url
        )


async def _beat(began: float) -> None:
    """Wait until the next beat since `began`."""
    gone = time.monotonic() - began
    await asyncio.sleep(math.ceil(gone / BEAT) * BEAT - gone)


def _new_device() -> str:
    return secrets.token_hex(16)
