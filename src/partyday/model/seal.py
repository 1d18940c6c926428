"""The seal of a filed workbook: what was filed, in a hidden sheet, for the superior's book to take in.

The data is JSON, compressed and written in letters and digits alone, so that no program that opens and saves the
workbook changes it; its SHA-256 stands beside it. That guards against damage and edits, not against forgery. Knows no
workbook.
"""

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterable
from datetime import date
from functools import cached_property, lru_cache

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model import digest
from partyday.model.archive import pack, unpack
from partyday.model.filings import Whose
from partyday.model.frozen import frozen
from partyday.model.paper import Sheet, sha256
from partyday.model.period import Period

SEAL_TAB = "partyday"

_SAYS = "partyday 报送数据：供上级党组织汇总，请勿修改或删除本页。"
_VERSION = 1
_CHUNK = 30_000  # a cell holds 32,767 characters
_LARGEST = 64 << 20  # bytes of JSON: a school's whole year is a tenth of it
_MOST_LINES = 2_000


@frozen(kw_only=True)
class Sealed:
    """What a filed workbook says of itself: `content` are its sheets as `archive` packs them.

    `member` is whom it is about, empty where it is about nobody alone, `number` their number on the branch's roster.
    `anchor` says where the log of the book stood when it was filed (`model.anchors`). Both are empty where an older
    version filed it.
    """

    form: str
    branch: str
    superior: str
    period: Period
    filed_on: date
    policy: str
    sha256: str
    content: str
    member: str = ""
    anchor: str = ""
    number: str = ""

    @property
    def whose(self) -> Whose:
        """Whom it is about."""
        return Whose(self.member, int(self.number) if self.number else None)

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets as they were filed."""
        return unpack(self.content)


def seal(sealed: Sealed) -> list[str]:
    """The lines of the hidden sheet."""
    text = json.dumps(
        {
            **{name: getattr(sealed, name) for name in (*_TEXTS, *_LATER)},
            "filed_on": sealed.filed_on.isoformat(),
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode("utf-8", "surrogatepass")
    letters = base64.b64encode(zlib.compress(text, 9)).decode("ascii")
    chunks = [letters[at : at + _CHUNK] for at in range(0, len(letters), _CHUNK)]
    return [_SAYS, str(_VERSION), digest.sha256(text).hexdigest(), *chunks]


def _is_name(text: str) -> bool:
    """Whether a text is a name of something: in one line, of signs that are seen, no longer than such names are."""
    return text.isprintable() and len(text) <= _LONGEST_NAME


_LONGEST_NAME = 500
_NAMES = ("form", "branch", "superior", "policy", "member", "anchor")

_TEXTS = ("form", "branch", "superior", "period", "policy", "sha256", "content", "member")
#: What older versions did not tell.
_LATER = ("anchor", "number")

_NUMBER = re.compile(r"(?:[1-9][0-9]{0,8})?")


#: Branches file the same few periods.
_period = lru_cache(maxsize=64)(Period.read)


def unseal(file: str, lines: Iterable[str]) -> Sealed:
    """What the lines of the hidden sheet of `file` say. Raises BadInput where they were damaged or altered."""
    _says, version, hashed, *chunks = [*lines, *[""] * 3][: max(3, _MOST_LINES)]
    if version.isdecimal() and int(version) > _VERSION:
        raise BadInput(
            _("{file} was filed with a newer partyday.").format(file=file),
            _("Install the newest partyday on this computer; nothing was changed."),
        )
    try:
        reader = zlib.decompressobj()
        text = reader.decompress(base64.b64decode("".join(chunks), validate=True), _LARGEST)
        if reader.unconsumed_tail or not reader.eof or digest.sha256(text).hexdigest() != hashed:
            raise ValueError(hashed)
        told = json.loads(text.decode("utf-8", "surrogatepass"))
        if not all(isinstance(told[name], str) for name in _TEXTS):
            raise TypeError(told)
        period = _period(told["period"])
        filed_on = date.fromisoformat(told["filed_on"])
        words = {name: told[name] for name in _TEXTS} | {name: str(told.get(name, "")) for name in _LATER}
        sealed = Sealed(**words | {"period": period, "filed_on": filed_on})
        if period != told["period"] or not all(map(_is_name, (words[name] for name in _NAMES))):
            raise ValueError(words)
        if not _NUMBER.fullmatch(sealed.number) or (sealed.number and not sealed.member):
            raise ValueError(sealed.number)
        # Half of a sign, which no database takes, is an error here. Only where something is written by its number can
        # one hide in the text.
        (pack(sealed.sheets) if "\\u" in sealed.content else sealed.content).encode()
        if not sealed.sheets or sha256(*sealed.sheets) != sealed.sha256:
            raise ValueError(sealed.sha256)
    except (ValueError, KeyError, TypeError, BadInput, binascii.Error, zlib.error):
        raise BadInput(
            _("{file} is damaged: the data that was filed with it has been changed.").format(file=file),
            _("Ask the branch for the workbook as it was filed; `partyday report --list` names it there."),
        ) from None
    return sealed
