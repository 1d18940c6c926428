from dataclasses import replace

import pytest

from partyday.model.filings import Filing, Whose, of_member
from partyday.model.period import Period


def filing(of_whom: str) -> Filing:
    period = Period("2026")
    of_nobody = Filing(
        id=1, branch_id=1, form="roster", period=period, filed_on=period.start, policy="", sha256="", content=""
    )
    return replace(of_nobody, of_member=of_whom)


@pytest.mark.parametrize("whose", [Whose(), Whose("张三"), Whose("张三", 2), Whose("2 张三"), Whose("2 张三", 12)])
def test_whom_a_paper_taken_in_is_about_is_read_as_it_was_kept(whose: Whose) -> None:
    assert filing(of_member(whose)).of_whom == whose


@pytest.mark.parametrize("text", ["x\t张三", "\t张三", "-1\t张三"])
def test_what_nobody_kept_so_is_a_name_and_stops_nothing(text: str) -> None:
    assert filing(text).of_whom == Whose(text)


def test_who_has_no_number_may_be_any_of_that_name() -> None:
    first, second, older = Whose("张三", 1), Whose("张三", 2), Whose("张三")
    assert not first.may_be(second)
    assert first.may_be(first)
    assert first.may_be(older)
    assert older.may_be(second)
    assert not older.may_be(Whose("李四", 1))
    assert first.is_called("1")
    assert first.is_called("张三")
    assert not older.is_called("")
