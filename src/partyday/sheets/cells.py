"""From one cell, as people fill it in, to the value it means; or to the sentence that says why it means none.

Every function takes a cell as `pages` holds it and raises `Unreadable` with a sentence for a `Problem`. Kept apart
from those so that it needs no file: imports the words and the nouns only, never openpyxl, rules, store, services.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence, Set
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from operator import mul
from typing import Generic, TypeVar

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.dates import Day, NoSuchDay, NotADate, half_width, read_day, squeezed
from partyday.model.frozen import frozen
from partyday.model.money import fen
from partyday.words.terms import official

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


@frozen
class Spoiled:
    """A cell that cannot be trusted: what it shows, and why. An empty `problem` was told at another cell."""

    shown: str
    problem: str = ""


class Coded(int):
    """A whole number whose format shows zeros in front: 123 shown as 00123."""

    code: str

    def __new__(cls, number: int, code: str) -> "Coded":
        """The number, and how its cell shows it."""
        self = super().__new__(cls, number)
        self.code = code
        return self


Cell = str | int | float | date | datetime | time | timedelta | Spoiled | None


class Unreadable(ValueError):
    """A cell does not hold what its column asks for; `str()` is the sentence, empty where it was told already."""


@frozen
class Told(Generic[T]):
    """What a cell means, with a sentence on what was understood of it: it is taken, and told."""

    value: T
    sentence: str


#: What people put into a cell to say that there is nothing to say.
NOTHING = frozenset(
    {"/", "//", "\\", "-", "--", "–", "—", "——", "———", "－", "／", "#", "无", "暂无", "空", "(空)", "（空）"}
    | {"未填", "未填写", "(跳过)", "（跳过）", "N/A", "n/a", "NA", "null", "None"}
)

#: Excel keeps so many digits of a number and turns the rest into zeros.
EXACT_DIGITS = 15

NAME_LENGTH = 50
LARGEST_COUNT = 999_999_999
_NO_FRACTION = 1e-6
#: What makes a sum one of each month: 123元/月.
_A_MONTH = re.compile(r"\s*(?:[/／每]\s*月)$")

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"))
_DOTS = dict.fromkeys(map(ord, "・•．‧∙･⋅"), "·")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_EXCEL_CONTROL = re.compile(r"_x00[01][0-9A-Fa-f]_")
_CJK = r"\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\ue000-\uf8ff"
USUAL_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
#: Compiled when the first name needs them: classes of so many letters take milliseconds.
_SPACE_IN_NAME = rf"(?<=[{_CJK}·])[ \u3000\xa0]+(?=[{_CJK}·])"
_STOP_IN_NAME = rf"(?<=[{_CJK}])\.(?=[{_CJK}])"

_APART = re.compile(r"^(\d{4})\s+(\d{1,2})\s+(\d{1,2})$")
_WITHOUT_YEAR = re.compile(r"\d{1,2}月|\d[./-]\d{1,2}$|[^\d〇零○一二三四五六七八九']|[一二三四五六七八九十廿]{1,3}月")
#: What people write behind a date and does not change it.
BEHIND_DATE = re.compile(
    r"\([^()\d]+\)$"
    r"|(?:拟转正|到期|期满|预备期满|转正|转为正式党员|按期转正|入党|加入|预备|转入|转出|出生|生|起|至今)$"
)
#: Years of two digits are those of the hundred years up to here.
_LAST_SHORT_YEAR = date(2030, 12, 31)
_EXCEL_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL, _END_OF_SERIALS = 10_000, 100_000

_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)

_ID_NUMBER = re.compile(r"\d{17}[\dX]")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"

_YES_NO = dict.fromkeys(("是", "有", "√", "✓", "✔", "y", "yes", "1", "true", "流动", "流动党员"), True) | dict.fromkeys(
    ("否", "不是", "无", "没有", "×", "✗", "n", "no", "0", "false", "非流动", "非流动党员"), False
)

#: How a line under a table begins (合计, 填表人, 备注 …), brackets and stars in front of it left aside.
_FOOTER = re.compile(
    r"[\s*＊※（(【\[]*(?:合\s*计|总\s*计|共\s*计|小\s*计|填\s*[表报]|制\s*[表单]|审\s*核|经\s*办\s*人|负\s*责\s*人"
    r"|(?:党)?支部书记|注\s*(?:[:：\d]|$)|备\s*注|说\s*明|单\s*位|盖\s*章|应\s*到|实\s*到|主\s*持|记\s*录|日\s*期)"
)


_EXCEL_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!"}
    | {"#GETTING_DATA", "#UNKNOWN!", "#CONNECT!", "#BUSY!", "#PYTHON!"}
)


def without_errors(cell: Cell) -> Cell:
    """The cell; an error of Excel is one that cannot be trusted."""
    if isinstance(cell, str) and cell[:1] == "#" and cell in _EXCEL_ERRORS:
        return Spoiled(cell, _("The cell holds an error of Excel; write the value itself."))
    return cell


def shown(cell: Cell) -> str:
    """The cell as a person sees it, for telling a problem and for looking at a row as a whole."""
    match cell:
        case None:
            return ""
        case str():
            return cell.strip()
        case Spoiled():
            return cell.shown
        case bool():
            return str(cell).upper()
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case _:
            return str(cell)


def in_one_line(cell: Cell) -> str:
    """The same without line breaks and with single blanks."""
    return " ".join(shown(cell).split())


def is_blank(cell: Cell) -> bool:
    """Whether a person sees nothing in it."""
    if isinstance(cell, str):
        return not cell or cell.isspace()
    return cell is None or (isinstance(cell, Spoiled) and not cell.shown)


def opens_footer(cells: Sequence[Cell]) -> bool:
    """Whether the row begins like a line under a table: 合计, 填表人, 支部书记, 备注 …"""
    first = next((shown(cell) for cell in cells if not is_blank(cell)), "")
    return _FOOTER.match(first) is not None


def read_text(cell: Cell) -> str:
    """One line of text, runs of blanks as one; whole numbers as their digits. Raises Unreadable for a date."""
    if isinstance(cell, str):
        return _one_line(cell)
    if isinstance(cell, Spoiled):
        raise Unreadable(cell.problem)
    if isinstance(cell, date | time | timedelta):
        raise Unreadable(_("Excel took this for a date or a time. Give the column the format Text and write it again."))
    return _one_line(shown(cell))


def _one_line(text: str) -> str:
    text = " ".join(_seen(text).split())
    if _CONTROL.search(text):
        raise Unreadable(_("There is an invisible control character in it; write it again by hand."))
    return text


def _seen(text: str) -> str:
    """Without the characters nobody sees; a control character that Excel wrote out is one again."""
    if text.isascii() and "_x00" not in text:
        return text
    return _EXCEL_CONTROL.sub("\n", text).translate(_INVISIBLE)


def read_code(cell: Cell) -> str:
    """A number that is a name: its characters without blanks, leading zeros kept.

    Raises Unreadable where digits are lost: a number of more than 15 digits, or one written as 4.4E+17.
    """
    if isinstance(cell, str) and cell.isascii() and cell.isalnum():
        return cell
    if isinstance(cell, Coded):
        return cell.code
    if type(cell) is int and 0 <= cell < 10**EXACT_DIGITS:
        return str(cell)
    code = squeezed(read_text(cell)).lstrip("'’")
    too_long = isinstance(cell, int | float) and abs(cell) >= 10**EXACT_DIGITS
    if too_long or _SCIENTIFIC.fullmatch(code):
        raise Unreadable(
            _("Stored as a number, it has lost digits. Give the column the format Text and write it again.")
        )
    return code


def read_name(cell: Cell) -> str:
    """A person's name: no blanks between Chinese characters, one kind of middle dot, nothing else changed.

    Rare characters stay as they are. Raises Unreadable for more than 50 characters, control characters, line breaks,
    and for what holds no letter at all.
    """
    if type(cell) is str and USUAL_NAME.fullmatch(cell):
        return cell
    if isinstance(cell, str) and _CONTROL.search(_seen(cell).strip()):
        raise Unreadable(_("There is a line break or a control character in the name."))
    name = read_text(cell).translate(_DOTS)
    name = re.sub(_SPACE_IN_NAME, "", re.sub(_STOP_IN_NAME, "·", name))
    if len(name) > NAME_LENGTH:
        raise Unreadable(_("A name has at most {limit} characters.").format(limit=NAME_LENGTH))
    if all(char.isdigit() or unicodedata.category(char)[0] in "PSZ" for char in name):
        raise Unreadable(_("This is not a name."))
    return name


def read_date(cell: Cell) -> Day:
    """A date in any of the styles people use; a month alone is its first day.

    Takes Excel dates, 2019-07-01, 2019.7.1, 2019/7/1, 2019年7月1日, 20190701, 2019年7月, 2019.07 and 201907, full-width
    digits, a time of day behind (left aside), and Excel's five-digit day numbers in a number cell. Raises Unreadable
    for anything else, for a day no calendar has, and for the number 2019.1, which may have been typed as 2019.10.
    """
    match cell:
        case datetime():
            return Day(cell.date())
        case date():
            return Day(cell)
        case str():
            return _written_date(cell)
        case int() | float() if not isinstance(cell, bool):
            return _number_date(cell)
        case Spoiled():
            raise Unreadable(cell.problem)
        case _:
            raise _no_date()


def _no_date() -> Unreadable:
    return Unreadable(_("This is not a date; write it as 2019-07-01."))


def _written_date(text: str) -> Day:
    plain = _APART.sub(r"\1.\2.\3", half_width(text).strip()).rstrip("。.,;、").lstrip("'").replace("\\", "/")
    plain = BEHIND_DATE.sub("", plain).strip()
    if _WITHOUT_YEAR.match(plain):
        raise _no_date()
    try:
        return read_day(plain, _LAST_SHORT_YEAR, short_years=True)
    except NoSuchDay:
        raise Unreadable(_("No calendar has this day.")) from None
    except NotADate:
        raise _no_date() from None
    except BadInput as error:
        raise Unreadable(str(error)) from None


def _number_date(number: float) -> Day:
    if _FIRST_SERIAL <= number < _END_OF_SERIALS:
        return Day(_EXCEL_EPOCH + timedelta(days=int(number)))
    text = shown(number)
    if re.fullmatch(r"\d{2}(?:\d{2})?\.1", text):
        year = text[:-2] if len(text) > len("98.1") else str(_written_date(text).on.year)
        raise Unreadable(
            _("As a number this may mean January or October; write {january} or {october}.").format(
                january=f"{year}-01", october=f"{year}-10"
            )
        )
    return _written_date(text)


def read_yes_no(cell: Cell) -> bool:
    """是 or 否, as people write them: √ ×, Y N, 1 0, 有 无."""
    text = squeezed(read_text(cell)).casefold()
    if text not in _YES_NO:
        raise Unreadable(_("Write 是 or 否."))
    return _YES_NO[text]


def read_count(cell: Cell) -> int:
    """A whole number from 1."""
    if type(cell) is int and 0 < cell <= LARGEST_COUNT:
        return cell
    text = squeezed(read_text(cell))
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_COUNT)) and int(text)):
        raise Unreadable(_("This is not a whole number from 1."))
    return int(text)


def read_amount(cell: Cell) -> int:
    """An amount of money in yuan, as fen."""
    try:
        # A reckoned 97.4999999999 is 97.50; a fraction of a fen is a slip, and told.
        whole = isinstance(cell, float) and abs(cell - round(cell, 2)) < _NO_FRACTION
        return fen(_A_MONTH.sub("", read_text(f"{cell:.2f}" if whole else cell)))
    except BadInput as error:
        raise Unreadable(str(error)) from None


def unknown_term(kind: type[StrEnum]) -> str:
    """The sentence for a word that is none of the terms of `kind`."""
    return _("Write one of: {terms}.").format(terms="、".join(official(code) for code in kind))


def read_id_number(cell: Cell) -> str:
    """公民身份号码, 18 characters with the check digit of GB 11643 and a birth date there is; X is upper case."""
    text = read_code(cell).upper()
    if not _ID_NUMBER.fullmatch(text):
        raise Unreadable(_("An ID number has 18 characters: 17 digits, then a digit or X."))
    if _ID_CHECK[sum(map(mul, _ID_WEIGHTS, map(int, text[:17]))) % 11] != text[17]:
        raise Unreadable(_("The check digit of the ID number is wrong: one of its characters is mistyped."))
    try:
        birth_in(text)
    except ValueError:
        raise Unreadable(_("The birth date in the ID number does not exist.")) from None
    return text


def birth_in(id_number: str) -> date:
    """The birth date a well-formed ID number holds; raises ValueError where no calendar has it."""
    return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))


def optional(read: Callable[[Cell], T], nothing: Set[str] = NOTHING) -> Callable[[Cell], T | None]:
    """`read`, with None for a cell that is blank or says that there is nothing to say."""

    def read_or_none(cell: Cell) -> T | None:
        if cell is None or (isinstance(cell, str) and (not (text := cell.strip()) or text in nothing)):
            return None
        return read(cell)

    return read_or_none


def required(read: Callable[[Cell], T]) -> Callable[[Cell], T]:
    """`read`, with a sentence of its own for a cell that is blank."""

    def read_filled(cell: Cell) -> T:
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            raise Unreadable(_("This cell must be filled in."))
        return read(cell)

    return read_filled


def remembered(read: Callable[[Cell], T]) -> Callable[[Cell], T]:
    """`read`, understanding a text that comes again and again (a branch, a standing) only once."""
    read_again: Callable[[str], T] = lru_cache(maxsize=4096)(read)

    def read_known(cell: Cell) -> T:
        return read_again(cell) if type(cell) is str else read(cell)

    return read_known
