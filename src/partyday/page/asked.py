"""One request, as the pages read it: its fields (bounded), its language, its browser, from where it comes."""

import asyncio
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qs

from starlette.requests import Request

from partyday.page.sentences import language_of

#: In bytes: a sentence of 500 characters is below 5,000, and a list of 300 claims too.
LARGEST_BODY = 16_384

_MOST_FIELDS = 700
_SECONDS_FOR_BODY = 10

#: The cookies: the browser's own secret, the session of a scan, the language, the secretary's pass.
DEVICE, SESSION, LANGUAGE, SECRETARY = "device", "session", "lang", "secretary"


class TooMuch(Exception):
    """More was sent than any form of ours holds, or too slowly."""


class Sent(NamedTuple):
    """The fields of a form; of each the last, and all of it where that is asked for."""

    fields: Mapping[str, list[str]]

    def text(self, name: str) -> str:
        """A field, blank where it is not there."""
        return self.fields.get(name, [""])[-1]

    def numbers(self, name: str) -> list[int]:
        """The whole numbers that a field was sent with."""
        return [int(text) for text in self.fields.get(name, []) if text.isascii() and text.isdigit() and len(text) < 10]


async def form_of(request: Request) -> Sent:
    """The fields of what was posted. Raises TooMuch."""
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > LARGEST_BODY:
        raise TooMuch
    body = bytearray()
    try:
        async with asyncio.timeout(_SECONDS_FOR_BODY):
            async for piece in request.stream():
                body += piece
                if len(body) > LARGEST_BODY:
                    raise TooMuch
        fields = parse_qs(body.decode(errors="replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except (TimeoutError, ValueError):
        raise TooMuch from None
    return Sent(fields)


def language(request: Request) -> str:
    """The language that this request is answered in."""
    asked = request.query_params.get("lang") or request.cookies.get(LANGUAGE, "")
    return language_of(asked, request.headers.get("accept-language", ""))


def device(request: Request) -> str:
    """The browser's own secret, blank where it has none of our making."""
    told = request.cookies.get(DEVICE, "")
    return told if len(told) == _DEVICE_LENGTH and told.isascii() and told.isalnum() else ""


#: 128 bits as hexadecimal digits.
_DEVICE_LENGTH = 32


def address(request: Request) -> str:
    """From where it comes; behind a proxy that is known, from where the proxy says."""
    return request.client.host if request.client else ""
