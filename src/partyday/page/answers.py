"""What every answer has: the template filled in, the headers that keep a page to itself, cookies."""

from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
import segno
from starlette.responses import HTMLResponse, Response

from partyday.page.sentences import say_in

_HERE = Path(__file__).with_name("templates")

STYLE = (_HERE / "style.css").read_bytes()

#: Nothing from elsewhere, no script, in no frame, sent to nobody but us; and nothing is kept in a cache.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Pages:
    """The templates, for a page at an address (`base`), headed by the names of a branch and a day."""

    def __init__(self, base: str, branch: str, day: str) -> None:
        self.base = base.rstrip("/")
        self.root = urlsplit(self.base).path
        self.branch, self.day = branch, day
        self.is_secure = self.base.startswith("https://")
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_HERE),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=False,
        )

    def page(self, template: str, language: str, status: int = 200, /, **values: Any) -> HTMLResponse:
        """A template filled in; `language` is `zh` or `en`."""
        told: dict[str, object] = {
            "language": language,
            "say": say_in(language),
            "root": self.root,
            "branch": self.branch,
            "day": self.day,
            "problem": "",
            "refresh": None,
            "wide": False,
        }
        text = self._templates.get_template(f"{template}.html").render(told | values)
        return HTMLResponse(text, status, HEADERS)

    def cookie(self, answer: Response, name: str, value: str, seconds: int | None, *, strict: bool = False) -> None:
        """Let the browser keep something for so long; None: until it is closed."""
        answer.set_cookie(
            name,
            value,
            max_age=seconds,
            path=self.root or "/",
            secure=self.is_secure,
            httponly=True,
            samesite="strict" if strict else "lax",
        )


def drawn(text: str) -> str:
    """A text as a code to scan, an SVG without any style of its own."""
    return str(segno.make(text, error="m", micro=False).svg_inline(border=2, light="#fff", omitsize=True))


def for_terminal(text: str) -> list[str]:
    """The same as lines for a terminal: two rows in one, black on white by the terminal's own commands."""
    rows = [list(row) for row in segno.make(text, error="l", micro=False).matrix_iter(border=2)]
    rows += [[0] * len(rows[0])] * (len(rows) % 2)
    lines = []
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        cells = (
            f"\x1b[{_INK[bool(below)]};{_GROUND[bool(above)]}m▄" for above, below in zip(upper, lower, strict=True)
        )
        lines.append("".join(cells) + "\x1b[0m")
    return lines


#: Black where a code is dark and white where it is light, as a terminal is told it: in front, and behind.
_INK, _GROUND = {True: 30, False: 97}, {True: 40, False: 107}


def time_of(claim_at: str) -> str:
    """The hour of a claim on the server's clock."""
    return f"{datetime.fromisoformat(claim_at).astimezone():%H:%M:%S}"
