"""Rosters of a branch that is already in the book, and columns that do something: transfers, dues paid, offices."""

from corpus.paper import Fields, No, Roster, full, imported, probationary
from corpus.structure import csv, grid, sheet, xlsx

# The branch of `books.MEMBERS`, as `member list` has it.
BRANCH: dict[str, Fields] = {
    "林晓岚": full("2008-06-20"),
    "何建业": full("2003-07-01"),
    "覃若溪": full("2013-12-05"),
    "买买提江·吐尔逊": full("2011-05-13"),
    "范予": full("2023-12-03"),
    "尹璐": probationary("2025-06-10"),
    "单田": full("1990-06-30"),
    "曾可心": full("2022-12-01"),
    "欧阳靖远": full("2016-11-18"),
    "何建国": full("1999-06-25"),
    "祁小禾": {"standing": "activist"},
    "温书同": {"standing": "prospect"},
}
OTHERS = tuple(name for name in BRANCH if name not in ("林晓岚", "何建业"))

IDENTITY = [
    imported(
        "roster-again-nothing-changes",
        (8,),
        csv(*grid("""
工号 | 姓名 | 人员类别 | 入党时间
2008012 | 林晓岚 | 正式党员 | 2008-06-20
2003007 | 何建业 | 正式党员 | 2003-07-01
""")),
        Roster(people=BRANCH, new=0, same=2, absent=OTHERS),
        book="branch",
    ),
    imported(
        "roster-staff-number-lost-its-zeros",
        (8,),
        xlsx(sheet(*grid("""
工号 | 姓名 | 人员类别 | 入党时间
#197 | 单田 | 正式党员 | 1990-06-30
#264 | 何建国 | 正式党员 | 1999-06-25
"""))),
        Roster(
            people=BRANCH | {"单田": full("1990-06-30", staff_number="00197"), "何建国": full("1999-06-25", staff_number="00264")},
            new=0,
            same=2,
        ),
        book="branch",
    ),
    imported(
        "roster-staff-number-gained-zeros",
        (8,),
        csv(*grid("""
工号 | 姓名 | 人员类别 | 入党时间
0002008012 | 林晓岚 | 正式党员 | 2008-06-20
""")),
        # The same number in another system's width; which of the two the book keeps is the office's choice.
        Roster(people=BRANCH, new=0, changed=None, same=None),
        book="branch",
    ),
    imported(
        "roster-another-staff-number-of-the-same-person",
        (8,),
        csv(*grid("""
工号 | 姓名 | 人员类别 | 入党时间
2008112 | 林晓岚 | 正式党员 | 2008-06-20
""")),
        Roster(people=BRANCH, code=10, rejected=(No("2008112", "工号", 2),), new=None),
        book="branch",
    ),
    imported(
        "roster-same-staff-number-of-another-person",
        (8,),
        csv(*grid("""
工号 | 姓名 | 人员类别 | 入党时间
2008012 | 麻雪松 | 正式党员 | 2011-06-24
""")),
        # Either a typing error in the number, or somebody else's row: a name is not changed by a slip.
        Roster(people=BRANCH, code=10, rejected=(No(row=2),), new=None),
        book="branch",
    ),
    imported(
        "roster-namesake-told-in-the-dry-run",
        (8,),
        csv(*grid("""
姓名 | 人员类别 | 入党时间 | 工号
林晓岚 | 正式党员 | 2019-06-28 | 2019077
""")),
        Roster(people=BRANCH, new=1, notes=("林晓岚",)),
        "--dry-run",
        book="branch",
    ),
    imported(
        "roster-dry-run-writes-nothing",
        (8,),
        csv(*grid("""
姓名 | 人员类别 | 入党时间
蔺舒 | 正式党员 | 2014-06-27
""")),
        Roster(people=BRANCH, new=1, absent=tuple(BRANCH)),
        "--dry-run",
        book="branch",
    ),
    imported(
        "roster-recognised-by-name-and-day",
        (8,),
        csv(*grid("""
姓名 | 人员类别 | 入党时间 | 手机号
覃若溪 | 正式党员 | 2013.12.5 | 13900000103
""")),
        Roster(people=BRANCH | {"覃若溪": full("2013-12-05", phone="13900000103", staff_number="2013031")}, new=0, changed=1),
        book="branch",
    ),
    imported(
        "roster-one-person-twice-in-the-file",
        (8,),
        csv(*grid("""
姓名 | 人员类别 | 入党时间 | 手机号
蔺舒 | 正式党员 | 2014-06-27 | 13900000121
蔺舒 | 正式党员 | 2014-06-27 | 13900000122
""")),
        # The two rows differ, so one of them is wrong: neither is taken on trust.
        Roster(code=10, rejected=None, new=None),
    ),
    imported(
        "roster-two-namesakes-in-the-file",
        (8,),
        csv(*grid("""
序号 | 姓名 | 人员类别 | 入党时间 | 工号
1 | 蔺舒 | 正式党员 | 2014-06-27 | 2014061
2 | 蔺舒 | 正式党员 | 2017-12-01 | 2017122
""")),
        Roster(people={"蔺舒": {"standing": "full"}}, new=2),
    ),
]  # fmt: skip

MATTER = [
    imported(
        "roster-transferred-in",
        (9,),
        xlsx(sheet(*grid("""
姓名 | 人员类别 | 入党时间 | 组织关系转入时间 | 原党组织
林晓岚 | 正式党员 | 2008-06-20 | 2020-09-15 | 外语学院教工党支部
何建业 | 正式党员 | 2003-07-01 | |
"""))),
        Roster(
            people={
                "林晓岚": full("2008-06-20", since="2020-09-15", seen=("外语学院教工党支部|原党组织",)),
                "何建业": full("2003-07-01", since="2003-07-01"),
            },
            may=("原党组织",),
        ),
    ),
    imported(
        "roster-transferred-in-by-other-words",
        (9,),
        csv(*grid("""
姓名 | 党员类型 | 入党日期 | 转入本支部时间
林晓岚 | 正式党员 | 2008.6.20 | 2020.9
尹璐 | 预备党员 | 2025.6.10 | 2025.9.12
""")),
        Roster(people={"林晓岚": full("2008-06-20", since="2020-09-01"), "尹璐": probationary("2025-06-10", since="2025-09-12")}),
    ),
    imported(
        "roster-dues-paid-until",
        (9,),
        csv(*grid("""
姓名 | 人员类别 | 入党时间 | 党费缴纳至年月
林晓岚 | 正式党员 | 2008-06-20 | 2026-02
何建业 | 正式党员 | 2003-07-01 | 2025年12月
""")),
        # How the card shows it is open; that it is there, or told, is not.
        Roster(
            people={
                "林晓岚": full("2008-06-20", seen=("2026-02|2026年2月|党费缴纳至",)),
                "何建业": full("2003-07-01", seen=("2025-12|2025年12月|党费缴纳至",)),
            },
        ),
    ),
    imported(
        "roster-offices-by-person",
        (9,),
        csv(*grid("""
姓名 | 人员类别 | 入党时间 | 党内职务
林晓岚 | 正式党员 | 2008-06-20 | 党支部书记
何建业 | 正式党员 | 2003-07-01 | 组织委员
覃若溪 | 正式党员 | 2013-12-05 | 宣传委员
范予 | 正式党员 | 2023-12-03 | 无
尹璐 | 预备党员 | 2025-06-10 |
""")),
        Roster(
            people={
                "林晓岚": full("2008-06-20"),
                "何建业": full("2003-07-01"),
                "覃若溪": full("2013-12-05", seen=("宣传委员",)),
                "范予": full("2023-12-03"),
                "尹璐": probationary("2025-06-10"),
            },
            offices={"secretary": "林晓岚", "organiser": "何建业"},
        ),
    ),
    imported(
        "roster-two-secretaries",
        (1, 9),
        csv(*grid("""
姓名 | 人员类别 | 入党时间 | 党内职务
林晓岚 | 正式党员 | 2008-06-20 | 书记
何建业 | 正式党员 | 2003-07-01 | 书记
""")),
        Roster(code=10, rejected=None, new=None),
    ),
    imported(
        "roster-mobile-and-lost",
        (9,),
        csv(*grid("""
姓名 | 人员类别 | 入党时间 | 是否流动党员 | 外出流向 | 是否失联
林晓岚 | 正式党员 | 2008-06-20 | 否 | | 否
范予 | 正式党员 | 2023-12-03 | 是 | 广东省深圳市 | 否
曾可心 | 正式党员 | 2022-12-01 | 否 | | 是
""")),
        Roster(
            people={
                "林晓岚": full("2008-06-20", circumstances=[]),
                "范予": full("2023-12-03", circumstances=["mobile"], seen=("广东省深圳市",)),
                "曾可心": full("2022-12-01", seen=("失联",)),
            },
            may=("是否失联",),
        ),
    ),
    imported(
        "roster-mobile-by-where-they-went",
        (9,),
        csv(*grid("""
姓名 | 人员类别 | 入党时间 | 流动党员 | 流动去向 | 失联党员
林晓岚 | 正式党员 | 2008-06-20 | | |
范予 | 正式党员 | 2023-12-03 | √ | 上海市 |
""")),
        Roster(
            people={
                "林晓岚": full("2008-06-20", circumstances=[]),
                "范予": full("2023-12-03", circumstances=["mobile"], seen=("上海市",)),
            },
            may=("流动去向", "失联党员"),
        ),
    ),
    imported(
        "roster-staff-kinds",
        (9,),
        csv(*grid("""
姓名 | 人员类别 | 入党时间 | 在岗情况
林晓岚 | 正式党员 | 2008-06-20 | 在职
单田 | 正式党员 | 1990-06-30 | 离退休
范予 | 正式党员 | 2023-12-03 | 博士
尹璐 | 预备党员 | 2025-06-10 | 本科
""")),
        Roster(
            people={
                "林晓岚": full("2008-06-20", seen=("在职|在岗情况",)),
                "单田": full("1990-06-30", seen=("离退休|在岗情况",)),
                "范予": full("2023-12-03", seen=("博士|在岗情况",)),
                "尹璐": probationary("2025-06-10", seen=("本科|在岗情况",)),
            },
            may=("在岗情况",),
        ),
    ),
    imported(
        "roster-columns-of-record",
        (1, 9),
        xlsx(sheet(*grid("""
姓名 | 人员类别 | 入党时间 | 籍贯 | 入党介绍人 | 职称 | 学位 | 班级 | 邮箱 | 备注
林晓岚 | 正式党员 | 2008-06-20 | 河北清苑 | 钮怀瑾、卜知行 | 副教授 | 工学博士 | | lin@example.org | 校聘专家
范予 | 正式党员 | 2023-12-03 | 江西婺源 | 林晓岚、单田 | | 工学学士 | 计科2101 | fan@example.org |
"""))),
        Roster(
            people={
                "林晓岚": full(
                    "2008-06-20", kept=("河北清苑", "钮怀瑾、卜知行", "副教授", "工学博士", "lin@example.org", "校聘专家")
                ),
                "范予": full("2023-12-03", kept=("江西婺源", "林晓岚、单田", "工学学士", "计科2101", "fan@example.org")),
            },
        ),
    ),
    imported(
        "roster-of-students-in-a-college",
        (2, 9),
        csv(*grid("""
学号 | 姓名 | 性别 | 民族 | 籍贯 | 年级 | 专业 | 班级 | 宿舍 | 发展阶段 | 递交申请书时间 | 入党时间 | 转正时间 | 联系方式 | 培养联系人
202111010105 | 范予 | 男 | 汉族 | 江西婺源 | 2021级 | 计算机科学与技术 | 计科2101 | 6-402 | 正式党员 | 2021.10 | 2023.12.3 | 2024.12.3 | 13900000105 | 林晓岚
202311010233 | 尹璐 | 女 | 汉族 | 湖北竹山 | 2023级 | 软件工程 | 软工2302 | 9-115 | 预备党员 | 2023.9 | 2025.6.10 | | 13900000106 | 何建业
202411030117 | 祁小禾 | 女 | 苗族 | 贵州台江 | 2024级 | 软件工程 | 软工2401 | 9-208 | 入党积极分子 | 2024.9 | | | 13900000107 |
""")),
        Roster(
            people={
                "范予": full(
                    "2023-12-03",
                    full_on="2024-12-03",
                    staff_number="202111010105",
                    phone="13900000105",
                    kept=("江西婺源", "计科2101"),
                    seen=("2021级|年级", "计算机科学与技术|专业", "6-402|宿舍", "2021.10|2021-10|递交申请书时间", "林晓岚|培养联系人"),
                ),
                "尹璐": probationary("2025-06-10", staff_number="202311010233", kept=("湖北竹山", "软工2302")),
                "祁小禾": {"standing": "activist", "joined": None, "kept": ("贵州台江", "软工2401")},
            },
            may=("年级", "专业", "宿舍", "递交申请书时间", "培养联系人"),
        ),
    ),
]  # fmt: skip

PAPERS = [*IDENTITY, *MATTER]
