"""Rosters and books to measure on, the same every time: likely names, plausible dates, the columns branches use."""

import csv
import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = (
    "伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰文建国红志海燕春梅波辉鹏飞鑫宇浩然子涵梓轩雨欣怡佳"
    "琪思远晨曦俊豪博瑞泽楷嘉懿煜城昊天睿峰健雄峻凯诚致弘伯清和风云龙翔振东亮政谦亨奇固之轮翰朗庆绍功松善厚"
    "裕河哲江震振壮会思群豪心邦承乐绍功翠雅芝萍荣爱妹香月莺媛瑞凡素真环雪莲琳璐珊莎锦黛青倩婷姣婉娴瑾颖露瑶"
    "婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨瑗琰韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希宁欣飘育滢馥筠柔竹霭凝晓"
    "欢霄枫芸菲寒伊亚宜可姬舒影荔枝丽阳妮宝贝初程梵罡恒鸿桦骅剑娇纪宽苛灵玛媚琪晴容睿烁堂唯威韦雯苇萱阅彦宇"
    "雨洋忠宗曼紫逸贤蝶菡绿蓝儿翠烟"
)
HEADER = ("序号", "姓名", "性别", "人员类别", "加入党组织日期", "工号", "联系电话", "党小组")
MEMBERS = ("正式党员", "预备党员")
STANDINGS = (*MEMBERS, "发展对象", "入党积极分子")
_WEIGHTS = (88, 6, 2, 4)


def roster(people: int, standings: Sequence[str] = STANDINGS) -> Iterator[tuple[str | int | date | None, ...]]:
    """Rows under `HEADER`, one for each person; numbers of staff begin with zeros, who has not joined has no date."""
    chance = random.Random(20260701)
    for number in range(1, people + 1):
        standing = chance.choices(standings, _WEIGHTS[: len(standings)])[0]
        joined = date(1985, 7, 1) + timedelta(days=chance.randrange(14_000))
        yield (
            number,
            chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2, 2)))),
            chance.choice("男女"),
            standing,
            joined if standing in MEMBERS else None,
            f"{number:07}",
            f"1{chance.randrange(3_000_000_000, 10_000_000_000)}",
            f"第{chance.choice('一二三四五')}党小组",
        )


def write_roster(path: Path, rows: Iterable[Sequence[str | int | date | None]]) -> None:
    """Those rows as a workbook, or as CSV: it needs no openpyxl, and leaves this process as small as it was."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADER, *rows])
        return
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("党员名册")
    sheet.append(HEADER)
    for row in rows:
        sheet.append(row)
    workbook.save(path)
