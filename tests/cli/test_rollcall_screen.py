"""The roll-call at a terminal that draws: what stands on the screen while somebody types."""

from at_terminal import Screen
from commands import Partyday

DOWN, BACKSPACE, LEFT, END, CTRL_C, UP = "\x1b[B", "\x7f", "\x1b[D", "\x1b[F", "\x03", "\x1b[A"


def pasted(text: str) -> str:
    return f"\x1b[200~{text}\x1b[201~"


def test_what_is_begun_drops_down_who_fits_and_the_marked_vanish(branch: Partyday) -> None:
    screen = Screen("checkin")
    assert screen.at("0/5 >")[-1].startswith(" expected 5 = unmarked 5  missing: 1 张三")
    screen.type("z")
    offered = screen.until(lambda lines: any(line.endswith("zl") for line in lines))
    assert [line.split() for line in offered if line.startswith("   ")] == [["1", "张三", "zs"], ["5", "赵六", "zl"]]
    screen.type(DOWN + "\r")
    assert "√ 1 张三 present" in screen.at("1/5 >")
    screen.type("z")
    offered = screen.until(lambda lines: any(line.endswith("zl") for line in lines))
    assert not [line for line in offered if line.endswith("zs")]
    screen.type(DOWN + " ")
    screen.shows("sick")
    screen.type("on")
    # What is offered anew: an arrow into what was offered before would be lost.
    screen.until(lambda lines: any("on duty" in line for line in lines) and not any("sick" in line for line in lines))
    screen.type(DOWN)
    screen.shows("赵六 online")
    screen.type("\r")
    assert "√ 5 赵六 online" in screen.at("2/5 >")
    screen.type(CTRL_C)
    assert screen.leave() == 0
    assert any("expected 5 = present 1 + online 1 + unmarked 3" in line for line in screen.lines)
    got = branch("checkin", "--json").json
    assert [got[state] for state in ("present", "online", "unmarked")] == [1, 1, 3]


def test_characters_are_taken_back_whole_and_the_line_is_edited(branch: Partyday) -> None:
    screen = Screen("checkin")
    screen.at("0/5 >")
    screen.type("李四张" + BACKSPACE)
    screen.until(lambda lines: any(line == "0/5 > 李四" for line in lines))
    screen.type(LEFT + LEFT + "1," + END + "\r")
    assert "√ 2 李四 present" in screen.at("2/5 >")
    screen.type("４　线上\r")
    assert "√ 4 王五 online" in screen.at("3/5 >")
    screen.type(UP)
    screen.shows("3/5 > ４　线上")
    screen.type(CTRL_C)
    assert screen.leave() == 0


def test_what_is_no_reason_never_becomes_one(branch: Partyday) -> None:
    screen = Screen("checkin")
    screen.at("0/5 >")
    screen.type("zs\r")
    screen.at("1/5 >")
    for answer in ("ls", "5", "wq", "张山", "王五 线上", "?"):
        screen.type("zs absent\r")
        screen.shows("Why is that changed? (Enter leaves it):")
        screen.type(answer + "\r")
        screen.shows(f"“{answer}” is no reason: 张三 stays as recorded.")
        screen.until(lambda lines: " > " not in lines[-2] or lines[-1].startswith(" expected"))
    screen.at("4/5 >")
    screen.type("zs absent\r")
    screen.shows("(Enter leaves it):")
    screen.type("认错了人\r")
    screen.shows("√ 1 张三 absent")
    screen.type("-\r")
    screen.shows("Taken back: 1 张三 absent.")
    screen.type("q\r")
    assert screen.leave() == 0
    got = branch("checkin", "--json").json
    assert [got[state] for state in ("present", "online", "absent", "unmarked")] == [3, 1, 0, 1]
    reasons = [entry["reason"] for entry in branch("log", "--json").json if entry["reason"]]
    assert set(reasons) <= {"认错了人"}


def test_a_paste_is_many_lines_and_a_numbered_one_is_a_list(branch: Partyday) -> None:
    screen = Screen("checkin")
    screen.at("0/5 >")
    screen.type(pasted("zs\nls 线上") + "\r")
    assert {"√ 1 张三 present", "√ 2 李四 online"} <= set(screen.at("2/5 >"))
    screen.type(pasted("#接龙\n1. 王五\n2. 张山\n3. 赵六（请假 病假）") + "\r")
    screen.shows("张山")
    screen.at("4/5 >")
    screen.type("-\r")
    screen.shows("Taken back: the pasted list.")
    screen.at("2/5 >")
    screen.type(pasted("zs 缺席\n王五") + "\r")
    screen.shows("张三 stays as recorded, present: correct it by itself.")
    screen.at("3/5 >")
    screen.type(CTRL_C)
    assert screen.leave() == 0


def test_a_line_with_its_place_in_a_list_marks_whom_it_names(branch: Partyday) -> None:
    screen = Screen("checkin")
    screen.at("0/5 >")
    screen.type("1. 李四\r")
    assert "√ 2 李四 present" in screen.at("1/5 >")
    screen.type("1、王五\r")
    screen.shows("is 1 the place in a list, or 1 张三?")
    screen.type("4、王五\r")
    assert "√ 4 王五 present" in screen.at("2/5 >")
    screen.type(CTRL_C)
    assert screen.leave() == 0


def test_the_bar_follows_the_width_and_cuts_no_count(branch: Partyday) -> None:
    screen = Screen("checkin")
    screen.at("0/5 >")
    screen.resize(56, 20)
    screen.type("l")
    screen.until(lambda lines: lines[-1] == " expected 5 = unmarked 5")
    assert screen.lines[-2] == " missing: 1 张三, 2 李四, 3 单雄信, 4 王五, 5 赵六"
    screen.resize(40, 20)
    screen.type("s")
    screen.shows("and 3 more")
    assert screen.lines[-2:] == [" missing: 1 张三, 2 李四 and 3 more", " expected 5 = unmarked 5"]
    screen.type("\r")
    screen.until(lambda lines: lines[-1] == " expected 5 = present 1 + unmarked 4")
    screen.resize(30, 20)
    screen.type("w")
    screen.until(lambda lines: lines[-2:] == [" expected 5 = present 1 +", " unmarked 4"])
    screen.type(CTRL_C)
    assert screen.leave() == 0


def test_what_fits_several_marks_nobody_and_initials_begun_mark_the_one(branch: Partyday) -> None:
    screen = Screen("checkin")
    screen.at("0/5 >")
    screen.type("z\r")
    screen.shows("“z” fits several: 1 张三, 5 赵六.")
    screen.type("l\r")
    screen.shows("There is no “l”")
    screen.type("sx\r")
    assert "√ 3 单雄信 present" in screen.at("1/5 >")
    screen.type(CTRL_C)
    assert screen.leave() == 0


def test_ctrl_c_at_a_question_leaves_with_the_tally(branch: Partyday) -> None:
    screen = Screen("checkin")
    screen.at("0/5 >")
    screen.type("zs\r")
    screen.at("1/5 >")
    screen.type("zs 缺席\r")
    screen.shows("(Enter leaves it):")
    screen.type(CTRL_C)
    assert screen.leave() == 0
    assert any("expected 5 = present 1 + unmarked 4" in line for line in screen.lines)
