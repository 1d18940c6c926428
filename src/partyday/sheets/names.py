"""People's names as a column of names holds them: the name, and apart from it what somebody remarked on it.

Imports the cells only; no rules, store, services or cli.
"""

import re

from partyday.i18n import _
from partyday.sheets.cells import USUAL_NAME, Cell, Told, Unreadable, read_name, read_text

# What holds classes of so many letters is compiled when the first name needs it: each takes milliseconds, and most
# names are of the usual kind.
_HAN = r"\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_MARKS = re.compile(r"[\s*＊※★☆▲△●○◆#＃√✓]+")
_OPEN, _CLOSE = r"(（【\[〔<《［｛{「『＜", r")）】\]〕>》］｝}」』＞"
_BRACKETED = re.compile(f"[{_OPEN}]([^{_OPEN}{_CLOSE}]*)(?:[{_CLOSE}]|$)")
_TWO = rf"(?<=[{_HAN}])\s*[/／、,，;；&＆+＋|]\s*(?=[{_HAN}])|(?<=[{_HAN}])和(?=[{_HAN}]{{2}})"
_APART = rf"([{_HAN}]{{2,3}})\s+([{_HAN}]{{2,3}})"
_LETTER = rf"[{_HAN}]\s*[A-Za-zＡ-Ｚａ-ｚ]|[A-Za-zＡ-Ｚａ-ｚ]\s*[{_HAN}]"
_CUT_OFF = re.compile(r"[·・•．‧∙･⋅]$")
_COUNTED = re.compile(r"^(?:合计|小计|总计|共计)$|(?:合计|共计|总计|小计|共)\s*\d+|\d+\s*[人名]$")
#: How people are addressed behind their names.
_ADDRESSES = ("老师", "同志", "同学", "教授", "书记", "主任", "院长", "处长")
_ADDRESS = "|".join(_ADDRESSES)
_ADDRESSED = rf"([{_HAN}·]{{2,}})({_ADDRESS})$"
#: What is written where nobody's name is known.
_NOBODY_YET = frozenset({"待定", "未定", "同上", "待补", "空缺", "暂缺", "不详", "佚名"})
_NOBODY = rf".*[{_HAN}]等(?:\d+人)?|[{_HAN}](?:{_ADDRESS})|[{_HAN}]|.*[?？]"
_REMARKED = rf"([{_HAN}·]{{2,}}?)\s*[-—–:：]+\s*([{_HAN}]{{2,}})$"
#: A round mark between the parts of a name: 吐尔逊江●买买提.
_ROUND_DOT = rf"(?<=[{_HAN}])●(?=[{_HAN}])"
#: A name with more characters has two parts, with a dot or a blank between them.
_LONGEST_OF_ONE_PART = 4
_IN_TWO_PARTS = rf"[{_HAN}]{{2,}}\s+[{_HAN}]{{2,}}"
#: Surnames of two characters that people part from the given name by a blank.
_COMPOUND = ("欧阳", "司马", "上官", "诸葛", "尉迟", "长孙", "慕容", "令狐", "东方", "皇甫", "公孙", "司徒", "端木")


def read_person(cell: Cell) -> str | Told[str]:
    """A person's name; what stands beside it (林晓岚（书记）, 单田*) is left aside and told.

    Raises Unreadable for what is no name of one person: with digits, with a letter behind (何建业A), two names.
    """
    if type(cell) is str and _is_usual(cell):
        return cell
    text = re.sub(_ROUND_DOT, "·", read_text(cell)) if isinstance(cell, str) else read_name(cell)
    remarks = [remark.strip() for remark in _BRACKETED.findall(text)]
    bare = _BRACKETED.sub(" ", text).strip()
    marks = _MARKS.sub("", bare) != "".join(bare.split())
    if marks:
        remarks += ["".join(found.split()) for found in _MARKS.findall(bare) if found.strip()]
        bare = _MARKS.sub(" ", bare).strip()
    if behind := re.match(_REMARKED, bare):
        bare = behind[1]
        remarks.append(behind[2])
    if addressed := re.match(_ADDRESSED, bare):
        bare = addressed[1]
        remarks.append(addressed[2])
    _refuse_others(bare or text)
    name = read_name(bare or cell)
    told = [remark for remark in remarks if remark]
    if not told and re.fullmatch(_IN_TWO_PARTS, bare) and len(name) > _LONGEST_OF_ONE_PART:
        return Told(name, _("“{text}” is {name}.").format(text=text, name=name))
    if not told:
        return name
    return Told(
        name, _("“{text}” is {name}; “{remark}” was left aside.").format(text=text, name=name, remark="、".join(told))
    )


def _is_usual(text: str) -> bool:
    """Whether it is a name of two to four usual characters, and nothing that could mean anything else."""
    return (
        USUAL_NAME.fullmatch(text) is not None
        and not text.endswith(_OPEN_ENDINGS)
        and "和" not in text
        and text not in _NOBODY_YET
    )


_OPEN_ENDINGS = ("计", "等", *_ADDRESSES)


def _refuse_others(text: str) -> None:
    apart = re.fullmatch(_APART, text)
    if re.search(_TWO, text) or (apart and apart[1] not in _COMPOUND):
        raise Unreadable(_("These look like two people; write each in a row of their own."))
    if _COUNTED.search(text) or text in _NOBODY_YET or re.fullmatch(_NOBODY, text):
        raise Unreadable(_("This is not a name."))
    if any(char.isdigit() for char in text):
        raise Unreadable(_("There is a number in the name; write the name alone."))
    if _CUT_OFF.search(text):
        raise Unreadable(_("The name seems to be cut off at its dot; write it in full."))
    if re.search(_LETTER, text):
        raise Unreadable(
            _(
                "Is the letter part of the name? Tell namesakes apart by a staff or student number, and write the name "
                "alone."
            )
        )
