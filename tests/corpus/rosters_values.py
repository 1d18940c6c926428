"""Rosters whose cells are written as people write: dates of every style, words for none, remarks at names."""

from corpus.ids import id_number, old_id_number
from corpus.paper import No, Roster, full, imported, probationary
from corpus.structure import Row, csv, grid, sheet, xlsx

STYLES = [
    ("林晓岚", "2008、6、20", "2008-06-20"),
    ("何建业", "98.6", "1998-06-01"),
    ("覃若溪", "08.06.20", "2008-06-20"),
    ("范予", "二〇〇八年六月", "2008-06-01"),
    ("单田", "1990年6月", "1990-06-01"),
    ("曾可心", "2022. 12. 1", "2022-12-01"),
    ("欧阳靖远", "２０１６．１１．１８", "2016-11-18"),
    ("冀望舒", "2011/5/13 0:00:00", "2011-05-13"),
    ("郎晓北", "2008 年 6 月 20 日", "2008-06-20"),
    ("牟采薇", "20080620", "2008-06-20"),
    ("苗一荻", "2008—06—20", "2008-06-20"),
    ("尚可为", "2008-6", "2008-06-01"),
    ("祝小满", "一九九八年七月一日", "1998-07-01"),
    ("荀立夏", "99年12月", "1999-12-01"),
    ("邬明哲", "2008\\6\\20", "2008-06-20"),
    ("卜知行", "2008.06.", "2008-06-01"),
    ("麻雪松", "'2008-06-20", "2008-06-20"),
]

DATES = [
    imported(
        "roster-dates-of-every-style",
        (6,),
        xlsx(sheet(["姓名", "人员类别", "入党时间"], *([name, "正式党员", written] for name, written, _ in STYLES))),
        Roster(people={name: full(meant) for name, _, meant in STYLES}),
    ),
    imported(
        "roster-dates-with-words-beside",
        (1, 6),
        xlsx(sheet(*grid("""
姓名 | 人员类别 | 入党时间 | 转正时间
林晓岚 | 正式党员 | 2002.7.1入党 | 2003.7.1转正
何建业 | 正式党员 | 1998年6月（大学期间） | 1999年6月（按期）
覃若溪 | 正式党员 | 约2013.12 | 2014.12.5
"""))),
        # The words beside a date are told; a date somebody only guesses is read and told as well.
        Roster(
            people={
                "林晓岚": full("2002-07-01", full_on="2003-07-01"),
                "何建业": full("1998-06-01", full_on="1999-06-01"),
            },
            new=None,
            code=10,
            rejected=(No("约2013.12", "入党时间", 4),),
            told=("大学期间",),
        ),
        "--partial",
    ),
    imported(
        "roster-words-for-none",  # of the kind full-on-words
        (6,),
        xlsx(sheet(*grid("""
姓名 | 人员类别 | 入党时间 | 转正时间
林晓岚 | 预备党员 | 2025-06-10 | 未转正
何建业 | 预备党员 | 2025-06-10 | 预备期
覃若溪 | 预备党员 | 2025-06-10 | 待转正
买买提江·吐尔逊 | 预备党员 | 2025-06-10 | 尚未转正
范予 | 预备党员 | 2025-06-10 | ——
尹璐 | 预备党员 | 2025-06-10 | 无
单田 | 预备党员 | 2025-06-10 | 2026-06-10
曾可心 | 预备党员 | 2025-06-10 | (跳过)
"""))),
        # A day to come is when the probation ends; nobody is full before it, and the day is told.
        Roster(
            people={
                name: probationary("2025-06-10")
                for name in ("林晓岚", "何建业", "覃若溪", "买买提江·吐尔逊", "范予", "尹璐", "单田", "曾可心")
            },
            told=("单田",),
        ),
    ),
    imported(
        "roster-more-words-for-none",
        (6,),
        csv(*grid("""
姓名 | 人员类别 | 入党时间 | 转正时间 | 工号 | 手机号 | 党小组
林晓岚 | 预备党员 | 2025-06-10 | / | 无 | - | 无
何建业 | 预备党员 | 2025-06-10 | 未到期 | — | 无 | /
覃若溪 | 预备党员 | 2025-06-10 | 预备党员 | / | —— | 暂无
范予 | 预备党员 | 2025-06-10 | 未满一年 | N/A | / | -
尹璐 | 预备党员 | 2025-06-10 | (空) | 暂无 | 未填 | (空)
""")),
        Roster(
            people={
                name: probationary("2025-06-10", full_on=None, staff_number="", phone="", party_group="")
                for name in ("林晓岚", "何建业", "覃若溪", "范予", "尹璐")
            }
        ),
    ),
    imported(
        "roster-dates-that-are-none",
        (1, 6),
        csv(*grid("""
姓名 | 人员类别 | 入党时间
林晓岚 | 正式党员 | 2008-06-31
何建业 | 正式党员 | 2003
覃若溪 | 正式党员 | 2013.15.2
范予 | 正式党员 | 不详
尹璐 | 预备党员 | 2025-06-10
""")),
        Roster(
            code=10,
            rejected=(
                No("2008-06-31", "入党时间", 2),
                No("2003", "入党时间", 3),
                No("2013.15.2", "入党时间", 4),
                No("不详", "入党时间", 5),
            ),
            new=None,
        ),
    ),
    imported(
        "roster-full-before-joined",
        (1, 6),
        csv(*grid("""
姓名 | 人员类别 | 入党时间 | 转正时间
林晓岚 | 正式党员 | 2009-06-20 | 2008-06-20
""")),
        # The two days are the wrong way round, and nobody but the office knows which: asked about, not stored.
        Roster(code=10, rejected=(No(row=2),), new=None),
    ),
]  # fmt: skip

IDS = [
    imported(
        "roster-id-numbers-that-are-none",
        (1, 6),
        xlsx(sheet(
            ["姓名", "人员类别", "入党时间", "身份证号"],
            ["林晓岚", "正式党员", "2008-06-20", old_id_number("198603171")],
            ["何建业", "正式党员", "2003-07-01", "110101********0019"],
            ["覃若溪", "正式党员", "2013-12-05", "待补"],
            ["范予", "正式党员", "2023-12-03", "暂无"],
            ["单田", "正式党员", "1990-06-30", id_number("110101", "19681104", 23)],
        )),
        # What is no whole number is kept out, with a word to whom it belongs; 暂无 is no number at all.
        Roster(
            people={
                "林晓岚": full("2008-06-20", id_number=""),
                "何建业": full("2003-07-01", id_number=""),
                "覃若溪": full("2013-12-05", id_number=""),
                "范予": full("2023-12-03", id_number=""),
                "单田": full("1990-06-30"),
            },
            notes=("林晓岚", "何建业", "覃若溪"),
        ),
    ),
    imported(
        "roster-id-number-with-a-wrong-check-digit",
        (6,),
        xlsx(sheet(
            ["姓名", "人员类别", "入党时间", "公民身份号码"],
            ["林晓岚", "正式党员", "2008-06-20", "110101198603170000"],
        )),
        # All eighteen digits are there and one is wrong: that can be corrected, so it is asked about as before.
        Roster(code=10, rejected=(No("", "公民身份号码", 2),), new=None),
    ),
    imported(
        "roster-id-number-rounded-by-excel",
        (1, 6),
        xlsx(sheet(
            ["姓名", "人员类别", "入党时间", "身份证号码"],
            ["林晓岚", "正式党员", "2008-06-20", 110101198603170000],
            ["何建业", "正式党员", "2003-07-01", "1.10101E+17"],
        )),
        # The last digits are lost for good: kept out and told.
        Roster(
            people={"林晓岚": full("2008-06-20", id_number=""), "何建业": full("2003-07-01", id_number="")},
            notes=("林晓岚", "何建业"),
        ),
    ),
]  # fmt: skip

NO_STANDING: list[Row] = grid("""
序号 | 姓名 | 入党时间 | 转正时间
1 | 林晓岚 | 2008-06-20 | 2009-06-20
2 | 何建业 | 2003.7 | 2004.7
3 | 尹璐 | 2025-06-10 |
4 | 郎晓北 | 2025-12-02 | 2026-12-02
""")
DERIVED = {
    "林晓岚": full("2008-06-20", full_on="2009-06-20"),
    "何建业": full("2003-07-01", full_on="2004-07-01"),
    "尹璐": probationary("2025-06-10"),
    "郎晓北": probationary("2025-12-02"),
}
STANDING = [
    imported("roster-without-standing-by-the-dates", (6,), xlsx(sheet(*NO_STANDING)), Roster(people=DERIVED, notes=("尹璐", "郎晓北"))),
    imported(
        "roster-without-standing-and-one-undecided",
        (6,),
        xlsx(sheet(*NO_STANDING, ["5", "覃若溪", "2013-12-05", None])),
        # Twelve years in the Party without a day of becoming full: the sheet does not say, so it is asked about.
        Roster(code=10, rejected=(No("", row=6),), new=None),
    ),
    imported(
        "roster-without-standing-said-by-option",
        (6,),
        csv(*grid("""
姓名 | 入党时间
林晓岚 | 2008-06-20
何建业 | 2003-07-01
""")),
        Roster(people={"林晓岚": full("2008-06-20"), "何建业": full("2003-07-01")}),
        "--standing",
        "full",
    ),
    imported(
        "roster-without-standing-nor-option",
        (6,),
        csv(*grid("""
姓名 | 入党时间
林晓岚 | 2008-06-20
何建业 | 2003-07-01
""")),
        Roster(code=10, rejected=None, new=None),
    ),
    imported(
        "roster-of-activists-said-by-option",
        (6,),
        csv(*grid("""
序号 | 姓名 | 学号 | 班级
1 | 祁小禾 | 202411030117 | 计科2403
2 | 简宁 | 202411030122 | 计科2403
""")),
        Roster(
            people={
                "祁小禾": {"standing": "activist", "joined": None, "staff_number": "202411030117", "kept": ("计科2403",)},
                "简宁": {"standing": "activist", "joined": None, "staff_number": "202411030122"},
            }
        ),
        "--standing",
        "activist",
    ),
    imported(
        "roster-of-the-not-yet-members",
        (6,),
        csv(*grid("""
姓名 | 人员类别 | 入党时间 | 申请入党时间
温书同 | 发展对象 | | 2023-10-08
祁小禾 | 积极分子 | 无 | 2024-09-20
""")),
        Roster(
            people={
                "温书同": {"standing": "prospect", "joined": None, "seen": ("2023-10-08|申请入党时间",)},
                "祁小禾": {"standing": "activist", "joined": None},
            },
            may=("申请入党时间",),
        ),
    ),
    imported(
        "roster-standing-words-of-all-kinds",
        (2, 6),
        csv(*grid("""
姓名 | 人员类别 | 入党时间
林晓岚 | 中共正式党员 | 2008-06-20
何建业 | 正式 | 2003-07-01
尹璐 | 预备 | 2025-06-10
郎晓北 | 中共预备党员 | 2025-12-02
范予 | 正式党员（学生） | 2023-12-03
温书同 | 重点发展对象 |
祁小禾 | 入党积极分子 |
""")),
        Roster(
            people={
                "林晓岚": full("2008-06-20"),
                "何建业": full("2003-07-01"),
                "尹璐": probationary("2025-06-10"),
                "郎晓北": probationary("2025-12-02"),
                "范予": full("2023-12-03"),
                "温书同": {"standing": "prospect", "joined": None},
                "祁小禾": {"standing": "activist", "joined": None},
            },
            told=("学生",),
        ),
    ),
]  # fmt: skip

NAMES = [
    imported(
        "roster-remarks-at-names",  # of the kind name-notes
        (1, 7),
        xlsx(sheet(*grid("""
姓名 | 人员类别 | 入党时间
林晓岚（书记） | 正式党员 | 2008-06-20
何建业(组织委员) | 正式党员 | 2003.7
尹璐（预备） | 预备党员 | 2025-06-10
单田* | 正式党员 | 1990-06-30
曾可心（女） | 正式党员 | 2022-12-01
范予（流动党员） | 正式党员 | 2023-12-03
"""))),
        Roster(
            people={
                "林晓岚": full("2008-06-20"),
                "何建业": full("2003-07-01"),
                "尹璐": probationary("2025-06-10"),
                "单田": full("1990-06-30"),
                "曾可心": full("2022-12-01"),
                "范予": full("2023-12-03"),
            },
            notes=("书记", "组织委员", "预备", "单田", "女", "流动党员"),
        ),
    ),
    imported(
        "roster-more-remarks-at-names",
        (1, 7),
        csv(*grid("""
姓名 | 人员类别 | 入党时间
林晓岚【支部书记】 | 正式党员 | 2008-06-20
★何建业 | 正式党员 | 2003-07-01
覃若溪[外聘] | 正式党员 | 2013-12-05
范予-借调 | 正式党员 | 2023-12-03
单田（已退休） | 正式党员 | 1990-06-30
曾可心（小） | 正式党员 | 2022-12-01
""")),
        Roster(
            people={
                "林晓岚": full("2008-06-20"),
                "何建业": full("2003-07-01"),
                "覃若溪": full("2013-12-05"),
                "范予": full("2023-12-03"),
                "单田": full("1990-06-30"),
                "曾可心": full("2022-12-01"),
            },
            notes=("支部书记", "★", "外聘", "借调", "已退休", "小"),
        ),
    ),
    imported(
        "roster-plain-names",  # of the kind name-clean
        (7,),
        xlsx(sheet(*grid("""
姓名 | 人员类别 | 入党时间
林晓岚 | 正式党员 | 2008-06-20
何建业 | 正式党员 | 2003.7
"""))),
        Roster(people={"林晓岚": full("2008-06-20"), "何建业": full("2003-07-01")}),
    ),
    imported(
        "roster-names-padded-with-blanks",
        (7,),
        xlsx(sheet(
            ["姓  名", "人员类别", "入党时间"],
            ["单　田", "正式党员", "1990-06-30"],
            ["范  予", "正式党员", "2023-12-03"],
            [" 林晓岚\u200b", "正式党员", "2008-06-20"],
            ["何建业\n", "正式党员", "2003-07-01"],
            ["尹\xa0璐", "预备党员", "2025-06-10"],
        )),
        Roster(
            people={
                "单田": full("1990-06-30"),
                "范予": full("2023-12-03"),
                "林晓岚": full("2008-06-20"),
                "何建业": full("2003-07-01"),
                "尹璐": probationary("2025-06-10"),
            }
        ),
    ),
    imported(
        "roster-names-that-are-asked-about",
        (1, 7),
        csv(*grid("""
姓名 | 人员类别 | 入党时间
何建业A | 正式党员 | 2003-07-01
何建业B | 正式党员 | 2005-07-01
张小川/李小河 | 正式党员 | 2008-06-20
林晓岚2 | 正式党员 | 2008-06-20
13900000101 | 正式党员 | 2013-12-05
范予、尹璐 | 正式党员 | 2023-12-03
尹璐 | 预备党员 | 2025-06-10
""")),
        Roster(
            code=10,
            rejected=(
                No("何建业A", "姓名", 2),
                No("何建业B", "姓名", 3),
                No("张小川/李小河", "姓名", 4),
                No("林晓岚2", "姓名", 5),
                No("13900000101", "姓名", 6),
                No("范予、尹璐", "姓名", 7),
            ),
            people={"尹璐": probationary("2025-06-10")},
            new=1,
        ),
        "--partial",
    ),
    imported(
        "roster-total-where-a-name-should-be",
        (1, 7),
        csv(*grid("""
姓名 | 人员类别 | 入党时间
林晓岚 | 正式党员 | 2008-06-20
合计8人 | 正式党员 | 2003-07-01
""")),
        # With a standing and a date beside it this is no line of a total: asked about.
        Roster(code=10, rejected=(No("合计8人", "姓名", 3),), new=None),
    ),
    imported(
        "roster-rare-and-foreign-names",
        (7,),
        csv(*grid("""
姓名 | 人员类别 | 入党时间
阿依古丽·麦麦提 | 正式党员 | 2012-05-11
𠮷万里 | 正式党员 | 2009-12-04
楚㛃 | 正式党员 | 2010-06-30
司徒云起 | 正式党员 | 2001-06-29
Anna Lin | 正式党员 | 2015-06-12
""")),
        Roster(
            people={
                "阿依古丽·麦麦提": full("2012-05-11"),
                "𠮷万里": full("2009-12-04"),
                "楚㛃": full("2010-06-30"),
                "司徒云起": full("2001-06-29"),
                "Anna Lin": full("2015-06-12"),
            }
        ),
    ),
]  # fmt: skip

PAPERS = [*DATES, *IDS, *STANDING, *NAMES]
