"""Rosters in every kind of file and encoding, and workbooks of several sheets."""

from dataclasses import replace
from datetime import date, datetime

from corpus.paper import No, Paper, Roster, full, imported, probationary
from corpus.structure import File, Formula, Shown, csv, grid, renamed, sheet, xlsx

PLAIN = grid("""
序号 | 姓名 | 性别 | 人员类别 | 入党时间 | 转正时间 | 工号 | 手机号
1 | 林晓岚 | 女 | 正式党员 | 2008-06-20 | 2009-06-20 | 0012008 | 13900000101
2 | 买买提江·吐尔逊 | 男 | 正式党员 | 2011-05-13 | 2012-05-13 | 0012011 | 13900000102
3 | 尹璐 | 女 | 预备党员 | 2025-06-10 | | 0012025 | 13900000103
""")
THREE = {
    "林晓岚": full("2008-06-20", full_on="2009-06-20", staff_number="0012008", number=1, phone="13900000101"),
    "买买提江·吐尔逊": full("2011-05-13", full_on="2012-05-13", staff_number="0012011", number=2),
    "尹璐": probationary("2025-06-10", full_on=None, staff_number="0012025", number=3),
}
TYPED = xlsx(
    sheet(
        ["序号", "姓名", "人员类别", "入党时间", "转正时间", "工号"],
        [1, "林晓岚", "正式党员", date(2008, 6, 20), datetime(2009, 6, 20), Shown(12008, "0000000")],  # noqa: DTZ001
        [2, "何建业", "正式党员", date(2003, 7, 1), date(2004, 7, 1), Shown(3007, "0000000")],
    )
)
TWO_TYPED = {
    "林晓岚": full("2008-06-20", full_on="2009-06-20", staff_number="0012008"),
    "何建业": full("2003-07-01", full_on="2004-07-01", staff_number="0003007"),
}


def same_paper(what: str, file: File) -> Paper:
    """The plain paper in another kind of file: the same people come in."""
    return imported(f"roster-as-{what}", (4,), file, Roster(people=THREE))


KINDS = [
    same_paper("xlsx", xlsx(sheet(*PLAIN), name="花名册.xlsx")),
    same_paper("xlsm", xlsx(sheet(*PLAIN), name="花名册.xlsm")),
    same_paper("xls", xlsx(sheet(*PLAIN), name="花名册.xls")),
    same_paper("ods", xlsx(sheet(*PLAIN), name="花名册.ods")),
    same_paper("xlsb", xlsx(sheet(*PLAIN), name="花名册.xlsb")),
    same_paper("html-in-disguise", renamed(xlsx(sheet(*PLAIN)), "导出.xls", "html")),
    same_paper("html-in-disguise-gb18030", replace(renamed(xlsx(sheet(*PLAIN)), "导出.xls", "html"), encoding="gb18030")),
    same_paper("xlsx-named-xls", renamed(xlsx(sheet(*PLAIN)), "花名册.xls", "xlsx")),
    same_paper("xls-named-xlsx", renamed(xlsx(sheet(*PLAIN)), "花名册.xlsx", "xls")),
    same_paper("ending-in-capitals", xlsx(sheet(*PLAIN), name="花名册.XLSX")),
    same_paper("csv-utf8", csv(*PLAIN, encoding="utf-8")),
    same_paper("csv-utf8-with-bom", csv(*PLAIN)),
    same_paper("csv-gb18030", csv(*PLAIN, encoding="gb18030")),
    same_paper("csv-utf16", csv(*PLAIN, encoding="utf-16")),
    same_paper("csv-utf16-with-tabs", csv(*PLAIN, encoding="utf-16", delimiter="\t")),
    same_paper("csv-gb18030-with-tabs", csv(*PLAIN, encoding="gb18030", delimiter="\t")),
    same_paper("text-with-tabs-named-xls", File("导出.xls", (sheet(*PLAIN),), encoding="gb18030", delimiter="\t", disguise="csv")),
    same_paper("csv-with-semicolons", csv(*PLAIN, delimiter=";")),
    imported("roster-as-xlsx-with-real-dates-and-padded-numbers", (4, 6), TYPED, Roster(people=TWO_TYPED)),
    imported("roster-as-ods-with-real-dates", (4, 6), xlsx(sheet(*grid("""
姓名 | 人员类别 | 入党时间 | 转正时间
林晓岚 | 正式党员 | @2008-06-20 | @2009-06-20
尹璐 | 预备党员 | @2025-06-10 |
""")), name="名册.ods"), Roster(people={"林晓岚": full("2008-06-20", full_on="2009-06-20"), "尹璐": probationary("2025-06-10")})),
    imported("roster-as-xlsb-with-real-dates", (4, 6), xlsx(sheet(*grid("""
姓名 | 人员类别 | 入党时间 | 转正时间
林晓岚 | 正式党员 | @2008-06-20 | @2009-06-20
尹璐 | 预备党员 | @2025-06-10 |
""")), name="名册.xlsb"), Roster(people={"林晓岚": full("2008-06-20", full_on="2009-06-20"), "尹璐": probationary("2025-06-10")})),
    imported(
        "roster-as-xls-with-dates-and-bare-numbers",
        (4,),
        xlsx(sheet(*grid("""
姓名 | 人员类别 | 入党时间 | 工号
林晓岚 | 正式党员 | @2008-06-20 | #12008
何建业 | 正式党员 | @2003-07-01 | #3007
""")), name="老表.xls"),
        # A number without a format may have been 0012008 once: it is taken as it stands, and said.
        Roster(
            people={"林晓岚": full("2008-06-20", staff_number="12008"), "何建业": full("2003-07-01", staff_number="3007")},
            notes=("工号",),
        ),
    ),
    imported(
        "roster-with-formulas",
        (4,),
        xlsx(
            sheet(
                ["序号", "姓名", "人员类别", "入党时间", "党小组"],
                [Formula("ROW()-1", 1), "林晓岚", "正式党员", "2008-06-20", Formula('"第"&"一"&"党小组"', "第一党小组")],
                [Formula("ROW()-1", 2), "尹璐", "预备党员", "2025-06-10", "第二党小组"],
            )
        ),
        Roster(
            people={
                "林晓岚": full("2008-06-20", number=1, party_group="第一党小组"),
                "尹璐": probationary("2025-06-10", number=2, party_group="第二党小组"),
            }
        ),
    ),
    imported(
        "roster-csv-with-quoted-line-breaks-and-commas",
        (1, 4),
        csv(["姓名", "人员类别", "入党\n时间", "备注"], ["林晓岚", "正式党员", "2008-06-20", "校聘专家,\n兼工会委员"]),
        Roster(people={"林晓岚": full("2008-06-20", seen=("兼工会委员",))}),
    ),
]  # fmt: skip

HEAD = ["姓名", "人员类别", "入党时间"]
STAFF = sheet(HEAD, ["林晓岚", "正式党员", "2008-06-20"], ["何建业", "正式党员", "2003-07-01"], name="教工")
STUDENTS = sheet(HEAD, ["范予", "正式党员", "2023-12-03"], ["尹璐", "预备党员", "2025-06-10"], name="学生")
EXPLAINED = sheet(["填表说明"], ["一、本表由支部组织委员填写。"], ["二、姓名须与身份证一致。"], name="填表说明")
WORDS = sheet(["性别", "人员类别"], ["男", "正式党员"], ["女", "预备党员"], name="数据字典", hidden=True)
FIRST = {"林晓岚": full("2008-06-20"), "何建业": full("2003-07-01")}
SECOND = {"范予": full("2023-12-03"), "尹璐": probationary("2025-06-10")}

SHEETS = [
    replace(
        imported(
            "roster-two-like-sheets",  # of the kind two-sheets
            (1, 4),
            xlsx(STAFF, STUDENTS),
            # Both carry people under the same headers: leaving one out loses people, so both are taken, and it is said.
            Roster(people=FIRST | SECOND, notes=("学生",)),
        ),
        # Or the first alone, with the other told: `--sheet` then takes it.
        otherwise=Roster(people=FIRST, unread=("学生",)),
    ),
    imported("roster-one-sheet-of-two-chosen", (1, 4), xlsx(STAFF, STUDENTS), Roster(people=SECOND, told=("教工",)), "--sheet", "学生"),
    imported(
        "roster-sheet-of-explanations-first",
        (1, 4),
        xlsx(EXPLAINED, STAFF),
        Roster(people=FIRST, told=("填表说明",)),
    ),
    imported(
        "roster-hidden-sheet-of-words",
        (1, 4),
        xlsx(STAFF, WORDS),
        # Lists that a drop-down chooses from are no people; the sheet is not read, and said.
        Roster(people=FIRST, told=("数据字典",)),
    ),
    imported("roster-empty-sheets-behind", (4,), xlsx(STAFF, sheet(name="Sheet2"), sheet(name="Sheet3")), Roster(people=FIRST, may=("Sheet2", "Sheet3"))),
    replace(
        imported(
        "roster-no-such-sheet",
        (4,),
        xlsx(STAFF, STUDENTS),
        Roster(code=11, rejected=None, new=None),
        "--sheet",
        "离退休",
    ),
        # Not found, or bad input.
        otherwise=Roster(code=10, rejected=None, new=None),
    ),
    imported(
        "roster-a-fault-on-the-second-sheet",
        (1, 4),
        xlsx(STAFF, sheet(HEAD, ["范予", "正式党员", "2023-13-03"], name="学生")),
        Roster(code=10, rejected=(No("2023-13-03", "入党时间", 2),), new=None),
    ),
]  # fmt: skip

PAPERS = [*KINDS, *SHEETS]
