"""The columns a roster (党员名册) is offered with: their order, width, choices, and how each is filled in.

The blank sheet and the printed roster follow it; what else people call a column stands in `vocabulary/roster.toml`.
Imports codes and words only.
"""

from partyday.model.codes import Circumstance, Standing
from partyday.model.frozen import frozen
from partyday.words.terms import official
from partyday.words.vocabulary import vocabulary


@frozen(kw_only=True)
class Offered:
    """A column of the roster as the blank sheet offers it. `field` is its name in `model.members.RosterRow`.

    `text`: the blank sheet keeps Excel from turning what is typed into a number or a date.
    """

    field: str
    required: bool = False
    text: bool = False
    width: float = 10
    choices: tuple[str, ...] = ()
    only_choices: bool = False
    how: str = ""
    example: str = ""

    @property
    def header(self) -> str:
        """The official header."""
        return vocabulary("roster").official(self.field)


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
    Offered(
        field="number",
        width=6,
        how="党员在名册中的编号，导入后不再变动；可不填，由程序接着编",
        example="1",
    ),
    Offered(field="name", required=True, how="与身份证一致", example="张三"),
    Offered(field="gender", width=6, choices=("男", "女"), only_choices=True, how="男 或 女", example="女"),
    Offered(field="ethnicity", choices=tuple(_PEOPLES.split()), how="写全称", example="汉族"),
    Offered(
        field="born_on",
        text=True,
        width=12,
        how=_DATE,
        example="1985-03-06",
    ),
    Offered(
        field="standing",
        required=True,
        width=13,
        choices=tuple(official(standing) for standing in Standing),
        only_choices=True,
        how="、".join(official(standing) for standing in Standing) + " 之一",
        example="正式党员",
    ),
    Offered(
        field="joined",
        required=True,
        text=True,
        width=16,
        how=_DATE + "；发展对象、入党积极分子不填",
        example="2019-07-01",
    ),
    Offered(
        field="full_on",
        text=True,
        width=16,
        how=_DATE + "；预备党员不填",
        example="2020-07-01",
    ),
    Offered(
        field="branch",
        width=18,
        how="与党支部登记的名称一致；只管理一个支部时可不填",
        example="第一党支部",
    ),
    Offered(
        field="party_group",
        text=True,
        how="没有划分党小组的不填",
        example="第一党小组",
    ),
    Offered(
        field="post",
        width=14,
        example="教师",
    ),
    Offered(
        field="staff_number",
        text=True,
        width=12,
        how="开头的 0 会保留",
        example="00123",
    ),
    Offered(
        field="phone",
        text=True,
        width=14,
        example="13800000000",
    ),
    Offered(field="education", example="研究生"),
    Offered(
        field="mobile",
        width=15,
        choices=("是", "否"),
        only_choices=True,
        how="是 或 否；流动党员线上参加活动",
        example="否",
    ),
    Offered(
        field="suspended",
        choices=("正常", "停止党籍"),
        only_choices=True,
        how="正常 或 停止党籍",
        example="正常",
    ),
    Offered(
        field="circumstances",
        width=14,
        how="、".join(official(circumstance) for circumstance in Circumstance) + "；几项之间用顿号隔开，没有的不填",
        example="年老体弱",
    ),
)
