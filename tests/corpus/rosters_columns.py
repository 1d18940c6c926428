"""Rosters whose columns are named, doubled or filled otherwise than in the national system."""

from datetime import date

from corpus.paper import No, Roster, full, imported, probationary
from corpus.structure import File, Row, csv, sheet, xlsx

JOINED = {"林晓岚": "2008-06-20", "何建业": "2003-07-01", "尹璐": "2025-06-10", "范予": "2023-12-03"}
THREE = {"林晓岚": full("2008-06-20"), "何建业": full("2003-07-01"), "尹璐": probationary("2025-06-10")}


def standing_under(header: str, *words: str) -> File:
    """A small sheet with the standings of three people under this header."""
    people = zip(THREE, words, strict=True)
    rows: list[Row] = [[number, name, word, JOINED[name]] for number, (name, word) in enumerate(people, 1)]
    return xlsx(sheet(["序号", "姓名", header, "入党时间"], *rows))


STANDINGS = [
    imported(
        "roster-standing-under-zhengzhimianmao",  # of the kind standing-zzmm
        (2,),
        xlsx(
            sheet(
                ["姓名", "政治面貌", "入党时间", "转正时间"],
                ["林晓岚", "正式党员", date(2008, 6, 20), date(2009, 6, 20)],
                ["何建业", "正式党员", date(2003, 7, 1), date(2004, 7, 1)],
            )
        ),
        Roster(
            people={
                "林晓岚": full("2008-06-20", full_on="2009-06-20"),
                "何建业": full("2003-07-01", full_on="2004-07-01"),
            }
        ),
    ),
    imported(
        "roster-standing-under-zhengzhimianmao-in-long",
        (2,),
        standing_under("政治面貌", "中共党员", "中共党员", "中共预备党员"),
        Roster(people=THREE),
    ),
    imported(
        "roster-standing-under-dangjizhuangtai",
        (2,),
        standing_under("党籍状态", "正式", "正式", "预备"),
        Roster(people=THREE),
    ),
    imported(
        "roster-standing-under-dangyuanleixing",
        (2,),
        standing_under("党员类型", "正式党员", "正式党员", "预备党员"),
        Roster(people=THREE),
    ),
    imported(
        "roster-standing-under-shenfenleixing-required",
        (2,),
        standing_under("* 身份类型（必填）", "正式党员", "正式党员", "预备党员"),
        Roster(people=THREE),
    ),
    imported(
        "roster-standing-under-a-name-never-seen",  # known by its values alone
        (2,),
        standing_under("本人目前属于", "正式党员", "正式党员", "预备党员"),
        Roster(people=THREE, told=("本人目前属于",)),
    ),
    imported(
        "roster-stage-of-development",
        (2, 6),
        xlsx(
            sheet(
                ["序号", "学号", "姓名", "当前发展阶段", "入党时间", "确定为积极分子时间"],
                [1, "202211010301", "冀望舒", "正式党员", "2024-05-17", "2022-11-03"],
                [2, "202311010302", "郎晓北", "预备党员", "2025-12-02", "2024-03-20"],
                [3, "202311010303", "牟采薇", "发展对象", None, "2024-10-11"],
                [4, "202411010304", "苗一荻", "入党积极分子", None, "2025-09-26"],
            )
        ),
        Roster(
            people={
                "冀望舒": full("2024-05-17", staff_number="202211010301", seen=("2022-11-03|确定为积极分子时间",)),
                "郎晓北": probationary("2025-12-02", staff_number="202311010302"),
                "牟采薇": {"standing": "prospect", "joined": None, "staff_number": "202311010303"},
                "苗一荻": {"standing": "activist", "joined": None, "staff_number": "202411010304"},
            },
            # A date of its own that no field holds: kept or told, never taken for the day of joining.
            may=("确定为积极分子时间",),
        ),
    ),
    imported(
        "roster-standing-beside-staff-kind",  # of the kind standing-both
        (2, 9),
        xlsx(
            sheet(
                ["姓名", "人员类别", "政治面貌", "入党时间", "转正时间"],
                ["林晓岚", "在职教职工", "正式党员", date(2008, 6, 20), date(2009, 6, 20)],
                ["何建业", "离退休教职工", "正式党员", date(2003, 7, 1), date(2004, 7, 1)],
            )
        ),
        Roster(
            people={"林晓岚": full("2008-06-20", seen=("在职",)), "何建业": full("2003-07-01", seen=("离退休",))},
            may=("人员类别",),
        ),
    ),
    imported(
        "roster-standing-beside-staff-kind-of-students",
        (2, 9),
        xlsx(
            sheet(
                ["学号", "姓名", "人员类别", "党员性质", "入党时间"],
                ["202111010105", "范予", "博士研究生", "正式党员", "2023-12-03"],
                ["202311010233", "尹璐", "本科生", "预备党员", "2025-06-10"],
            )
        ),
        Roster(
            people={
                "范予": full("2023-12-03", staff_number="202111010105", seen=("博士",)),
                "尹璐": probationary("2025-06-10", staff_number="202311010233", seen=("本科",)),
            },
            may=("人员类别",),
        ),
    ),
    imported(
        "roster-standing-in-two-columns-the-better-one",
        (2,),
        xlsx(
            sheet(
                ["姓名", "政治面貌", "人员类别", "入党时间"],
                ["林晓岚", "中共党员", "正式党员", "2008-06-20"],
                ["尹璐", "中共党员", "预备党员", "2025-06-10"],
            )
        ),
        # 中共党员 says less than 预备党员: the column that tells them apart is read.
        Roster(people={"林晓岚": full("2008-06-20"), "尹璐": probationary("2025-06-10")}, told=("政治面貌",)),
    ),
    imported(
        "roster-not-of-the-party",
        (2,),
        xlsx(
            sheet(
                ["姓名", "政治面貌", "入党时间"],
                ["林晓岚", "中共党员", "2008-06-20"],
                ["祝小满", "共青团员", None],
                ["荀立夏", "群众", None],
            )
        ),
        # They are on an office's list of everybody; a branch's book has no place for them.
        Roster(code=10, rejected=(No("共青团员", "政治面貌", 3), No("群众", "政治面貌", 4)), new=None),
    ),
    imported(
        "roster-not-of-the-party-partial",
        (2, 1),
        xlsx(
            sheet(
                ["姓名", "政治面貌", "入党时间"],
                ["林晓岚", "中共党员", "2008-06-20"],
                ["祝小满", "共青团员", None],
            )
        ),
        Roster(code=10, rejected=(No("共青团员", "政治面貌", 3),), people={"林晓岚": full("2008-06-20")}, new=1),
        "--partial",
    ),
]

NAMES_OF_COLUMNS = [
    imported(
        "roster-questionnaire-export",
        (2,),
        xlsx(
            sheet(
                [
                    "序号",
                    "提交答卷时间",
                    "所用时间",
                    "来源",
                    "来源详情",
                    "来自IP",
                    "1、您的姓名：",
                    "2、性别",
                    "3、政治面貌（必填）",
                    "4、入党时间",
                    "5、转正时间",
                    "6、手机号码",
                ],
                [
                    1,
                    "2026/3/2 9:14:05",
                    "96秒",
                    "微信",
                    "N/A",
                    "10.20.3.4(未知)",
                    "林晓岚",
                    "女",
                    "正式党员",
                    "2008-06-20",
                    "2009-06-20",
                    "13900000101",
                ],
                [
                    2,
                    "2026/3/2 10:02:41",
                    "71秒",
                    "微信",
                    "N/A",
                    "10.20.3.9(未知)",
                    "尹璐",
                    "女",
                    "预备党员",
                    "2025-06-10",
                    "(跳过)",
                    "13900000102",
                ],
            ),
            name="285193_按文本_党员信息采集_2_2.xlsx",
        ),
        Roster(
            people={
                "林晓岚": full("2008-06-20", full_on="2009-06-20", gender="女", phone="13900000101"),
                "尹璐": probationary("2025-06-10", full_on=None, phone="13900000102"),
            },
            unread=("提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"),
        ),
    ),
    imported(
        "roster-marks-of-required-columns",
        (2,),
        csv(
            [
                "*姓名",
                "工号*",
                "人员类别（必填）",
                "入党时间(必填，格式如2019-07-01)",
                "转正时间【选填】",
                "手机号[11位]",
            ],
            ["林晓岚", "2008012", "正式党员", "2008-06-20", "2009-06-20", "13900000101"],
            ["尹璐", "02231", "预备党员", "2025-06-10", "", "13900000102"],
        ),
        Roster(
            people={
                "林晓岚": full("2008-06-20", full_on="2009-06-20", staff_number="2008012", phone="13900000101"),
                "尹璐": probationary("2025-06-10", staff_number="02231"),
            }
        ),
    ),
    imported(
        "roster-headers-with-blanks-and-line-breaks",
        (2,),
        xlsx(
            sheet(
                [
                    "序\n号",
                    "姓  名",
                    "性 别",
                    "民　族",
                    "人员\n类别",
                    "入党\n时间",
                    "转 正\n时 间",
                    "出 生\n年 月",
                    "联系\n电话",
                ],
                [1, "林晓岚", "女", "满族", "正式党员", "2008.06", "2009.06", "1986.03", "13900000101"],
                [2, "何建业", "男", "汉族", "正式党员", "2003.07", "2004.07", "1979.11", "13900000102"],
            )
        ),
        Roster(
            people={
                "林晓岚": full(
                    "2008-06-01", full_on="2009-06-01", gender="女", ethnicity="满族", phone="13900000101", number=1
                ),
                "何建业": full("2003-07-01", full_on="2004-07-01", gender="男", number=2),
            }
        ),
    ),
    imported(
        "roster-other-names-of-the-same-columns",
        (2,),
        xlsx(
            sheet(
                [
                    "编号",
                    "党员姓名",
                    "职工号",
                    "加入中国共产党时间",
                    "成为正式党员日期",
                    "党员类别",
                    "所属党小组",
                    "移动电话",
                    "文化程度",
                ],
                [
                    1,
                    "林晓岚",
                    "2008012",
                    "2008/6/20",
                    "2009/6/20",
                    "正式党员",
                    "第一党小组",
                    "13900000101",
                    "博士研究生",
                ],
                [2, "尹璐", "2023233", "2025/6/10", None, "预备党员", "第二党小组", "13900000102", "大学本科"],
            )
        ),
        Roster(
            people={
                "林晓岚": full(
                    "2008-06-20",
                    staff_number="2008012",
                    party_group="第一党小组",
                    phone="13900000101",
                    education="博士研究生",
                ),
                "尹璐": probationary(
                    "2025-06-10", staff_number="2023233", party_group="第二党小组", education="大学本科"
                ),
            }
        ),
    ),
    imported(
        "roster-of-a-personnel-office",
        (2, 9),
        xlsx(
            sheet(
                [
                    "人员编号",
                    "姓名",
                    "单位",
                    "部门",
                    "性别",
                    "出生年月",
                    "籍贯",
                    "职称",
                    "最后学历",
                    "政治面貌",
                    "参加党派时间",
                    "入党时间",
                    "转正时间",
                    "参加工作时间",
                ],
                [
                    "0001207",
                    "林晓岚",
                    "计算机学院",
                    "软件系",
                    "女",
                    "1986-03",
                    "河北清苑",
                    "副教授",
                    "研究生",
                    "中共党员",
                    None,
                    "2008-06-20",
                    "2009-06-20",
                    "2010-07",
                ],
                [
                    "0000983",
                    "何建业",
                    "计算机学院",
                    "实验中心",
                    "男",
                    "1979-11",
                    "山西代县",
                    "高级实验师",
                    "大学",
                    "中共党员",
                    None,
                    "2003-07-01",
                    "2004-07-01",
                    "2001-08",
                ],
            )
        ),
        Roster(
            people={
                "林晓岚": full(
                    "2008-06-20",
                    full_on="2009-06-20",
                    staff_number="0001207",
                    kept=("河北清苑", "副教授"),
                    seen=("计算机学院|单位", "软件系|部门", "2010-07|参加工作时间"),
                ),
                "何建业": full(
                    "2003-07-01", full_on="2004-07-01", staff_number="0000983", kept=("山西代县", "高级实验师")
                ),
            },
            may=("单位", "部门", "参加工作时间", "参加党派时间"),
        ),
    ),
    imported(
        "roster-columns-in-any-order",
        (2,),
        csv(
            ["备注", "转正日期", "手机", "入党日期", "性别", "类别", "姓名", "序号"],
            ["", "2009-06-20", "13900000101", "2008-06-20", "女", "正式党员", "林晓岚", "7"],
            ["借调", "2004-07-01", "13900000102", "2003-07-01", "男", "正式党员", "何建业", "3"],
        ),
        Roster(
            people={
                "林晓岚": full("2008-06-20", number=7, phone="13900000101"),
                "何建业": full("2003-07-01", number=3, kept=("借调",)),
            }
        ),
    ),
    imported(
        "roster-no-date-of-joining-at-all",
        (2,),
        csv(["姓名", "人员类别", "手机号"], ["林晓岚", "正式党员", "13900000101"]),
        Roster(code=10, rejected=None, new=None),
    ),
]

PAPERS = [*STANDINGS, *NAMES_OF_COLUMNS]
