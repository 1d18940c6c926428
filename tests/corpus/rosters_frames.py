"""Rosters with something around, between or beside the table: titles, notes, sections, totals, blocks, hidden rows."""

from dataclasses import replace
from datetime import date

from corpus.paper import No, Roster, full, imported, probationary
from corpus.structure import LEFT, UP, Hidden, Row, Sheet, beside, csv, sheet, titled, xlsx

HEAD: Row = ["姓名", "人员类别", "入党时间"]
LIN: Row = ["林晓岚", "正式党员", "2008-06-20"]
HE: Row = ["何建业", "正式党员", "2003-07-01"]
FAN: Row = ["范予", "正式党员", "2023-12-03"]
YIN: Row = ["尹璐", "预备党员", "2025-06-10"]
PEOPLE = {
    "林晓岚": full("2008-06-20"),
    "何建业": full("2003-07-01"),
    "范予": full("2023-12-03"),
    "尹璐": probationary("2025-06-10"),
}


def people(*names: str) -> dict[str, dict[str, object]]:
    """The right result for some of the four."""
    return {name: PEOPLE[name] for name in names}


AROUND = [
    imported(
        "roster-title-unit-line-and-signatures",
        (3,),
        xlsx(
            sheet(
                titled("计算机学院教工党支部党员花名册", 4),
                ["填报单位（盖章）：计算机学院教工党支部", LEFT, "填报日期：2026年3月1日", LEFT],
                ["序号", *HEAD],
                [1, *LIN],
                [2, *HE],
                [3, *YIN],
                ["合计", "3人"],
                ["填表人：郎晓北", LEFT, "审核人：何建业", LEFT],
                ["联系电话：0312-5000100"],
            )
        ),
        Roster(people=people("林晓岚", "何建业", "尹璐")),
    ),
    imported(
        "roster-note-below",  # of the kind note-zysx
        (3,),
        xlsx(
            sheet(
                HEAD,
                ["林晓岚", "正式党员", date(2008, 6, 20)],
                ["何建业", "正式党员", date(2003, 7, 1)],
                [],
                ["填写注意事项：入党时间须与志愿书一致"],
            )
        ),
        Roster(people=people("林晓岚", "何建业")),
    ),
    imported(
        "roster-numbered-notes-above-merged",
        (3,),
        xlsx(
            sheet(
                titled("党员信息导入模板", 4),
                ["导入说明：\n1. 带*的列必须填写；\n2. 姓名不要加空格；\n3. 日期写成2019-07-01。", LEFT, LEFT, LEFT],
                ["*姓名", "*人员类别", "*入党时间", "党小组"],
                [*LIN, "第一党小组"],
                [*YIN, "第二党小组"],
            )
        ),
        Roster(
            people={
                "林晓岚": full("2008-06-20", party_group="第一党小组"),
                "尹璐": probationary("2025-06-10", party_group="第二党小组"),
            }
        ),
    ),
    imported(
        "roster-notes-above-a-line-each",
        (3,),
        csv(
            ["温馨提示：请于3月10日前交回。"],
            ["1、姓名须与身份证一致；"],
            ["2、入党时间指支部大会通过之日；"],
            ["3、人员类别填正式党员或预备党员。"],
            [],
            HEAD,
            LIN,
            YIN,
        ),
        Roster(people=people("林晓岚", "尹璐")),
    ),
    imported(
        "roster-notes-below-of-several-lines",
        (3,),
        xlsx(
            sheet(
                ["序号", *HEAD],
                [1, *LIN],
                [2, *HE],
                ["备注：本表一式两份，支部、党总支各存一份。", LEFT, LEFT, LEFT],
                ["注：", "1.入党时间为支部大会通过接收为预备党员之日"],
                [None, "2.有变动请及时告知组织委员"],
                ["说明：以上信息截至2026年3月1日"],
            )
        ),
        Roster(people=people("林晓岚", "何建业")),
    ),
    imported(
        "roster-table-away-from-the-corner",
        (3,),
        xlsx(
            sheet(
                [],
                [None, None, "党员名单"],
                [],
                [None, None, "序号", None, *HEAD],
                [],
                [None, None, 1, None, *LIN],
                [],
                [None, None, 2, None, *HE],
                [None, None, 3, None, *YIN],
            )
        ),
        Roster(people=people("林晓岚", "何建业", "尹璐")),
    ),
    imported(
        "roster-prepared-rows-left-empty",
        (3,),
        xlsx(sheet(["序号", *HEAD], [1, *LIN], [2, *YIN], [3], [4], [5], [6])),
        Roster(people=people("林晓岚", "尹璐")),
    ),
    imported(
        "roster-end-of-table-said",
        (3,),
        xlsx(sheet(["序号", *HEAD], [1, *LIN], [2, *YIN], ["（以下空白）", LEFT, LEFT, LEFT], [None, "/", "/", "/"])),
        Roster(people=people("林晓岚", "尹璐")),
    ),
    imported(
        "roster-without-a-name",
        (1, 3),
        xlsx(sheet(["序号", *HEAD], [1, *LIN], [2, None, "正式党员", "2003-07-01"])),
        # A standing and a day that belong to nobody: asked about, never skipped as an empty row.
        Roster(code=10, rejected=(No("", "姓名", 3),), new=None),
    ),
]

BETWEEN = [
    imported(
        "roster-section-rows",  # of the kind section-rows2
        (3,),
        xlsx(sheet(HEAD, ["教工党员"], LIN, ["学生党员（2人）"], FAN)),
        Roster(people=people("林晓岚", "范予")),
    ),
    imported(
        "roster-section-rows-merged-and-numbered",
        (3,),
        xlsx(
            sheet(
                ["序号", *HEAD],
                ["一、正式党员（3人）", LEFT, LEFT, LEFT],
                [1, *LIN],
                [2, *HE],
                [3, *FAN],
                ["二、预备党员（1人）", LEFT, LEFT, LEFT],
                [1, *YIN],
            )
        ),
        Roster(people=people("林晓岚", "何建业", "范予", "尹璐")),
    ),
    imported(
        "roster-section-rows-of-groups-with-subtotals",
        (3,),
        csv(
            ["序号", "姓名", "性别", "人员类别", "入党时间"],
            ["", "第一党小组", "", "", ""],
            ["1", "林晓岚", "女", "正式党员", "2008-06-20"],
            ["2", "何建业", "男", "正式党员", "2003-07-01"],
            ["小计", "2人", "", "", ""],
            ["", "第二党小组", "", "", ""],
            ["3", "范予", "男", "正式党员", "2023-12-03"],
            ["小计", "1人", "", "", ""],
            ["总计", "3", "男2女1", "", ""],
        ),
        Roster(people=people("林晓岚", "何建业", "范予")),
    ),
    imported(
        "roster-header-repeated-on-each-page",
        (3,),
        xlsx(
            sheet(
                titled("党员名册", 3),
                HEAD,
                LIN,
                HE,
                ["第1页，共2页"],
                titled("党员名册", 3),
                HEAD,
                FAN,
                YIN,
                ["第2页，共2页"],
            )
        ),
        Roster(people=people("林晓岚", "何建业", "范予", "尹璐")),
    ),
    replace(
        imported(
            "roster-second-table-with-other-columns-below",
            (1, 3),
            xlsx(
                sheet(
                    ["教工党员"],
                    HEAD,
                    LIN,
                    HE,
                    [],
                    ["学生党员"],
                    ["入党时间", "姓名", "人员类别"],
                    ["2023-12-03", "范予", "正式党员"],
                    ["2025-06-10", "尹璐", "预备党员"],
                )
            ),
            Roster(people=people("林晓岚", "何建业", "范予", "尹璐")),
        ),
        # Or asked about, row by row; read under the columns of the first table it would be nonsense.
        otherwise=Roster(code=10, rejected=None, new=None),
    ),
    imported(
        "roster-total-in-words",
        (3,),
        xlsx(
            sheet(
                ["序号", *HEAD],
                [1, *LIN],
                [2, *YIN],
                ["合计：2人，其中正式党员1人，预备党员1人", LEFT, LEFT, LEFT],
                [None, None, "支部书记（签字）：", LEFT],
            )
        ),
        Roster(people=people("林晓岚", "尹璐")),
    ),
]

HEADERS = [
    imported(
        "roster-header-of-two-rows-grouped",
        (3,),
        xlsx(
            sheet(
                titled("党员基本情况登记表", 8),
                ["序号", "基本信息", LEFT, LEFT, "组织关系", LEFT, LEFT, "备注"],
                [UP, "姓名", "性别", "民族", "人员类别", "入党时间", "转正时间", UP],
                [1, "林晓岚", "女", "满族", "正式党员", "2008-06-20", "2009-06-20", "校聘专家"],
                [2, "尹璐", "女", "汉族", "预备党员", "2025-06-10", None, None],
            )
        ),
        Roster(
            people={
                "林晓岚": full("2008-06-20", full_on="2009-06-20", gender="女", ethnicity="满族", kept=("校聘专家",)),
                "尹璐": probationary("2025-06-10", full_on=None, gender="女"),
            }
        ),
    ),
    imported(
        "roster-header-of-two-rows-halves-of-a-name",
        (3,),
        xlsx(
            sheet(
                ["姓名", "人员类别", "入党", LEFT, "转正", "学历学位", LEFT],
                [UP, UP, "时间", "介绍人", "时间", "学历", "学位"],
                ["林晓岚", "正式党员", "2008-06-20", "钮怀瑾、卜知行", "2009-06-20", "博士研究生", "工学博士"],
                ["尹璐", "预备党员", "2025-06-10", "林晓岚、范予", None, "本科", None],
            )
        ),
        Roster(
            people={
                "林晓岚": full(
                    "2008-06-20",
                    full_on="2009-06-20",
                    education="博士研究生",
                    seen=("钮怀瑾、卜知行|介绍人", "工学博士|学位"),
                ),
                "尹璐": probationary("2025-06-10", full_on=None, education="本科", seen=("林晓岚、范予|介绍人",)),
            },
            may=("介绍人", "学位"),
        ),
    ),
    imported(
        "roster-two-blocks-side-by-side",
        (3,),
        xlsx(
            sheet(
                titled("党员名单", 8),
                *beside(
                    [["序号", *HEAD], [1, *LIN], [2, *HE]],
                    [["序号", *HEAD], [3, *FAN], [4, *YIN]],
                ),
            )
        ),
        Roster(
            people={
                **people("林晓岚", "何建业"),
                "范予": full("2023-12-03", number=3),
                "尹璐": probationary("2025-06-10", number=4),
            }
        ),
    ),
    imported(
        "roster-two-blocks-of-uneven-length-with-a-gap",
        (3,),
        csv(
            *beside(
                [["序号", *HEAD], ["1", *LIN], ["2", *HE]],
                [["序号", *HEAD], ["3", *FAN]],
                gap=1,
            )
        ),
        Roster(people=people("林晓岚", "何建业", "范予")),
    ),
    imported(
        "roster-group-merged-downward",  # of the kind merged-group
        (1, 3),
        xlsx(
            sheet(
                ["党小组", *HEAD],
                ["第一党小组", *LIN],
                [UP, *HE],
                ["第二党小组", "覃若溪", "正式党员", "2013-12-05"],
                [UP, *FAN],
            )
        ),
        Roster(
            people={
                "林晓岚": full("2008-06-20", party_group="第一党小组"),
                "何建业": full("2003-07-01", party_group="第一党小组"),
                "覃若溪": full("2013-12-05", party_group="第二党小组"),
                "范予": full("2023-12-03", party_group="第二党小组"),
            },
            notes=("党小组",),
        ),
    ),
    imported(
        "roster-standing-and-branch-merged-downward",
        (1, 3),
        xlsx(
            sheet(
                ["所在党支部", "人员类别", "姓名", "入党时间"],
                ["计算机学院教工党支部", "正式党员", "林晓岚", "2008-06-20"],
                [UP, UP, "何建业", "2003-07-01"],
                [UP, UP, "范予", "2023-12-03"],
                [UP, "预备党员", "尹璐", "2025-06-10"],
            )
        ),
        Roster(people=people("林晓岚", "何建业", "范予", "尹璐"), notes=("人员类别",)),
    ),
    imported(
        "roster-group-written-once-not-merged",
        (1, 3),
        xlsx(sheet(["党小组", *HEAD], ["第一党小组", *LIN], [None, *HE], ["第二党小组", *FAN], [None, *YIN])),
        # Without a merge an empty cell is an empty cell: who was left without a group is not guessed.
        Roster(
            people={
                "林晓岚": full("2008-06-20", party_group="第一党小组"),
                "何建业": full("2003-07-01", party_group=""),
                "范予": full("2023-12-03", party_group="第二党小组"),
                "尹璐": probationary("2025-06-10", party_group=""),
            }
        ),
    ),
    imported(
        "roster-names-merged-over-two-columns",
        (3,),
        xlsx(
            sheet(
                ["姓名", LEFT, "人员类别", "入党时间"],
                ["林晓岚", LEFT, "正式党员", "2008-06-20"],
                ["尹璐", LEFT, "预备党员", "2025-06-10"],
            )
        ),
        Roster(people=people("林晓岚", "尹璐")),
    ),
]

UNSEEN = [
    imported(
        "roster-row-hidden-by-a-filter",  # of the kind hidden-row
        (1, 3),
        xlsx(Sheet((HEAD, LIN, Hidden(HE)), filter="A1:C3")),
        # Hidden is not deleted: the person is read, and the secretary hears of a row that is not on the screen.
        Roster(people=people("林晓岚", "何建业"), notes=("3",)),
    ),
    imported(
        "roster-several-rows-hidden-by-hand",
        (1, 3),
        xlsx(Sheet((HEAD, LIN, Hidden(HE), Hidden(FAN), YIN))),
        Roster(people=people("林晓岚", "何建业", "范予", "尹璐"), notes=("3", "4")),
    ),
    imported(
        "roster-column-hidden",
        (1, 3),
        xlsx(
            Sheet(
                ([*HEAD, "手机号"], [*LIN, "13900000101"], [*YIN, "13900000102"]),
                hidden_columns=(4,),
            )
        ),
        Roster(
            people={
                "林晓岚": full("2008-06-20", phone="13900000101"),
                "尹璐": probationary("2025-06-10", phone="13900000102"),
            }
        ),
    ),
]

PAPERS = [*AROUND, *BETWEEN, *HEADERS, *UNSEEN]
