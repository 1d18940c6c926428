"""From one cell of a roster to what it means: a standing, a date, an ID number, an office.

Imports the words and the cells only; no rules, store, services or cli.
"""

import re
from datetime import datetime
from functools import cache

from partyday.i18n import _
from partyday.model.codes import Circumstance, Standing
from partyday.model.dates import Day, half_width, squeezed
from partyday.sheets.cells import (
    BEHIND_DATE,
    NOTHING,
    Cell,
    Told,
    Unreadable,
    optional,
    read_code,
    read_date,
    read_id_number,
    read_text,
    read_yes_no,
    remembered,
    shown,
    unknown_term,
)
from partyday.sheets.frame import says_nothing
from partyday.words.terms import read_term
from partyday.words.vocabulary import vocabulary, without_asides

_WORDS = vocabulary("roster")

_BETWEEN_TERMS = re.compile(r"[、,，;；/\s]+")
_NO_CIRCUMSTANCE = frozenset({"无", "正常", "否"})
_FULL_YEAR = re.compile(r"\d{4}|[〇零○一二三四五六七八九]{4}年")
_NO_ID = re.compile(r"待补|待填|未提供|缺|无|不详|暂")
_ROUNDED = re.compile(r"\d{15}0{2,3}")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+1[67]", re.IGNORECASE)
_OLD_ID = re.compile(r"\d{15}")
_MASKED_ID = re.compile(r"[\dXx]*[*＊xX•●]{3,}[\dXx]*")


def read_standing(cell: Cell) -> Standing | Told[Standing]:
    """A standing by any of its names; what stands in brackets behind it is told."""
    text = _CODED.sub("", read_text(cell))
    if code := _WORDS.word("standing", text):
        return Standing(code)
    bare = without_asides(half_width(text)).strip()
    if code := _WORDS.word("standing", bare):
        return Told(Standing(code), _("“{text}” was read as {word}.").format(text=text, word=bare))
    if _WORDS.word("outside", bare):
        raise Unreadable(
            _("Who is neither in the Party nor on the way into it does not stand on its roster: take the row out.")
        )
    raise Unreadable(unknown_term(Standing))


#: The code of a system in front of its word: 01 正式党员, 2-预备党员.
_CODED = re.compile(r"^\d{1,3}\s*[.、:：—-]?\s*(?=[\u4e00-\u9fff])")


def read_ticked(cell: Cell) -> bool | None:
    """Whether a column that is named for a standing is ticked; None for a blank one."""
    if says_nothing(cell) or _EMPTY_BOX.fullmatch(shown(cell)):
        return None
    return read_yes_no(cell)


_EMPTY_BOX = re.compile("[□☐]")


def read_gender(cell: Cell) -> str:
    """男 or 女."""
    gender = _WORDS.word("gender", squeezed(read_text(cell)))
    if gender is None:
        raise Unreadable(_("Write 男 or 女."))
    return gender


def read_suspended(cell: Cell) -> bool | Told[bool]:
    """Whether somebody's membership of the Party is suspended. Raises for who is there no more."""
    word = _WORDS.word("suspended", read_text(cell))
    bare = without_asides(half_width(read_text(cell))).strip()
    if word is None and (behind := _WORDS.word("suspended", bare)):
        return Told(behind == "yes", _("“{text}” was read as {word}.").format(text=read_text(cell), word=bare))
    if word is None and _WORDS.word("left", read_text(cell)):
        raise Unreadable(has_left())
    if word is None:
        raise Unreadable(_("Write 正常 or 停止党籍."))
    return word == "yes"


def has_left() -> str:
    """The sentence about somebody who is there no more."""
    return _(
        "This person has left, and a roster is of who is there: take the row out; whoever is in the book is taken out "
        "with `partyday member transfer` or `partyday member remove`."
    )


def date_or_none(text: str) -> Day | None:
    """A date, None for what is none."""
    try:
        return read_date(text)
    except Unreadable:
        return None


def read_circumstances(cell: Cell) -> frozenset[Circumstance]:
    """All circumstances that a cell names."""
    terms = set(filter(None, _BETWEEN_TERMS.split(read_text(cell)))) - _NO_CIRCUMSTANCE
    codes = {read_term(Circumstance, term) for term in terms}
    if None in codes:
        raise Unreadable(unknown_term(Circumstance))
    return frozenset(code for code in codes if code)


_ANSWERED = re.compile(r"\s*(?:[A-Ha-h][.、．])?\s*(是|否|有|无|√|×|[YyNn])\s*(?:[(（,，、:：;；]\s*(.+?)[)）]?)?\s*")


def read_answer(cell: Cell) -> bool | Told[bool]:
    """是 or 否; what stands behind it, 是（上海）, is told."""
    text = shown(cell)
    found = _ANSWERED.fullmatch(text)
    if found is None or not found[2]:
        return read_yes_no(found[1] if found else cell)
    return Told(read_yes_no(found[1]), _("“{text}” was read as {word}.").format(text=text, word=found[1]))


def read_staff_kind(cell: Cell) -> str:
    """A kind of staff or student, as it is written."""
    text = read_text(cell)
    without = without_asides(half_width(text))
    if not any(_WORDS.word("staff_kind", shape) for shape in (text, without, without.removesuffix("党员"))):
        raise Unreadable(_("This is no kind of staff or student."))
    return text


def _read_day(cell: Cell) -> Day | Told[Day] | Told[None] | None:
    """A date; None for a word that says there is none (未转正, 待转正, ——); what was guessed is told."""
    if isinstance(cell, str) and _WORDS.word("nothing", cell):
        return None
    if isinstance(cell, str) and _WORDS.word("here", cell):
        return Told(None, _("“{text}” is no date; none was entered.").format(text=cell.strip()))
    day = read_date(cell)
    if not isinstance(cell, str | int | float):
        return day
    plain = half_width(shown(cell)).strip()
    if _FULL_YEAR.match(plain) and not BEHIND_DATE.search(plain):
        return day
    on = day.on.isoformat()[: len("2008-06") if day.month_only else None]
    return Told(day, _("“{text}” was read as {date}.").format(text=shown(cell), date=on))


def _read_party_day(cell: Cell) -> Day | Told[Day] | Told[None] | None:
    """The date of joining or of confirmation, as `_read_day`; raises for a moment that a system stamped."""
    if _has_a_clock(cell):
        raise Unreadable(_("With a time of day this is no date of joining or confirmation: whose is it?"))
    return _read_day(cell)


def _has_a_clock(cell: Cell) -> bool:
    """Whether a date has a time of day with minutes, as systems stamp it: nobody joins the Party at 10:12:11."""
    if isinstance(cell, datetime):
        return (cell.minute, cell.second) != (0, 0)
    found = _CLOCK.search(cell) if isinstance(cell, str) and ":" in cell else None
    return found is not None and any(int(part or 0) for part in found.groups())


_CLOCK = re.compile(r"\d[\sT]+\d{1,2}:(\d{2})(?::(\d{2}))?")


def read_id(cell: Cell) -> str | Told[None]:
    """An ID number; what is none yet (15 digits, masked, 待补) is kept out and told."""
    text = squeezed(shown(cell)).lstrip("'")
    if _OLD_ID.fullmatch(text) and not isinstance(cell, float):
        return Told(None, _("An ID number of 15 digits is out of use; it was left out."))
    if _MASKED_ID.fullmatch(text):
        return Told(None, _("The ID number is masked; it was left out."))
    if _NO_ID.search(text):
        return Told(None, _("“{text}” stands for an ID number; it was left out.").format(text=text))
    try:
        return read_id_number(cell)
    except Unreadable:
        if (_ROUNDED.fullmatch(text) and isinstance(cell, int | float)) or _SCIENTIFIC.fullmatch(text):
            return Told(None, _("Excel took the ID number for a number and cut its digits; it was left out."))
        raise


_DITTO = frozenset({"同上", "同左", "〃", "″", '"', "々", "”", "“"})


def _read_said(cell: Cell) -> str:
    """A text; raises for a sign that stands for the cell above."""
    text = read_text(cell)
    if text in _DITTO:
        raise Unreadable(_("Write it out: this stands for what is written above or beside it."))
    return text


_BETWEEN_OFFICES = re.compile(r"[、,，;；/兼和\s]+")


_SHORT_OFFICES = frozenset({"组织", "宣传", "纪检", "纪律", "青年", "统战", "学习", "生活", "保密"})


def offices_in(text: str) -> tuple[tuple[str, ...], str]:
    """The offices of a branch that a cell names and the book knows, and the others as one text.

    组织、宣传委员 are 组织委员 and 宣传委员.
    """
    said = [word for word in _BETWEEN_OFFICES.split(text) if word and word not in NOTHING]
    if said and said[-1].endswith("委员"):
        said = [word + "委员" if word in _SHORT_OFFICES else word for word in said]
    known = [office for word in said if (office := _WORDS.word("office", word))]
    return tuple(dict.fromkeys(known)), "、".join(word for word in said if not _WORDS.word("office", word))


def columns_remarked(text: str) -> list[str]:
    """The columns that would enter what the words of a remark name: 情况, 党内职务."""
    said = list(filter(None, _BETWEEN_TERMS.split(text)))
    names = {"circumstances": lambda word: read_term(Circumstance, word), "office": lambda word: offices_in(word)[0]}
    return [_WORDS.official(field) for field, names_it in names.items() if any(map(names_it, said))]


#: Any text, and a date in any style: understood once where the same comes again and again.
text_or_none = remembered(optional(_read_said))
day_or_none = remembered(optional(_read_day))
party_day_or_none = remembered(optional(_read_party_day))


_REMARKED_CODE = re.compile(r"([A-Za-z0-9-]+)\s*[(（]([^()（）]+)[)）]")


def read_staff_number(cell: Cell) -> str | Told[str]:
    """A staff or student number; a remark in brackets behind it is told."""
    found = _REMARKED_CODE.fullmatch(cell.strip()) if isinstance(cell, str) and not cell.isalnum() else None
    if found is None:
        return read_code(cell)
    return Told(found[1], _("“{text}” was read as {word}.").format(text=shown(cell), word=found[1]))


def read_phone(cell: Cell) -> str | Told[str] | Told[None] | None:
    """A telephone number; one that was masked on its way out says nothing, one that cannot be is told."""
    code = read_code(cell)
    if len(code) == _MOBILE_DIGITS and code.isdecimal():
        return code
    if "*" in code:
        return None
    if not any(map(str.isdigit, code)):
        return Told(None, _("“{text}” is no telephone number; it was left out.").format(text=shown(cell)))
    if code.isdecimal() and _LIKE_A_MOBILE.match(code):
        return Told(code, _("“{text}” has {count} digits, not 11.").format(text=code, count=len(code)))
    return code


_LIKE_A_MOBILE = re.compile(r"1[3-9]\d{6}")
_MOBILE_DIGITS = 11


# ---- what a heading or a sheet's name says of all below it


def standing_of(heading: str) -> Standing | None:
    """The standing that a heading says those below it have: 一、正式党员（2名）. None for another heading."""
    word = _WORDS.word("standing", _OF_LIST.sub("", _COUNT.sub("", _NUMBERED.sub("", heading))))
    return Standing(word) if word else None


def group_of(heading: str) -> str:
    """The Party group that a heading names: 第一党小组（组长：邹忌）. Blank for another heading."""
    found = _GROUP.match(_NUMBERED.sub("", heading))
    return "".join(found[1].split()) if found else ""


@cache
def branch_of(heading: str) -> str:
    """The branch that a heading or the name of a sheet names: 二、教工第一党支部（12人）. Blank for another heading."""
    found = _BRANCH.fullmatch(_NUMBERED.sub("", heading))
    return "".join(found[1].split()) if found else ""


def standing_of_sheet(name: str) -> Standing | None:
    """The standing of everybody in a sheet of that name: 预备党员, 发展对象名单. 党员 alone may be either kind."""
    heading = _OF_SHEET.sub("", _NUMBERED.sub("", name.strip()))
    return None if heading in EITHER_KIND else standing_of(heading)


def names_a_standing(name: str) -> bool:
    """Whether a sheet's name says who is in it: 党员, 预备党员, 发展对象名单."""
    return standing_of(_OF_SHEET.sub("", _NUMBERED.sub("", name.strip()))) is not None


_NUMBERED = re.compile(
    r"^\s*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）]?\s*[、.．)）]|[(（][一二三四五六七八九十\d]{1,3}[)）])\s*"
)
_COUNT = re.compile(r"[(（【\[]?\s*(?:共|计)?\s*\d+\s*[人名].*|[:：\s]")
_GROUP = re.compile(
    r"\s*((?:第\s*[一二三四五六七八九十\d]{1,3}|[\u4e00-\u9fff]{1,8})?\s*党?\s*小组)\s*(?:$|[(（\[【:：\d])"
)
_BRANCH = re.compile(
    r"(?!.*(?:本|我|各|该|其他|其它|外)支部)\s*([\u4e00-\u9fff\d]{2,30}?支部)\s*(?:花?名[单册]|党员)?\s*[:：]?\s*(?:[(（\[【:：].*)?"
)
_OF_LIST = re.compile("(?:花?名[单册]|部分|人员)$")
_OF_SHEET = re.compile(r"(?:花?名[单册]|信息|情况|统计|汇总|表|\d+|[(（].*[)）]|\s)+$")
#: Words for a member that may be either kind.
EITHER_KIND = frozenset({"党员", "中共党员", "共产党员", "中国共产党党员"})
