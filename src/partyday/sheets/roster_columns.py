"""The columns of a member roster (党员名册) and the names people give them."""

from dataclasses import dataclass

from partyday.model.codes import Circumstance, Standing
from partyday.words.terms import official


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of the roster: its official header and what else people call it, and how the blank sheet offers it.

    `field` is its name in `roster.RosterRow`. `code`: its numbers are names, so zeros in front count. `text`: the
    blank sheet keeps Excel from turning what is typed into a number or a date. `offered`: it is on the blank sheet.
    """

    field: str
    header: str
    also: tuple[str, ...] = ()
    required: bool = False
    code: bool = False
    text: bool = False
    offered: bool = True
    width: float = 10
    choices: tuple[str, ...] = ()
    only_choices: bool = False
    how: str = ""
    example: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every header the column goes by, the official one first."""
        return (self.header, *self.also)


_DATE = "年月日齐全；可写 2019-07-01、2019.7.1、2019年7月1日 或 20190701"

# The 56 peoples, by population.
_PEOPLES = (
    "汉族 壮族 维吾尔族 回族 苗族 满族 彝族 土家族 藏族 蒙古族 侗族 布依族 "
    "瑶族 白族 哈尼族 朝鲜族 黎族 哈萨克族 傣族 畲族 傈僳族 东乡族 仡佬族 拉祜族 "
    "佤族 水族 纳西族 羌族 土族 仫佬族 锡伯族 柯尔克孜族 景颇族 达斡尔族 撒拉族 布朗族 "
    "毛南族 塔吉克族 普米族 阿昌族 怒族 鄂温克族 京族 基诺族 德昂族 保安族 俄罗斯族 裕固族 "
    "乌孜别克族 门巴族 鄂伦春族 独龙族 赫哲族 高山族 珞巴族 塔塔尔族"
)

#: The columns in their usual order.
COLUMNS = (
    Column(
        field="number",
        header="序号",
        also=("序", "名册序号", "花名册序号"),
        width=6,
        how="党员在名册中的编号，导入后不再变动；可不填，由程序接着编",
        example="1",
    ),
    Column(field="name", header="姓名", also=("党员姓名", "名字"), required=True, how="与身份证一致", example="张三"),
    Column(
        field="gender", header="性别", width=6, choices=("男", "女"), only_choices=True, how="男 或 女", example="女"
    ),
    Column(
        field="ethnicity", header="民族", also=("族别",), choices=tuple(_PEOPLES.split()), how="写全称", example="汉族"
    ),
    Column(
        field="born_on",
        header="出生日期",
        also=("出生年月日", "出生年月", "出生时间", "生日"),
        text=True,
        width=12,
        how=_DATE,
        example="1985-03-06",
    ),
    Column(
        field="id_number",
        header="公民身份号码",
        also=("身份证号", "身份证号码", "公民身份证号码", "公民身份证号", "居民身份证号码", "身份号码", "身份证"),
        code=True,
        offered=False,
    ),
    Column(
        field="standing",
        header="人员类别",
        also=("党员类别", "人员类型", "党员类型", "类别"),
        required=True,
        width=13,
        choices=tuple(official(standing) for standing in Standing),
        only_choices=True,
        how="、".join(official(standing) for standing in Standing) + " 之一",
        example="正式党员",
    ),
    Column(
        field="joined",
        header="加入党组织日期",
        also=("加入党组织时间", "加入党组织年月", "入党日期", "入党时间", "入党年月", "加入中国共产党日期"),
        required=True,
        text=True,
        width=16,
        how=_DATE + "；发展对象、入党积极分子不填",
        example="2019-07-01",
    ),
    Column(
        field="full_on",
        header="转为正式党员日期",
        also=("转为正式党员时间", "转正日期", "转正时间", "转正年月"),
        text=True,
        width=16,
        how=_DATE + "；预备党员不填",
        example="2020-07-01",
    ),
    Column(
        field="branch",
        header="所在党支部",
        also=(
            *("所在支部", "所属党支部", "所属支部", "党支部", "支部", "党支部名称", "支部名称"),
            *("所在党支部名称", "所在党组织", "所属党组织", "党组织"),
        ),
        width=18,
        how="与党支部登记的名称一致；只管理一个支部时可不填",
        example="第一党支部",
    ),
    Column(
        field="group",
        header="党小组",
        also=("所在党小组", "所属党小组", "党小组名称", "小组"),
        text=True,
        how="没有划分党小组的不填",
        example="第一党小组",
    ),
    Column(
        field="post",
        header="工作岗位",
        also=("岗位", "职务", "工作单位及职务", "单位及职务", "职业"),
        width=14,
        example="教师",
    ),
    Column(
        field="staff_number",
        header="工号/学号",
        also=("工号", "学号", "学号/工号", "学工号", "工学号", "教工号", "教职工号", "职工号", "员工号", "教师工号"),
        code=True,
        text=True,
        width=12,
        how="开头的 0 会保留",
        example="00123",
    ),
    Column(
        field="phone",
        header="联系电话",
        also=("手机号", "手机号码", "手机", "移动电话", "联系方式", "电话", "电话号码"),
        code=True,
        text=True,
        width=14,
        example="13800000000",
    ),
    Column(field="education", header="学历", also=("文化程度", "最高学历", "学历学位"), example="研究生"),
    Column(
        field="mobile",
        header="是否为流动党员",
        also=("是否流动党员", "是否流动", "流动党员"),
        width=15,
        choices=("是", "否"),
        only_choices=True,
        how="是 或 否；流动党员线上参加活动",
        example="否",
    ),
    Column(
        field="suspended",
        header="党籍状态",
        also=("党籍",),
        choices=("正常", "停止党籍"),
        only_choices=True,
        how="正常 或 停止党籍",
        example="正常",
    ),
    Column(
        field="circumstances",
        header="情况",
        also=("特殊情况", "党员情况"),
        width=14,
        how="、".join(official(each) for each in Circumstance) + "；几项之间用顿号隔开，没有的不填",
        example="年老体弱",
    ),
)
