"""Lists pasted from a chat (接龙), as people write themselves into them."""

from dataclasses import replace

from corpus.paper import Marks, No, Paper, pasted
from corpus.structure import text

HEAD = "#接龙\n3月主题党日\n\n"


def chain(what: str, lines: str, expected: Marks, *options: str, head: str = HEAD, encoding: str = "utf-8") -> Paper:
    """A list with these lines."""
    return pasted(f"pasted-{what}", text(head + lines.strip("\n") + "\n", encoding), expected, *options)


def there(*names: str) -> dict[str, str]:
    """They were present."""
    return dict.fromkeys(names, "present")


NAMES = [
    chain("plain", "1. 林晓岚\n2. 何建业\n3. 覃若溪", Marks(marks=there("林晓岚", "何建业", "覃若溪"))),
    chain(
        "plus",  # of the kind paste-plus
        "1. 林晓岚+参加\n2. 何建业+请假（出差）",
        Marks(marks={"林晓岚": "present", "何建业": "excused:公差"}),
        head="#接龙\n3月主题党日\n例 姓名+是否参加\n\n",
    ),
    chain(
        "brackets-of-an-office",
        "1. 林晓岚（软件教研室）\n2. 何建业(实验中心)\n3. 覃若溪【行政】 线上",
        Marks(
            marks={"林晓岚": "present", "何建业": "present", "覃若溪": "online"},
            told=("软件教研室", "实验中心", "行政"),
        ),
    ),
    chain(
        "nickname-before-the-name",
        "1. 小岚（林晓岚）\n2. 建业~(何建业)\n3. 溪水长流（覃若溪） 请假 因病",
        Marks(marks={"林晓岚": "present", "何建业": "present", "覃若溪": "excused:病假"}),
    ),
    chain(
        "class-before-the-name",
        "1. 计科2101 范予\n2. 软工2302尹璐\n3. 计科2101-曾可心 线上",
        Marks(marks={"范予": "present", "尹璐": "present", "曾可心": "online"}),
    ),
    chain(
        "student-number-after-the-name",
        "1. 尹璐 202311010233\n2. 范予202111020105\n3. 曾可心 2022118 病假",
        Marks(marks={"尹璐": "present", "范予": "present", "曾可心": "excused:病假"}),
    ),
    chain(
        "staff-number-before-the-name",
        "2008012 林晓岚\n2003007 何建业 请假（出差）\n00197单田",
        Marks(marks={"林晓岚": "present", "何建业": "excused:公差", "单田": "present"}),
    ),
    chain(
        "roster-number-and-name",
        "1林晓岚\n2何建业 病假\n7单田 线上",
        Marks(marks={"林晓岚": "present", "何建业": "excused:病假", "单田": "online"}),
    ),
    chain(
        "place-in-the-list-is-no-roster-number",
        "1. 单田\n2. 林晓岚\n3. 何建业 线上",
        Marks(marks={"单田": "present", "林晓岚": "present", "何建业": "online"}),
    ),
    chain(
        "chinese-numbering",
        "一、林晓岚\n二、何建业 事假\n三、范予",
        Marks(marks={**there("林晓岚", "范予"), "何建业": "excused:事假"}),
    ),
    chain(
        "numbering-of-all-kinds",
        "①林晓岚\n（2）何建业\n3）覃若溪\n４．范予\n5、尹璐\n第6个：单田\n7 曾可心",
        Marks(marks=there("林晓岚", "何建业", "覃若溪", "范予", "尹璐", "单田", "曾可心")),
    ),
    chain("names-alone", "林晓岚\n何建业\n范予", Marks(marks=there("林晓岚", "何建业", "范予")), head=""),
    chain(
        "several-names-in-a-line",
        "林晓岚、何建业、覃若溪\n范予，尹璐\n单田 曾可心",
        Marks(marks=there("林晓岚", "何建业", "覃若溪", "范予", "尹璐", "单田", "曾可心")),
        head="到会：\n",
    ),
    replace(
        chain(
            "several-names-with-one-state",
            "1. 林晓岚、何建业 线上",
            Marks(marks={"林晓岚": "online", "何建业": "online"}),
        ),
        # Said once behind both it belongs to both, or has to be asked about; nobody is silently present.
        otherwise=Marks(code=10, rejected=(No("林晓岚|何建业"),)),
    ),
    pasted(
        "pasted-chain-in-one-line",
        text("#接龙 3月主题党日 1. 林晓岚 2. 何建业 请假（出差） 3. 覃若溪 线上 4. 范予"),
        Marks(marks={"林晓岚": "present", "何建业": "excused:公差", "覃若溪": "online", "范予": "present"}),
    ),
    chain(
        "agenda-with-numbers-above",
        "1. 林晓岚\n2. 何建业 病假\n3. 范予",
        Marks(marks={"林晓岚": "present", "何建业": "excused:病假", "范予": "present"}),
        head="3月6日下午活动安排：\n1. 学习文件\n2. 讨论年度计划\n3. 交纳党费\n请接龙：\n\n",
    ),
    chain(
        "names-with-blanks-and-dots",
        "1. 单 田\n2. 买买提江•吐尔逊\n3. 欧阳靖远（线上）",
        Marks(marks={"单田": "present", "买买提江·吐尔逊": "present", "欧阳靖远": "online"}),
    ),
    chain("numbers-left-empty", "1. 林晓岚\n2. \n3. 何建业\n4.\n5.", Marks(marks=there("林晓岚", "何建业"))),
    chain("same-line-twice", "1. 林晓岚\n2. 何建业\n3. 林晓岚", Marks(marks=there("林晓岚", "何建业"))),
]

STATES = [
    chain(
        "words-of-all-kinds",
        "1. 林晓岚 到\n2. 何建业 已参加\n3. 覃若溪 视频参会\n4. 范予 公假\n5. 尹璐 住院请假\n6. 单田 +1\n7. 曾可心 迟到",
        Marks(
            marks={
                "林晓岚": "present",
                "何建业": "present",
                "覃若溪": "online",
                "范予": "excused:公差",
                "尹璐": "excused:病假",
                "单田": "present",
                "曾可心": "present",
            },
            told=("迟到",),
        ),
    ),
    chain(
        "signs-between-name-and-state",
        "1. 林晓岚-参加\n2. 何建业：病假\n3. 覃若溪/线上\n4. 范予——事假\n5. 尹璐_到会\n6. 单田（到）",
        Marks(
            marks={
                "林晓岚": "present",
                "何建业": "excused:病假",
                "覃若溪": "online",
                "范予": "excused:事假",
                "尹璐": "present",
                "单田": "present",
            }
        ),
    ),
    chain(
        "not-coming",
        "1. 林晓岚 参加\n2. 何建业 不参加\n3. 覃若溪 不能到\n4. 范予 来不了\n5. 尹璐 未到",
        # They say that they do not come and not why: unmarked, and asked about; above all not present.
        Marks(marks={"林晓岚": "present"}, asked=("何建业", "覃若溪", "范予", "尹璐")),
    ),
    chain(
        "absent-by-a-persons-word",
        "1. 林晓岚\n2. 何建业 缺席\n3. 范予 无故缺席",
        Marks(marks={"林晓岚": "present", "何建业": "absent", "范予": "absent"}),
    ),
    chain(
        "read-and-no-more",
        "1. 林晓岚\n2. 何建业 收到\n3. 范予 收到，谢谢",
        Marks(code=10, rejected=(No("收到"), No("收到")), notes=()),
    ),
    chain(
        "remarks-behind-the-state",
        "1. 林晓岚 参加，带笔记本\n2. 覃若溪 线上（在外地）",
        Marks(marks={"林晓岚": "present", "覃若溪": "online"}, told=("带笔记本", "在外地")),
    ),
    chain(
        "maybe",
        "1. 林晓岚\n2. 何建业 尽量参加\n3. 范予 待定",
        Marks(code=10, rejected=(No("何建业"), No("范予"))),
    ),
    chain(
        "of-who-was-online",
        "1. 林晓岚\n2. 范予",
        Marks(marks={"林晓岚": "online", "范予": "online"}),
        "--listed",
        "online",
    ),
]

MORE_STATES = [
    chain(
        "without-any-sign-between",
        "1. 林晓岚到\n2. 何建业请假\n3. 范予线上\n4. 尹璐病假\n5. 曾可心已签到",
        Marks(
            marks={
                "林晓岚": "present",
                "何建业": "excused",
                "范予": "online",
                "尹璐": "excused:病假",
                "曾可心": "present",
            }
        ),
    ),
    chain(
        "state-before-the-name",
        "1. 签到 林晓岚\n2. 请假 何建业\n3. 线上：范予",
        Marks(marks={"林晓岚": "present", "何建业": "excused", "范予": "online"}),
    ),
    chain(
        "summed-up-by-state",
        "到会：林晓岚、何建业、范予\n请假：覃若溪（病假）、尹璐\n线上：单田",
        # Behind 请假 nobody is present.
        Marks(
            marks={**there("林晓岚", "何建业", "范予"), "覃若溪": "excused:病假", "尹璐": "excused", "单田": "online"}
        ),
        head="3月6日签到汇总\n\n",
    ),
    chain(
        "reasons-in-a-sentence",
        "1. 林晓岚 因公出差，请假\n2. 何建业 发烧请假\n3. 覃若溪 因病住院不能参加\n4. 范予 家中有事请假",
        Marks(marks={"林晓岚": "excused:公差", "何建业": "excused", "覃若溪": "excused:病假", "范予": "excused:事假"}),
    ),
    chain(
        "online-with-its-reason",
        "1. 欧阳靖远（外地，线上参加）\n2. 单田（线上）",
        Marks(marks={"欧阳靖远": "online", "单田": "online"}, told=("外地",)),
    ),
    chain("ticks", "1. 林晓岚 √\n2. 何建业✅\n3. 范予 ×", Marks(marks=there("林晓岚", "何建业"), asked=("范予",))),
    chain(
        "roster-number-that-does-not-fit",
        "5何建业 病假\n1林晓岚",
        # 5 may be a place in the list or another's roster number: the name decides, the number is no second person.
        Marks(marks={"何建业": "excused:病假", "林晓岚": "present"}),
    ),
    chain(
        "staff-number-of-another",
        "2003007 林晓岚\n00197 单田",
        # The number is 何建业's: one of the two is wrong.
        Marks(code=10, rejected=(No("林晓岚"),)),
    ),
    chain("surname-and-title", "1. 林老师\n2. 范予", Marks(code=10, rejected=(No("林老师"),))),
    chain(
        "leave-for-part-of-the-day",
        "1. 林晓岚 提前离开（早退）\n2. 何建业 晚到半小时",
        Marks(marks=there("林晓岚", "何建业"), told=("早退|提前离开", "晚到")),
    ),
]

OTHERS = [
    chain(
        "two-on-a-line-and-one-for-another",  # of the kind paste-two-on-a-line
        "1. 林晓岚请假，何建业线上\n2. 覃若溪 到会，范予请假\n3. 尹璐 签到（代单田）",
        # 尹璐 signs for 单田: the line has two people and the word of one, so it is asked about.
        Marks(code=10, rejected=(No("单田"),)),
        head="#接龙\n签到\n\n",
    ),
    chain(
        "two-on-a-line",
        "1. 林晓岚请假，何建业线上\n2. 覃若溪 到会；范予 病假",
        Marks(marks={"林晓岚": "excused", "何建业": "online", "覃若溪": "present", "范予": "excused:病假"}),
    ),
    chain(
        "one-for-another-the-rest-taken",
        "1. 林晓岚\n2. 尹璐 签到（代单田）\n3. 范予",
        Marks(code=10, rejected=(No("单田"),), marks=there("林晓岚", "范予")),
        "--partial",
    ),
    chain(
        "with-a-colleague",
        "1. 林晓岚（和何建业一起）\n2. 范予",
        Marks(code=10, rejected=(No("何建业"),)),
    ),
    chain(
        "a-sentence-about-somebody",
        "除何建业请假外，其他同志都到了",
        # Nobody is marked by a sentence that is only half understood.
        Marks(code=10, rejected=(No("何建业"),)),
    ),
    chain(
        "all-complaints-at-once",
        "1. 林晓岚\n2. 王不识\n3. 何建业 收到\n4. 老范\n5. 覃若溪 ○",
        Marks(code=10, rejected=(No("王不识"), No("何建业"), No("老范"), No("覃若溪"))),
    ),
    chain(
        "the-good-lines-taken",
        "1. 林晓岚\n2. 王不识\n3. 何建业 收到\n4. 范予 线上",
        Marks(code=10, rejected=(No("王不识"), No("何建业")), marks={"林晓岚": "present", "范予": "online"}),
        "--partial",
    ),
    chain(
        "one-person-two-states",
        "1. 林晓岚\n2. 何建业\n3. 林晓岚 病假",
        Marks(code=10, rejected=(No("林晓岚"),)),
    ),
    replace(
        chain("nothing-in-it", "", Marks(code=10, rejected=None), head="#接龙\n3月主题党日\n"),
        # Bad input, or nobody found.
        otherwise=Marks(code=11, rejected=None),
    ),
]

ENCODINGS = [
    chain(
        "gb18030",
        "1. 林晓岚\n2. 何建业 病假",
        Marks(marks={"林晓岚": "present", "何建业": "excused:病假"}),
        encoding="gb18030",
    ),
    chain(
        "utf16",
        "1. 林晓岚\n2. 何建业 病假",
        Marks(marks={"林晓岚": "present", "何建业": "excused:病假"}),
        encoding="utf-16",
    ),
    chain(
        "utf8-with-bom-and-windows-lines",
        "1. 林晓岚\r\n2. 何建业 病假\r",
        Marks(marks={"林晓岚": "present", "何建业": "excused:病假"}),
        encoding="utf-8-sig",
    ),
]

PAPERS = [*NAMES, *STATES, *MORE_STATES, *OTHERS, *ENCODINGS]
