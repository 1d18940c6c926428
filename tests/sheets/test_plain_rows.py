"""The quick way of reading the rows of a sheet says what the parser says, or leaves the sheet to it."""

from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest

from partyday.errors import BadInput
from partyday.sheets import parts, plain_rows, workbook
from partyday.sheets.files import opened
from partyday.sheets.parts import column_letter
from sheets.test_kinds_of_file import packed, parts_of

STYLES = (
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="00000"/></numFmts>'
    '<fonts><font/><font><strike/></font></fonts><cellXfs><xf numFmtId="0" fontId="0"/>'
    '<xf numFmtId="14" fontId="0"/><xf numFmtId="164" fontId="0"/><xf numFmtId="0" fontId="1"/></cellXfs>'
)
STRINGS = "<si><t>张三</t></si><si><r><t>李</t></r><r><t>四</t></r></si>"


def inline(place: str, text: str, style: str = "") -> str:
    return f'<c r="{place}"{style} t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *cells: str, more: str = "") -> str:
    return f'<row r="{number}"{more}>{"".join(cells)}</row>'


ONE = row(1, inline("A1", "姓名"))
#: Sheets that are read in the quick way.
PLAIN: dict[str, tuple[str, ...]] = {
    "texts": (ONE, row(2, '<c r="A2" t="s"><v>0</v></c><c r="B2" s="1" t="s"><v>1</v></c>')),
    "numbers": (row(1, '<c r="A1"><v>1</v></c><c r="B1" t="n"><v>-2.5</v></c><c r="C1"><v>1E3</v></c>'),),
    "looks": (row(1, '<c r="A1" s="1"><v>43647</v></c><c r="B1" s="2"><v>123</v></c><c r="C1" s="9"><v>7</v></c>'),),
    "kinds": (row(1, '<c r="A1" t="b"><v>0</v></c><c r="B1" t="e"><v>#N/A</v></c><c r="C1" t="str"><v>字</v></c>'),),
    "a day": (row(1, '<c r="A1" t="d"><v>2019-07-01</v></c>'),),
    "gaps": (row(2, inline("C2", "字")), row(5, '<c r="A5"/><c r="B5" s="1"></c>', inline("AB5", "远"))),
    "blank rows": ('<row r="1"/><row r="2" ht="20" />', row(3, inline("A3", "字")), '<row r="4"/>'),
    "hidden": (ONE, row(2, inline("A2", "字"), more=' spans="1:3" hidden="1" x14ac:dyDescent="0.25"')),
    "not hidden": (row(1, inline("A1", "字"), more=' hidden="0"'),),
    "struck": (row(1, inline("A1", "字", ' s="3"') + '<c r="B1" s="3"><v>1</v></c><c r="C1" s="3"/>'),),
    "references": (row(1, inline("A1", "&#26446;&#x56db; &amp;&lt;&gt;&quot;&apos;&#10;&#x2A6A5;")),),
    "blanks": (
        row(1, '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a b </t></is></c>', inline("B1", "a\tb\nc")),
    ),
    "many": tuple(row(number, inline(f"A{number}", f"人{number}" * 40)) for number in range(1, 2_500)),
    "wider and wider": tuple(
        row(number, *(inline(f"{column_letter(place)}{number}", "字") for place in range(0, number * number, number)))
        for number in range(1, 17)
    ),
    "many styles": (
        row(1, *(f'<c r="{column_letter(place)}1" s="{place}"><v>{place}</v></c>' for place in range(100))),
        row(2, *(f'<c r="{column_letter(place)}2" s="{place + 100}"><v>{place}</v></c>' for place in range(100))),
    ),
    "nothing in it": (row(1, '<c r="A1"><v></v></c><c r="B1" t="inlineStr"><is><t></t></is></c>', inline("C1", "字")),),
}
#: What is left to the parser, which reads or refuses it.
OTHER: dict[str, tuple[str, ...]] = {
    "a formula": (row(1, '<c r="A1"><f>1+1</f><v>2</v></c>'), row(2, '<c r="A2"><f>1+1</f></c>', inline("B2", "字"))),
    "runs": (row(1, '<c r="A1" t="inlineStr"><is><r><t>李</t></r><r><t>四</t></r></is></c>'),),
    "a guide": (row(1, '<c r="A1" t="inlineStr"><is><t>李</t><rPh><t>Li</t></rPh></is></c>'),),
    "without places": ('<row><c t="inlineStr"><is><t>字</t></is></c></row>',),
    "cells without places": ('<row r="1"><c t="inlineStr"><is><t>字</t></is></c></row>',),
    "rows in another order": (row(2, inline("A2", "乙")), row(1, inline("A1", "甲"))),
    "cells in another order": (row(1, inline("B1", "乙"), inline("A1", "甲")),),
    "a cell twice": (row(1, inline("A1", "乙"), inline("A1", "甲")),),
    "a comment": (row(1, "<!-- 字 -->", inline("A1", "甲")),),
    "plain text": (row(1, '<c r="A1" t="inlineStr"><is><t><![CDATA[<b>]]></t></is></c>'),),
    "lines": ("\n", row(1, inline("A1", "甲")), "\n"),
    "a carriage return": (row(1, inline("A1", "a\r\nb")),),
    "an unknown name": (row(1, inline("A1", "a&nbsp;b")),),
    "a bare sign": (row(1, inline("A1", "a & b")),),
    "no sign at all": (row(1, inline("A1", "&#0;")),),
    "half a sign": (row(1, inline("A1", "&#xD800;")),),
    "a control sign": (row(1, inline("A1", "a\x01b")),),
    "no letter": (row(1, inline("A1", "a\ufffeb")),),
    "a tag not closed": ('<row r="1"><c r="A1"><v>1</v></row>', row(2, inline("A2", "a"))),
    "a text of another kind": (row(1, '<c r="A1" t="n"><is><t>1</t></is></c>'),),
    "an attribute of one's own": (row(1, '<c r="A1" cm="1"><v>1</v></c>'),),
    "an attribute of one's own where nothing is": (row(1, inline("A1", "甲"), '<c r="B1" cm="1"/>'),),
    "an attribute twice": (row(1, '<c r="A1" s="1" s="1"><v>1</v></c>'),),
    "a text that ends as a number": (row(1, '<c r="A1" t="inlineStr"><is><t>1</v></c>'),),
    "a number that ends as a text": (row(1, '<c r="A1"><v>1</t></is></c>'),),
    "very wide": (row(1, inline("A1", "甲"), inline("IW1", "乙")),),
}
#: Plain sheets that are damaged.
DAMAGED: dict[str, tuple[str, ...]] = {
    "no column": (row(1, inline("XFE1", "a")),),
    "a string that is not there": (row(1, '<c r="A1" t="s"><v>7</v></c>'),),
    "no number": (row(1, '<c r="A1"><v>一</v></c>'),),
}


def said(path: Path) -> object:
    """All that a workbook gives: its page and its first rows, or the sentence it is refused with."""
    try:
        with opened(path) as sources:
            return [(source.read(), source.sample()) for source in sources]
    except BadInput as refused:
        return str(refused)


def quick_and_parsed(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[object, object, list[str]]:
    """What the file says as it is read, and by the parser alone; and how often the quick way ended in which way."""
    ways: list[str] = []

    def watched(read: Callable[..., plain_rows.Rows]) -> Callable[..., plain_rows.Rows]:
        def reading(*asked: object) -> plain_rows.Rows:
            try:
                found = read(*asked)
            except plain_rows.NotPlain:
                ways.append("left")
                raise
            ways.append("quick")
            return found

        return reading

    def never(*_asked: object) -> plain_rows.Rows:
        raise plain_rows.NotPlain

    monkeypatch.setattr(workbook, "read", watched(plain_rows.read))
    quick = said(path)
    monkeypatch.setattr(workbook, "read", never)
    return quick, said(path), ways


@pytest.mark.parametrize("rows", PLAIN.values(), ids=PLAIN)
def test_a_plain_sheet_is_read_as_the_parser_reads_it(
    rows: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path / "a.xlsx", parts_of(*rows, strings=STRINGS, styles=STYLES))
    quick, parsed, ways = quick_and_parsed(path, monkeypatch)
    assert quick == parsed
    assert not isinstance(parsed, str)
    assert ways[0] == "quick"


@pytest.mark.parametrize("rows", OTHER.values(), ids=OTHER)
def test_what_is_not_plain_is_left_to_the_parser(
    rows: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path / "a.xlsx", parts_of(*rows, strings=STRINGS, styles=STYLES))
    quick, parsed, ways = quick_and_parsed(path, monkeypatch)
    assert quick == parsed
    assert "left" in ways


@pytest.mark.parametrize("rows", DAMAGED.values(), ids=DAMAGED)
def test_a_plain_sheet_that_is_damaged_is_refused_in_the_same_words(
    rows: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = packed(tmp_path / "a.xlsx", parts_of(*rows, strings=STRINGS, styles=STYLES))
    quick, parsed, _ways = quick_and_parsed(path, monkeypatch)
    assert quick == parsed
    assert "is damaged" in str(quick)


@pytest.mark.parametrize(
    "begun",
    [
        '<?xml version="1.0" encoding="GBK"?><worksheet><sheetData>',
        "<!-- <sheetData> --><worksheet><sheetData>",
        '<!DOCTYPE a [<!ENTITY b "c">]><worksheet><sheetData>',
        "<worksheet><cols><sheetData>",
    ],
    ids=["another encoding", "a comment in front", "a document type", "a tag not closed"],
)
def test_what_stands_in_front_is_looked_at_as_ever(begun: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = parts_of(ONE)
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace("<worksheet><sheetData>", begun)
    quick, parsed, _ways = quick_and_parsed(packed(tmp_path / "a.xlsx", parts), monkeypatch)
    assert quick == parsed


def test_a_mark_of_the_order_of_bytes_is_no_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = parts_of(ONE)
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = f'\ufeff<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{sheet}'
    quick, parsed, ways = quick_and_parsed(packed(tmp_path / "a.xlsx", parts), monkeypatch)
    assert (quick, ways[0]) == (parsed, "quick")


def test_a_value_far_to_the_right_in_every_row_is_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MAX_SLOTS", 1_000)
    far = (row(number, inline(f"AX{number}", "字")) for number in range(1, 30))
    path = packed(tmp_path / "a.xlsx", parts_of(*chain(far)))
    with opened(path) as [source], pytest.raises(BadInput, match="too large"):
        source.read()


def test_where_there_may_be_too_many_letters_the_parser_counts_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain_rows, "MAX_ALL_LETTERS", 1_000)
    path = packed(tmp_path / "a.xlsx", parts_of(*(row(number, inline(f"A{number}", "字")) for number in range(1, 99))))
    quick, parsed, ways = quick_and_parsed(path, monkeypatch)
    assert quick == parsed
    assert not isinstance(parsed, str)
    assert "left" in ways


def test_what_cells_say_of_themselves_may_be_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_rows, "_MOST_READERS", 2)
    rows = PLAIN["kinds"] + tuple(one.replace('r="1"', 'r="2"') for one in PLAIN["looks"])
    path = packed(tmp_path / "a.xlsx", parts_of(*rows, strings=STRINGS, styles=STYLES))
    quick, parsed, ways = quick_and_parsed(path, monkeypatch)
    assert (quick, ways[0]) == (parsed, "quick")
