"""dues, as a secretary types it; incomes stay with who asks for that member by name."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from commands import Partyday


@pytest.fixture
def assessed(branch: Partyday, monkeypatch: pytest.MonkeyPatch) -> Partyday:
    """张三 is assessed since January on a wage of 6,543.21; it is 6 March."""
    monkeypatch.setenv("PARTYDAY_TODAY", "2026-03-06")
    branch("dues", "assess", "张三", "--kind", "wage", "--amount", "6543.21", "--from", "2026-01")
    return branch


@pytest.mark.parametrize(
    ("words", "monthly", "rate"),
    [(("wage", "3000.01"), "30.00", "1%"), (("retired", "5000"), "25.00", "0.5%"), (("学生",), "0.20", None)],
)
def test_a_rate_needs_no_book(partyday: Partyday, words: tuple[str, ...], monthly: str, rate: str | None) -> None:
    said = partyday("dues", "rate", *words, "--json").json
    assert (said["monthly"], said["rate"]) == (monthly, rate)
    assert said["source"]["document"]


def test_a_rate_goes_by_the_branchs_own_policy_where_there_is_a_book(partyday: Partyday) -> None:
    text = '[policy]\nname = "x"\ntitle = "x"\nbase = "hebei"\n[[dues.rounding]]\nvalue = "元"\nsource = "house"\n'
    Path("school.toml").write_text(text, "utf-8")
    partyday("init", "--branch", "第一党支部", "--policy", "school.toml")
    assert partyday("dues", "rate", "wage", "6543.21", "--json").json["monthly"] == "98.00"


def test_what_is_owed_has_the_promised_keys_and_todays_month(assessed: Partyday) -> None:
    months = ["2026-01", "2026-02", "2026-03"]
    assert assessed("dues", "owed", "--json").json == [
        {"number": 1, "name": "张三", "months": months, "amount": "294.45", "left": None}
    ]
    said = assessed("dues", "owed")
    assert "2026-01..2026-03" in said.out
    assert "Not assessed: 2 李四" in said.err


def test_paying_and_forwarding_leave_nothing_in_hand(assessed: Partyday) -> None:
    paid = assessed("dues", "pay", "zs", "--months", "2026-01..2026-03", "--on", "2026-03-06", "--json").json
    assert (paid["amount"], len(paid["payments"]), paid["still_owed"]) == ("294.45", 3, "0.00")
    assert assessed("dues", "owed", "--json").json == []
    assert assessed("dues", "remit", "--json").json == {
        "date": "2026-03-06",
        "amount": "294.45",
        "to": "学院党总支",
        "in_hand": "0.00",
        "apart": [],
    }
    assert "In hand: 0.00 yuan" in assessed("dues", "ledger").out
    assessed("dues", "remit", code=13)


def test_the_meetings_sheet_is_listed_and_then_taken_in_but_for_the_exceptions(assessed: Partyday) -> None:
    assessed("dues", "assess", "李四", "--kind", "学生", "--from", "2026-03")
    assert "Owed in all: 294.65 yuan" in assessed("dues", "collect", "--day", "2026-03-06").out
    assessed("dues", "collect", "--day", "2026-03-07", code=11)
    assessed("dues", "collect", "--except", "1", code=2)
    nobody = assessed("dues", "collect", "--day", "2026-03-06", "--all")
    assert "Taken in: 0.00 of 294.65 yuan" in nobody.out
    assert "nothing was taken from: 1 张三, 2 李四" in nobody.err
    assessed("dues", "collect", "--handed-in", "1", code=2)
    assessed("checkin", "张三")
    assessed("checkin", "--excuse", "李四:病假")
    taken = assessed("dues", "collect", "--day", "2026-03-06", "--all", "--json").json
    assert [(each["name"], each["amount"], each["paid"], each["state"], each["left_out"]) for each in taken] == [
        ("张三", "294.45", True, "present", False),
        ("李四", "0.20", False, "excused", True),
    ]
    assessed("undo")
    assert "Taken in: 0.20 of" in assessed("dues", "collect", "--all", "--except", "zs", "--handed-in", "李四").out
    assessed("undo")
    assert "Taken in: 294.65 of 294.65 yuan" in assessed("dues", "collect", "--all", "--handed-in", "李四").out
    assessed("dues", "collect", "--day", "2026-04-03", "--all", code=10)


def test_a_transfer_tells_until_which_month_dues_are_paid(assessed: Partyday) -> None:
    assessed("dues", "pay", "张三", "--months", "2026-01..2026-02", "--on", "2026-03-06")
    gone = ("member", "transfer", "张三", "--to", "外校党支部", "--outside")
    assert assessed(*gone, "--json").json["dues_paid_until"] == "2026-02"
    assessed("undo")
    assert "2026-02" in assessed(*gone).out
    assert (
        assessed("member", "transfer", "李四", "--to", "外校党支部", "--outside", "--json").json["dues_paid_until"]
        is None
    )


def test_a_transfer_below_another_superior_tells_it_too(assessed: Partyday) -> None:
    top = assessed("branch", "list", "--json").json[0]["name"]
    assessed("branch", "add", "学生党总支", "--superior", top, "--kind", "general")
    assessed("branch", "add", "学生第一党支部", "--superior", "学生党总支")
    [first] = [one["name"] for one in assessed("branch", "list", "--json").json if one["kind"] == "branch"][:1]
    gone = ("member", "transfer", "张三", "--to", "学生第一党支部", "--branch", first, "--json")
    assert assessed(*gone).json["dues_paid_until"] is None


def test_a_branch_is_assessed_from_a_sheet_all_of_it_or_nothing(branch: Partyday) -> None:
    head = "2026年党费核定表\n序号,姓名,收入类别,月收入\n"
    Path("good.csv").write_text(head + '1,张三,按月领取工资,6500.5\n2,李四,离退休,"5,200"\n合计,,,\n', "utf-8")
    bad = "1,张三,工资,六千\n2,李四,打工,5200\n3,单雄信,学生,\n9,周九,学生,\n"
    Path("bad.csv").write_text(head + bad, "utf-8")
    Path("strange.csv").write_text(head + "1,张三,工资,\n9,周九,学生,\n", "utf-8")
    done = branch("dues", "assess", "--sheet", "good.csv", "--from", "2026-01", "--json").json
    assert [(each["name"], each["monthly"]) for each in done["assessed"]] == [("张三", "97.51"), ("李四", "52.00")]
    assert len([entry for entry in branch("log", "--json").json if entry["command"] == "dues assess"]) == 1
    for sheet, rows in (("bad.csv", [3, 4, 6]), ("strange.csv", [3, 4])):
        said = branch("dues", "assess", "--sheet", sheet, "--from", "2027-01", "--json", code=10).json
        assert (said["assessed"], [each["row"] for each in said["rejected"]]) == ([], rows)
    branch("dues", "assess", "--sheet", "good.csv", code=10)
    branch("dues", "assess", "--sheet", "good.csv", "--from", "2026-01")
    branch("dues", "assess", "--sheet", "nowhere.csv", "--from", "2026-01", code=11)
    branch("dues", "assess", "张三", "--sheet", "good.csv", code=2)
    branch("dues", "assess", "张三", "--from", "2026-01", code=2)
    assert len([entry for entry in branch("log", "--json").json if entry["command"] == "dues assess"]) == 1


def test_an_undo_that_leaves_less_than_nothing_in_hand_says_so_and_why(assessed: Partyday) -> None:
    assessed("dues", "pay", "张三", "--months", "2026-03")
    [paid] = [entry["id"] for entry in assessed("log", "--json").json if entry["command"] == "dues pay"]
    assessed("dues", "remit")
    assert "--reason" in assessed("undo", str(paid), code=13).err
    said = assessed("undo", str(paid), "--reason", "错收").err
    assert "In hand are now -98.15 yuan." in said
    assert f"takes back {paid}: 错收" in assessed("log", "--last", "1").out


def test_a_month_is_not_paid_twice_and_undo_opens_it_again(assessed: Partyday) -> None:
    assessed("dues", "pay", "张三", "--months", "2026-03")
    assert "Nothing is owed any more" in assessed("dues", "pay", "张三", "--months", "2026-03", code=13).err
    assessed("undo")
    assessed(
        "dues", "pay", "张三", "--months", "2026-03", "--proxy", "张母", "--proxy-is", "亲属", "--method", "线上支付"
    )


def test_incomes_are_shown_only_to_who_asks_for_that_member(assessed: Partyday) -> None:
    for words in (("dues", "owed"), ("dues", "ledger"), ("log",), ("log", "张三"), ("member", "show", "张三")):
        for form in ((), ("--json",)):
            said = assessed(*words, *form).out
            assert "6543.21" not in said
            assert "654321" not in said
    assert "6543.21" in assessed("dues", "ledger", "张三").out
    assert json.dumps(assessed("dues", "ledger", "张三", "--json").json).count("98.15") >= 3


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("assess", "张三", "--kind", "wage", "--amount", "8000", "--from", "2026-03"), 13),
        (("assess", "张三", "--kind", "wages", "--amount", "8000", "--from", "2026-03"), 2),
        (("assess", "张三", "--kind", "wage", "--amount", "8,0.0.0", "--from", "2026-03"), 10),
        (("assess", "张三", "--kind", "wage", "--amount", "8000", "--from", "2026-13"), 10),
        (("pay", "张三", "--months", "2026-03..2026-01"), 10),
        (("pay", "张三", "--months", "2026-03", "--amount", "500"), 13),
        (("pay", "张三", "--months", "2026-03", "--proxy", "张母"), 2),
        (("pay", "李四", "--months", "2026-03"), 13),
        (("pay", "张飞", "--months", "2026-03"), 11),
        (("refund", "张三", "--amount", "1", "--month", "2026-03", "--reason", "多收"), 13),
        (("waive", "李四", "--months", "2026-03", "--by", "党委", "--reason", "困难"), 13),
        (("rate", "wage"), 2),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(assessed: Partyday, words: tuple[str, ...], code: int) -> None:
    said = assessed("dues", *words, code=code)
    assert said.out == ""
    assert 1 <= len(said.err.strip().splitlines()) <= 3


def test_the_three_papers_of_dues_show_no_income(assessed: Partyday) -> None:
    assessed("report", "dues-receipt", "--member", "张三", code=11)
    assessed("dues", "pay", "张三", "--months", "2026-01..2026-02", "--on", "2026-03-06")
    for words in (("dues-ledger",), ("dues-publication", "--period", "2026"), ("dues-receipt", "--member", "张三")):
        said = assessed("report", *words, "-o", f"{words[0]}.xlsx", "--json").json
        assert said["form"] == words[0]
        page = load_workbook(f"{words[0]}.xlsx").active
        assert page is not None
        text = " ".join(str(cell.value) for row in page.iter_rows() for cell in row)
        assert "张三" in text
        assert "6543" not in text
        assert ("98.15" in text) is (words[0] == "dues-ledger")
    assessed("report", "dues-ledger", "--period", "2026Q1", code=10)
    assessed("report", "dues-ledger", "--period", "2020", code=11)
    assessed("report", "dues-receipt", "--period", "2026-03-07", code=11)


def test_the_meetings_sheet_is_printed_filled_in_and_taken_in(assessed: Partyday) -> None:
    assessed("dues", "collect", "-o", "dues.xlsx")
    book = load_workbook("dues.xlsx")
    assert book.worksheets[0]["D4"].value == 294.45
    book.worksheets[0]["E4"] = 300
    book.save("dues.xlsx")
    said = assessed("dues", "collect", "--from", "dues.xlsx", code=10)
    assert "294.45" in said.err
    assert "--voluntary" in said.err
    book.worksheets[0]["E4"] = 100
    book.save("dues.xlsx")
    (taken,) = assessed("dues", "collect", "--from", "dues.xlsx", "--json").json
    assert (taken["amount"], taken["taken"], taken["paid"]) == ("294.45", "100.00", False)
    assert assessed("dues", "owed", "--json").json[0]["amount"] == "194.45"
    assert assessed("dues", "owed", "--json").json[0]["months"] == ["2026-02", "2026-03"], "the oldest month first"
    book.worksheets[0]["E4"] = "√"
    book.save("dues.xlsx")
    said = assessed("dues", "collect", "--from", "dues.xlsx", "--today", "2026-04-03", code=10)
    assert "194.45 yuan are owed now, not what the sheet says" in said.err
    assessed("dues", "collect", "--from", "dues.xlsx", "--day", "2026-04-03", "--today", "2026-04-03", code=13)
    book.worksheets[0]["A2"] = "单位：别的党支部"
    book.save("other.xlsx")
    assert "别的党支部" in assessed("dues", "collect", "--from", "other.xlsx", code=13).err
    assessed("dues", "collect", "--from", "dues.xlsx", "--all", code=2)
    assessed("dues", "collect", "--from", "gone.xlsx", code=11)


def test_the_branchs_ledger_goes_by_month_and_agrees_with_its_members(assessed: Partyday) -> None:
    assessed("dues", "assess", "李四", "--kind", "student", "--from", "2026-02")
    assessed("dues", "pay", "张三", "--months", "2026-01", "--on", "2026-03-06")
    said = assessed("dues", "ledger", "--json").json
    assert [(each["month"], each["assessed"], each["paid"], each["balance"]) for each in said["months"]] == [
        ("2026-01", "98.15", "98.15", "0.00"),
        ("2026-02", "98.35", "0.00", "98.35"),
        ("2026-03", "98.35", "0.00", "98.35"),
    ]
    assert [(each["name"], each["balance"]) for each in said["members"]] == [("张三", "196.30"), ("李四", "0.40")]
    out = assessed("dues", "ledger").out
    assert "6543.21" not in out


def test_what_is_told_of_a_sheet_of_dues_is_in_json_too(assessed: Partyday) -> None:
    Path("good.csv").write_text("姓名,金额,电话\n张三,98.15,1\n李四,5,2\n", "utf-8")
    refused = assessed("dues", "collect", "--from", "good.csv", "--json", code=10).json
    assert ([each["value"] for each in refused["rejected"]], refused["unread"]) == (["李四"], ["电话"])
    assert any("金额" in note for note in refused["notes"])
    assessed("dues", "collect", "--all", "--partial", code=2)
    taken = assessed("dues", "collect", "--from", "good.csv", "--partial", "--json", code=10).json
    assert {**taken, "collected": None} == {**refused, "collected": None}
    assert [(each["name"], each["taken"]) for each in taken["collected"]] == [("张三", "98.15")]
    assert any("2026-01" in note for note in taken["collected"][0]["notes"])
    Path("more.csv").write_text("姓名,实缴\n张三,100\n", "utf-8")
    (more,) = assessed("dues", "collect", "--from", "more.csv", "--json").json
    assert (more["taken"], ["2026-02..2026-03" in note for note in more["notes"]]) == ("100.00", [True])


def test_the_sheet_of_a_years_assessment_is_written_filled_in_and_read_back(assessed: Partyday) -> None:
    assert assessed("dues", "assess", "--template", "核定.xlsx", "--json").json == {"file": "核定.xlsx"}
    book = load_workbook("核定.xlsx")
    page = book.worksheets[0]
    heads = [cell.value for cell in page[3]]
    assert heads == ["序号", "姓名", "工号/学号", "收入类别", "月收入", "起始月份", "备注"]
    [first, second] = [row for row in page.iter_rows(min_row=4) if row[1].value in ("张三", "李四")]
    assert (first[3].value, first[4].value, second[3].value) == ("按月领取工资", None, None)
    first[4].value, second[3].value = 7000, "最低生活保障"
    page.delete_rows(6, 3)  # whose dues are assessed another time
    book.save("核定.xlsx")
    done = assessed("dues", "assess", "--sheet", "核定.xlsx", "--from", "2027-01", "--json").json
    assert [(each["name"], each["kind"], each["monthly"]) for each in done["assessed"]] == [
        ("张三", "wage", "105.00"),
        ("李四", "hardship", "0.20"),
    ]


@pytest.mark.parametrize(
    "typed", ["下岗失业、抚恤救济、最低生活保障", "下岗失业", "抚恤救济", "最低生活保障", "hardship"]
)
def test_every_kind_that_a_hint_names_is_taken_as_it_is_typed(assessed: Partyday, typed: str) -> None:
    done = assessed("dues", "assess", "李四", "--kind", typed, "--from", "2026-03")
    assert "0.20 yuan a month" in done.out
    assert "第六条" in done.err, "what an article did to the sum"


def _assess_high(assessed: Partyday) -> str:
    return assessed("dues", "assess", "李四", "--kind", "wage", "--amount", "60000", "--from", "2026-03").err


def test_what_a_limit_did_to_a_sum_is_explained(assessed: Partyday) -> None:
    said = assessed("dues", "rate", "wage", "60000")
    assert "1000.00 yuan a month" in said.out
    assert "2% would be 1200.00 yuan" in said.out
    assert assessed("dues", "rate", "wage", "60000", "--json").json["by_rate"] == "1200.00"
    assert "would be 1200.00" in _assess_high(assessed)


def test_receipts_are_listed_with_the_void_ones_and_a_login_is_no_collector(assessed: Partyday) -> None:
    assessed("dues", "pay", "张三", "--months", "2026-01..2026-02")
    assessed("undo")
    assessed("dues", "pay", "张三", "--months", "2026-01..2026-02", "--as", "王秀芳")
    assessed("dues", "pay", "张三", "--amount", "1500", "--voluntary", "--receipt", "甲1")
    assert (
        "甲1 was given already" in assessed("dues", "pay", "1", "--months", "2026-03", "--receipt", "甲1", code=13).err
    )
    listed = assessed("dues", "receipts", "--period", "2026", "--json").json
    assert [(each["receipt"], each["amount"], each["collector"], each["void"]) for each in listed] == [
        ("2026-00001", "196.30", "", True),
        ("2026-00002", "196.30", "王秀芳", False),
        ("甲1", "1500.00", "", False),
    ]
    said = assessed("report", "dues-receipt", "-o", "收据.xlsx", "--json").json
    assert said["period"] == "2026-03-06"
    text = " ".join(str(cell.value) for row in load_workbook("收据.xlsx").worksheets[0].iter_rows() for cell in row)
    assert "人民币壹佰玖拾陆元叁角整" in text
    assert "人民币壹仟伍佰元整" in text
    assert "2026-00001" not in text


def test_paid_and_voluntary_of_all_rows_add_up_to_what_was_collected(assessed: Partyday) -> None:
    assessed("dues", "pay", "张三", "--months", "2026-01..2026-02")
    assessed("dues", "pay", "张三", "--amount", "20", "--voluntary")
    gone = assessed("member", "transfer", "张三", "--to", "外校党支部", "--outside", "--json").json
    assert (gone["dues_owed"], gone["dues_overpaid"]) == ("98.15", "0.00")
    said = assessed("dues", "ledger", "--json").json
    [row] = said["members"]
    assert (row["paid"], row["voluntary"], row["balance"], row["left"]) == ("196.30", "20.00", "98.15", "2026-03-06")
    assert said["collected"] == "216.30"
    [owing] = assessed("dues", "owed", "--json").json
    assert (owing["name"], owing["amount"], owing["left"]) == ("张三", "98.15", "2026-03-06")
    assert "2026-00002" in assessed("dues", "ledger", "张三").out, "each payment stands in a member's own ledger"


def test_what_is_overpaid_is_said_at_once_and_laid_over_the_months_to_come(assessed: Partyday) -> None:
    assessed("dues", "pay", "张三", "--months", "2026-01..2026-03")
    lower = ("--amount", "4000", "--from", "2026-03", "--reason", "工资调整")
    said = assessed("dues", "assess", "张三", "--kind", "wage", *lower)
    assert "58.15 yuan are overpaid now, for 2026-03" in said.err
    assert "dues carry 1" in said.err
    assert "58.15 yuan laid over the months to come" in assessed("dues", "carry", "张三").out
    assessed("undo")
    given = assessed("dues", "refund", "张三", "--reason", "核定调整", "--json").json
    assert [(each["for_month"], each["amount"]) for each in given["payments"]] == [("2026-03", "-58.15")]
