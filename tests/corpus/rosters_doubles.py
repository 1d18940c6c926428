"""Rosters with two columns of one kind, columns settled by hand, and columns that no book has a place for."""

from datetime import date, datetime

from corpus.paper import Roster, full, imported, probationary
from corpus.structure import csv, sheet, xlsx

DOUBLES = [
    imported(
        "roster-organisation-and-branch",  # of the kind dup-org-branch
        (2,),
        xlsx(
            sheet(
                ["姓名", "人员类别", "入党时间", "所在党组织", "所在党支部"],
                ["林晓岚", "正式党员", date(2008, 6, 20), "计算机学院党总支", "计算机学院教工党支部"],
                ["何建业", "正式党员", date(2003, 7, 1), "计算机学院党总支", "计算机学院教工党支部"],
            )
        ),
        Roster(
            people={
                "林晓岚": full("2008-06-20", branch="计算机学院教工党支部"),
                "何建业": full("2003-07-01", branch="计算机学院教工党支部"),
            },
            told=("所在党组织",),
        ),
    ),
    imported(
        "roster-two-telephones",
        (2,),
        csv(
            ["姓名", "人员类别", "入党时间", "联系电话", "手机号码"],
            ["林晓岚", "正式党员", "2008-06-20", "0312-5000101", "13900000101"],
            ["何建业", "正式党员", "2003-07-01", "", "13900000102"],
        ),
        Roster(
            people={
                "林晓岚": full("2008-06-20", phone="13900000101"),
                "何建业": full("2003-07-01", phone="13900000102"),
            },
            told=("联系电话",),
        ),
    ),
    imported(
        "roster-two-degrees-of-education",
        (2,),
        csv(
            ["姓名", "人员类别", "入党时间", "学历", "最高学历", "学位"],
            ["林晓岚", "正式党员", "2008-06-20", "本科", "博士研究生", "工学博士"],
            ["何建业", "正式党员", "2003-07-01", "本科", "硕士研究生", "理学硕士"],
        ),
        Roster(
            people={
                "林晓岚": full("2008-06-20", education="博士研究生", kept=("工学博士",)),
                "何建业": full("2003-07-01", education="硕士研究生", kept=("理学硕士",)),
            },
            told=("学历",),
        ),
    ),
    imported(
        "roster-post-and-duty",
        (2,),
        csv(
            ["姓名", "人员类别", "入党时间", "工作岗位", "职务"],
            ["林晓岚", "正式党员", "2008-06-20", "教师", "系副主任"],
            ["何建业", "正式党员", "2003-07-01", "实验员", ""],
        ),
        Roster(
            people={"林晓岚": full("2008-06-20", post="教师"), "何建业": full("2003-07-01", post="实验员")},
            told=("职务",),
        ),
    ),
    imported(
        "roster-two-remarks",
        (2, 9),
        csv(
            ["姓名", "人员类别", "入党时间", "备注", "备注"],
            ["林晓岚", "正式党员", "2008-06-20", "校聘专家", "档案在人事处"],
            ["何建业", "正式党员", "2003-07-01", "", "借调教育厅"],
        ),
        Roster(
            people={
                "林晓岚": full("2008-06-20", kept=("校聘专家", "档案在人事处")),
                "何建业": full("2003-07-01", kept=("借调教育厅",)),
            }
        ),
    ),
    imported(
        "roster-remark-and-explanation",
        (2, 9),
        csv(
            ["姓名", "人员类别", "入党时间", "备注", "情况说明"],
            ["林晓岚", "正式党员", "2008-06-20", "校聘专家", "志愿书原件遗失，已补"],
        ),
        Roster(
            people={"林晓岚": full("2008-06-20", kept=("校聘专家",), seen=("志愿书原件遗失，已补|情况说明",))},
            may=("情况说明",),
        ),
    ),
    imported(
        "roster-two-dates-of-birth",
        (2,),
        csv(
            ["姓名", "人员类别", "入党时间", "出生年月", "出生日期"],
            ["林晓岚", "正式党员", "2008-06-20", "1986.03", "1986-03-17"],
        ),
        Roster(people={"林晓岚": full("2008-06-20", born_on="1986-03-17")}, told=("出生年月",)),
    ),
]

MAPPED = csv(
    ["姓名", "人员类别", "节点一", "节点二", "胸牌尺寸"],
    ["林晓岚", "正式党员", "2008-06-20", "2009-06-20", "大"],
    ["尹璐", "预备党员", "2025-06-10", "", "小"],
)
BY_MAP = {
    "林晓岚": full("2008-06-20", full_on="2009-06-20"),
    "尹璐": probationary("2025-06-10", full_on=None),
}
MAPPINGS = [
    imported(
        "roster-two-dates-without-a-name",
        (2,),
        MAPPED,
        # Two columns of dates could each be the day of joining: guessing would falsify.
        Roster(code=10, rejected=None, new=None),
    ),
    imported(
        "roster-mapped-by-hand",
        (2,),
        MAPPED,
        Roster(people=BY_MAP, unread=("胸牌尺寸",)),
        "--map",
        "节点一=入党时间",
        "--map",
        "节点二=转正时间",
    ),
    imported(
        "roster-mapping-remembered",
        (2,),
        MAPPED,
        Roster(people=BY_MAP, unread=("胸牌尺寸",), new=0, same=2),
        before=(("member", "import", "{}", "--map", "节点一=加入党组织日期", "--map", "节点二=转为正式党员日期"),),
    ),
    imported(
        "roster-columns-nobody-knows",
        (1, 2),
        csv(
            ["姓名", "人员类别", "入党时间", "T恤尺码", "是否乘车", "车牌号"],
            ["林晓岚", "正式党员", "2008-06-20", "L", "是", "冀F00X00"],
        ),
        Roster(people={"林晓岚": full("2008-06-20")}, unread=("T恤尺码", "是否乘车", "车牌号")),
    ),
    imported(
        "roster-cell-beyond-the-last-header",
        (1,),
        xlsx(
            sheet(
                ["姓名", "人员类别", "入党时间"],
                ["林晓岚", "正式党员", datetime(2008, 6, 20), None, "介绍信已开"],  # noqa: DTZ001
                ["何建业", "正式党员", datetime(2003, 7, 1)],  # noqa: DTZ001
            )
        ),
        # Typed beside the table: it has no header to be listed under, so its words are told.
        Roster(people={"林晓岚": full("2008-06-20"), "何建业": full("2003-07-01")}, told=("介绍信已开",)),
    ),
]

PAPERS = [*DOUBLES, *MAPPINGS]
