"""A form is known by what people call it."""

import pytest

from partyday.errors import NotFound
from partyday.model.forms import form_named


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("quarter-plan", "quarter-plan"),
        ("季度活动计划", "quarter-plan"),
        ("出勤", "attendance"),
        ("季度计划", "quarter-plan"),
        ("半年计划", "half-year-plan"),
        ("计划汇总", "rollup"),
        ("党费台账", "dues-ledger"),
    ],
)
def test_signs_of_one_title_alone_name_its_form(said: str, name: str) -> None:
    assert form_named(said).name == name


def test_what_fits_several_titles_is_refused_with_those() -> None:
    with pytest.raises(NotFound) as told:
        form_named("概况通报")
    assert "quarter-plan" in (told.value.hint or "")
    with pytest.raises(NotFound) as told:
        form_named("名册")
    assert told.value.hint == "There are 党员名册 roster, 预备党员和积极分子名册 candidates, 表彰名册 commendations."
