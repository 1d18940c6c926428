"""What a paper prints and its reader knows again when it comes back filled in: headings, and the words for a mark."""

from partyday.model.codes import Excuse, State
from partyday.words.terms import official

NUMBER = "序号"
NAME = "姓名"
ATTENDANCE = "出勤情况"
REMARK = "备注"
MONTHS = "应交月份"
OWED = "应交（元）"
HANDED = "实交（元）"


def attendance(state: State, category: Excuse | None = None) -> str:
    """A mark in words, without its detail: 到会, 请假（病假）."""
    return official(state) + (f"（{official(category)}）" if category else "")


#: What may be chosen under 出勤情况.
CHOICES = (
    attendance(State.PRESENT),
    attendance(State.ONLINE),
    attendance(State.VISITED),
    *(attendance(State.EXCUSED, category) for category in Excuse),
    attendance(State.ABSENT),
)
